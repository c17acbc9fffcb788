import PostbackTemplate
import TestSupport

/// Rewrites a template in ways that make no difference: what stands in one place gets a name, names are changed, and what has no order is
/// put in another one.
struct TemplateRefactoring {
    private var generator: SeededGenerator
    private var names = 0
    private var definitions: [PostbackDefinition] = []
    private var maps: [String: String] = [:]
    private var renamed: [String: String] = [:]

    init(_ generator: SeededGenerator) {
        self.generator = generator
    }

    private mutating func flip(_ odds: Int = 3) -> Bool { Int.random(in: 0..<odds, using: &generator) == 0 }

    mutating func rewritten(_ partner: PartnerTemplate) -> PartnerTemplate {
        var result = partner
        maps = [:]
        for (index, map) in partner.maps.enumerated() { maps[map.id] = "table_\(index)" }
        result.maps = partner.maps.map { map in
            var map = map
            map.id = maps[map.id] ?? map.id
            map.entries.shuffle(using: &generator)
            return map
        }
        renamed = [:]
        for definition in partner.definitions { renamed[definition.name] = "shared_\(definition.name)" }
        let shared = partner.definitions.map { PostbackDefinition(renamed[$0.name] ?? $0.name, inside($0.value)) }
        result.postbacks = partner.postbacks.map { rewritten($0) }
        result.definitions = shared
        result.maps.shuffle(using: &generator)
        result.postbacks.shuffle(using: &generator)
        return result
    }

    private mutating func rewritten(_ postback: PostbackTemplate) -> PostbackTemplate {
        var result = postback
        let before = renamed
        for definition in postback.definitions { renamed[definition.name] = "own_\(definition.name)" }
        definitions = []
        let own = postback.definitions.map { PostbackDefinition(renamed[$0.name] ?? $0.name, inside($0.value)) }
        result.conditions = postback.conditions.map { rewritten($0) }
        result.alternatives = postback.alternatives.map { groups in groups.map { group in group.map { rewritten($0) } }
        }
        for position in RequestPosition.allCases {
            switch postback.request.content(at: position) {
            case .lines(let lines): result.request.set(.lines(rewritten(lines)), at: position)
            case .value(let value): result.request.set(.value(rewritten(value, isLeaf: false)), at: position)
            case .pieces(let pieces):
                result.request.set(
                    .pieces(
                        pieces.map { piece in if let value = piece.value { .hole(rewritten(value)) } else { piece } }),
                    at: position)
            case nil: break
            }
        }
        result.definitions = own + definitions
        renamed = before
        return result
    }

    /// Lines under conditions are put together in other ways.
    private mutating func rewritten(_ lines: [PostbackLine]) -> [PostbackLine] {
        lines.flatMap { line -> [PostbackLine] in
            switch line {
            case .pair(let key, let value, let presence):
                return [.pair(key, rewritten(value, isLeaf: false), presence: presence)]
            case .each(let loop, let lines):
                var loop = loop
                loop.list = rewritten(loop.list, isLeaf: true)
                return [.each(loop, rewritten(lines))]
            case .when(let condition, let first, let otherwise):
                let (condition, first, otherwise) = (rewritten(condition), rewritten(first), rewritten(otherwise))
                if flip(), !first.isEmpty, otherwise.isEmpty {
                    return first.map { .when(condition, [$0]) }
                }
                if flip(), !otherwise.isEmpty {
                    return [.when(condition, first), .when(.not(condition), otherwise)]
                }
                return [.when(condition, first, otherwise: otherwise)]
            }
        }
    }

    /// A value, perhaps with a name.
    private mutating func rewritten(_ value: PostbackExpression, isLeaf: Bool = true) -> PostbackExpression {
        let inner = inside(value)
        guard isLeaf, flip(), !inner.hasVariable else { return inner }
        names += 1
        // A name stands for it; what is named is seen where it is used.
        definitions.append(PostbackDefinition("made_\(names)", inner))
        return definitions.isEmpty ? inner : .definition("made_\(names)")
    }

    private mutating func inside(_ value: PostbackExpression) -> PostbackExpression {
        switch value {
        case .definition(let name): return .definition(renamed[name] ?? name)
        case .literal, .macro, .field, .item, .variable, .element, .entries, .request, .system: return value
        case .text(let pieces):
            let pieces = pieces.map { inside($0) }
            return flip() && pieces.count > 1
                ? .text([.text(Array(pieces.prefix(1))), .text(Array(pieces.dropFirst()))]) : .text(pieces)
        case .pipeline(let head, let steps):
            let steps = steps.map { step -> PipelineStep in
                switch step {
                case .map(let id): .map(maps[id] ?? id)
                // A key may have a name.
                case .transform(let name, let arguments): .transform(name, arguments.map { inside($0) })
                }
            }
            if flip(), steps.count > 1 {
                return .pipeline(.pipeline(inside(head), Array(steps.prefix(1))), Array(steps.dropFirst()))
            }
            return .pipeline(inside(head), steps)
        case .fallback(let values):
            let values = values.map { inside($0) }
            return flip() && values.count > 2
                ? .fallback([values[0], .fallback(Array(values.dropFirst()))]) : .fallback(values)
        case .choose(let branches, let otherwise):
            let branches = branches.map { PostbackBranch(rewritten($0.condition), inside($0.value)) }
            let rest = otherwise.map { inside($0) }
            if flip(), branches.count > 1 {
                return .choose(
                    Array(branches.prefix(1)), otherwise: .choose(Array(branches.dropFirst()), otherwise: rest))
            }
            return .choose(branches, otherwise: rest)
        case .list(let elements):
            return .list(elements.map { PostbackElement(inside($0.value), presence: $0.presence) })
        case .each(let loop, let yield):
            return .each(loop, yield: PostbackElement(inside(yield.value), presence: yield.presence))
        case .object(let lines): return .object(rewritten(lines))
        case .json(let inner): return .json(inside(inner))
        case .unescaped(let inner, let characters): return .unescaped(inside(inner), characters: characters)
        case .bare(let inner): return .bare(inside(inner))
        }
    }

    private mutating func rewritten(_ condition: PostbackCondition) -> PostbackCondition {
        if flip(6) { return .not(.not(rewritten(condition))) }
        switch condition {
        case .equals(let left, let right):
            return flip() ? .equals(inside(right), inside(left)) : .equals(inside(left), inside(right))
        case .isIn(let value, let list):
            return .isIn(inside(value), list.shuffled(using: &generator).map { inside($0) })
        case .isPresent(let value): return .isPresent(inside(value))
        case .isTrue(let value):
            return flip() ? .equals(inside(value), .literal(.boolean(true))) : .isTrue(inside(value))
        case .not(let inner): return .not(rewritten(inner))
        case .all(let parts):
            let parts = parts.shuffled(using: &generator).map { rewritten($0) }
            return flip() && parts.count > 2 ? .all([parts[0], .all(Array(parts.dropFirst()))]) : .all(parts)
        case .any(let parts): return .any(parts.shuffled(using: &generator).map { rewritten($0) })
        }
    }
}

extension PostbackExpression {
    /// Whether it uses a variable of a loop, or is a structure that has to stand where it is.
    fileprivate var hasVariable: Bool {
        var found = false
        TemplateNode.expression(self).forEach { node in
            switch node {
            case .expression(.item), .expression(.variable), .expression(.each), .expression(.bare),
                .expression(.unescaped), .expression(.request):
                found = true
            default: break
            }
        }
        return found
    }
}
