extension PartnerTemplate {
    /// The names of the macros that the postbacks are made of, sorted; entries of open maps with their full names.
    public var macroNames: [String] {
        let named = (definitions + postbacks.flatMap(\.definitions)).map { TemplateNode.expression($0.value) }
        var names: Set<String> = []
        for node in named + postbacks.flatMap(\.nodes) {
            node.forEach { node in
                switch node {
                case .expression(.macro(let name)): names.insert(name)
                case .expression(.element(let list, _, let property)): names.formUnion([list, "\(list).\(property)"])
                case .expression(.entries(let entries)): names.insert(entries.map + ".*")
                case .expression, .condition, .line: break
                }
            }
        }
        return names.sorted()
    }
}
