/// How much work expressions are, with named expressions written out wherever they are used.
///
/// Numbers stop at a limit, so that expressions that double each other cannot make measuring itself endless.
struct ExpressionMeasure {
    /// Values, conditions and lines.
    private(set) var weight = 0
    /// The deepest nesting seen.
    private(set) var depth = 0
    private let definitions: [String: PostbackExpression]
    private var known: [String: (weight: Int, depth: Int)] = [:]

    /// The weight at which measuring stops.
    static let limit = 1_000_000

    init(definitions: [PostbackDefinition]) {
        self.definitions = Dictionary(definitions.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
    }

    /// Adds a value, a condition or a line with all that stands in it.
    mutating func add(_ node: TemplateNode, _ level: Int = 0) {
        weight += 1
        depth = max(depth, level)
        guard weight < Self.limit, level < 256 else { return }
        if case .expression(.definition(let name)) = node { return add(definition: name, level) }
        node.forEachChild { add($0, level + 1) }
    }

    private mutating func add(definition name: String, _ level: Int) {
        if let measured = known[name] {
            weight = min(Self.limit, weight + measured.weight)
            depth = max(depth, level + measured.depth)
            return
        }
        guard let value = definitions[name] else { return }
        // Until it is measured it counts as nothing, so that one that uses itself comes to an end.
        known[name] = (Self.limit, 256)
        var alone = self
        alone.weight = 0
        alone.depth = 0
        alone.add(.expression(value))
        known = alone.known
        known[name] = (alone.weight, alone.depth)
        weight = min(Self.limit, weight + alone.weight)
        depth = max(depth, level + alone.depth)
    }
}
