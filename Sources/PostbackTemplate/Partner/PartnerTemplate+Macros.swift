extension PartnerTemplate {
    /// All values, conditions and lines of the partner's postbacks, and what its names stand for.
    package var nodes: [TemplateNode] {
        (definitions + postbacks.flatMap(\.definitions)).map { .expression($0.value) } + postbacks.flatMap(\.nodes)
    }

    /// The names of the macros that the postbacks are made of, sorted; entries of open maps with their full names.
    public var macroNames: [String] {
        var names: Set<String> = []
        for node in nodes {
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
