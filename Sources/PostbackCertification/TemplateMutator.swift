import PostbackCompiler
import PostbackTemplate

/// Makes one small change to a template: the same walk finds the places and changes the one that is asked for.
struct TemplateMutator {
    /// What is changed.
    enum Kind: CaseIterable {
        /// A line of a block is dropped.
        case line
        /// A row of a map is dropped.
        case mapRow
        /// A branch of a `when` value is dropped.
        case branch
        /// A macro counts as absent.
        case macro
    }

    private let kind: Kind
    private let target: Int
    private var counter = 0
    /// What was changed, in words.
    private(set) var description: String?
    /// The changed place.
    private(set) var place = SourcePlace()
    private var current = SourcePlace()

    private init(_ kind: Kind, target: Int) {
        self.kind = kind
        self.target = target
    }

    /// Every template that differs from `partner` in one place of a kind, with the place.
    static func mutants(of partner: PartnerTemplate, _ kind: Kind) -> [(
        template: PartnerTemplate, description: String, place: SourcePlace
    )] {
        var result: [(template: PartnerTemplate, description: String, place: SourcePlace)] = []
        while true {
            var mutator = TemplateMutator(kind, target: result.count)
            let mutant = mutator.rewrite(partner)
            guard let description = mutator.description else { return result }
            result.append((mutant, description, mutator.place))
        }
    }

    /// Whether this place is the one to change.
    private mutating func hits(_ wanted: Kind, _ description: @autoclosure () -> String) -> Bool {
        guard kind == wanted else { return false }
        defer { counter += 1 }
        guard counter == target else { return false }
        self.description = description()
        place = current
        return true
    }

    private mutating func rewrite(_ partner: PartnerTemplate) -> PartnerTemplate {
        var partner = partner
        for index in partner.maps.indices {
            let id = partner.maps[index].id
            partner.maps[index].entries = partner.maps[index].entries.filter { !hits(.mapRow, "map \(id): \($0.key)") }
        }
        for index in partner.definitions.indices {
            current = SourcePlace(keys: [partner.definitions[index].name])
            partner.definitions[index].value = rewrite(partner.definitions[index].value)
        }
        for index in partner.postbacks.indices { rewrite(&partner.postbacks[index]) }
        return partner
    }

    private mutating func rewrite(_ postback: inout PostbackTemplate) {
        let id = postback.id
        for index in postback.definitions.indices {
            current = SourcePlace(postback: id)
            postback.definitions[index].value = rewrite(postback.definitions[index].value)
        }
        for block in postback.request.blocks {
            current = SourcePlace(postback: id, position: block.position)
            switch block.position {
            // No example could be without an address.
            case .callback, .origin: continue
            case .marks, .path, .pathPairs, .matrix, .query, .headers, .cookies, .form, .json, .text:
                postback.request.set(rewrite(block.content), at: block.position)
            }
        }
    }

    private mutating func rewrite(_ content: RequestBlock.Content) -> RequestBlock.Content {
        switch content {
        case .pieces(let pieces):
            .pieces(pieces.map { if case .hole(let value) = $0 { .hole(rewrite(value)) } else { $0 } })
        case .lines(let lines): .lines(rewrite(lines))
        case .value(let value): .value(rewrite(value))
        }
    }

    private mutating func rewrite(_ lines: [PostbackLine]) -> [PostbackLine] {
        var result: [PostbackLine] = []
        for line in lines {
            switch line {
            case .each(var loop, let inner):
                loop.list = rewrite(loop.list)
                result.append(.each(loop, rewrite(inner)))
            case .pair(let key, let value, let presence):
                current.keys.append(key.description)
                defer { current.keys.removeLast() }
                if hits(.line, ExpressionText.describe(line)) { continue }
                result.append(.pair(key, rewrite(value), presence: presence))
            case .when(let condition, let first, let otherwise):
                let rewritten = rewrite(first)
                result.append(.when(condition, rewritten, otherwise: rewrite(otherwise)))
            }
        }
        return result
    }

    private mutating func rewrite(_ expression: PostbackExpression) -> PostbackExpression {
        switch expression {
        case .macro(let name): return hits(.macro, name) ? .choose([], otherwise: nil) : expression
        case .element(let list, let index, let property):
            return hits(.macro, "\(list)[\(index)].\(property)") ? .choose([], otherwise: nil) : expression
        case .entries(let entries): return hits(.macro, entries.map) ? .choose([], otherwise: nil) : expression
        case .literal, .field, .definition, .item, .variable, .request, .system: return expression
        case .text(let pieces): return .text(rewrite(all: pieces))
        case .fallback(let values): return .fallback(rewrite(all: values))
        case .pipeline(let value, let steps): return .pipeline(rewrite(value), steps)
        case .choose(let branches, let otherwise):
            var kept: [PostbackBranch] = []
            for branch in branches where !hits(.branch, "\(ExpressionText.describe(branch.condition)) -> …") {
                kept.append(PostbackBranch(branch.condition, rewrite(branch.value)))
            }
            return .choose(kept, otherwise: otherwise.map { rewrite($0) })
        case .list(let elements):
            return .list(elements.map { PostbackElement(rewrite($0.value), presence: $0.presence) })
        case .each(var loop, let yield):
            loop.list = rewrite(loop.list)
            return .each(loop, yield: PostbackElement(rewrite(yield.value), presence: yield.presence))
        case .object(let lines): return .object(rewrite(lines))
        case .json(let value): return .json(rewrite(value))
        case .unescaped(let value, let characters): return .unescaped(rewrite(value), characters: characters)
        case .bare(let text): return .bare(rewrite(text))
        }
    }

    private mutating func rewrite(all expressions: [PostbackExpression]) -> [PostbackExpression] {
        expressions.map { rewrite($0) }
    }
}
