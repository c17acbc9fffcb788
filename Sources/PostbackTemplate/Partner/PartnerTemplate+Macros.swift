extension PartnerTemplate {
    /// The names of the macros that the postbacks are made of, sorted; entries of open maps with their full names.
    public var macroNames: [String] {
        let named = (definitions + postbacks.flatMap(\.definitions)).map { TemplateNode.expression($0.value) }
        var names: Set<String> = []
        for node in named + postbacks.flatMap(\.nodes) {
            node.forEach { if case .expression(.macro(let name)) = $0 { names.insert(name) } }
        }
        return names.sorted()
    }
}
