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

    mutating func add(_ expression: PostbackExpression, _ level: Int = 0) {
        guard enter(level) else { return }
        let next = level + 1
        switch expression {
        case .literal, .macro, .field, .item, .variable, .request, .system: break
        case .definition(let name): add(definition: name, level)
        case .text(let values), .fallback(let values): for value in values { add(value, next) }
        case .pipeline(let value, let steps):
            add(value, next)
            for case .transform(_, let arguments) in steps { for argument in arguments { add(argument, next) } }
        case .choose(let branches, let otherwise):
            for branch in branches {
                add(branch.condition, next)
                add(branch.value, next)
            }
            if let otherwise { add(otherwise, next) }
        case .list(let elements): for element in elements { add(element.value, next) }
        case .each(_, let list, let yield):
            add(list, next)
            add(yield, next)
        case .object(let lines): add(lines, next)
        case .json(let value), .unescaped(let value, _): add(value, next)
        }
    }

    mutating func add(_ condition: PostbackCondition, _ level: Int = 0) {
        guard enter(level) else { return }
        let next = level + 1
        switch condition {
        case .equals(let left, let right):
            add(left, next)
            add(right, next)
        case .isIn(let value, let list): for value in [value] + list { add(value, next) }
        case .isPresent(let value), .isTrue(let value): add(value, next)
        case .not(let inner): add(inner, next)
        case .all(let inner), .any(let inner): for condition in inner { add(condition, next) }
        }
    }

    mutating func add(_ lines: [PostbackLine], _ level: Int = 0) {
        for line in lines {
            guard enter(level) else { return }
            switch line {
            case .pair(_, let value, _): add(value, level + 1)
            case .when(let condition, let first, let otherwise):
                add(condition, level + 1)
                add(first, level + 1)
                add(otherwise, level + 1)
            }
        }
    }

    private mutating func enter(_ level: Int) -> Bool {
        weight += 1
        depth = max(depth, level)
        return weight < Self.limit && level < 256
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
        alone.add(value)
        known = alone.known
        known[name] = (alone.weight, alone.depth)
        weight = min(Self.limit, weight + alone.weight)
        depth = max(depth, level + alone.depth)
    }
}
