import PostbackTemplate

/// One item of a loop, in place of the variable that stands for it.
struct LoopItem {
    let loop: ItemLoop
    let list: String
    let index: Int

    func substitute(_ line: PostbackLine) -> PostbackLine {
        switch line {
        case .pair(let key, let value, let presence):
            return .pair(substitute(key), substitute(value), presence: presence)
        case .when(let condition, let first, let otherwise):
            return .when(
                substitute(condition), first.map { substitute($0) }, otherwise: otherwise.map { substitute($0) })
        case .each(var inner, let lines):
            inner.list = substitute(inner.list)
            return .each(inner, lines.map { substitute($0) })
        }
    }

    private func substitute(_ key: LineKey) -> LineKey {
        var key = key
        let pieces = key.pieces.map { piece -> LineKey.Piece in
            piece == loop.number.map(LineKey.Piece.number) ? .text("\(loop.first + index)") : piece
        }
        // Text beside text is one text.
        key.pieces = pieces.reduce(into: []) { joined, piece in
            if case .text(let next) = piece, case .text(let last)? = joined.last {
                joined[joined.count - 1] = .text(last + next)
            } else {
                joined.append(piece)
            }
        }
        return key
    }

    func substitute(_ element: PostbackElement) -> PostbackElement {
        PostbackElement(substitute(element.value), presence: element.presence)
    }

    private func substitute(_ value: PostbackExpression) -> PostbackExpression {
        switch value {
        case .item(loop.variable, let property): return .element(list: list, index: index, property: property)
        case .variable(let name) where name == loop.number:
            return .literal(.number(ExactDecimal(Int64(loop.first + index))))
        case .literal, .macro, .field, .definition, .item, .variable, .element, .entries, .request, .system:
            return value
        case .text(let pieces): return .text(pieces.map { substitute($0) })
        case .pipeline(let head, let steps):
            return .pipeline(
                substitute(head),
                steps.map { step in
                    if case .transform(let name, let arguments) = step {
                        .transform(name, arguments.map { substitute($0) })
                    } else {
                        step
                    }
                })
        case .fallback(let values): return .fallback(values.map { substitute($0) })
        case .choose(let branches, let otherwise):
            return .choose(
                branches.map { PostbackBranch(substitute($0.condition), substitute($0.value)) },
                otherwise: otherwise.map { substitute($0) })
        case .list(let elements): return .list(elements.map { substitute($0) })
        case .each(var inner, let yield):
            inner.list = substitute(inner.list)
            return .each(inner, yield: substitute(yield))
        case .object(let lines): return .object(lines.map { substitute($0) })
        case .json(let inner): return .json(substitute(inner))
        case .unescaped(let inner, let characters): return .unescaped(substitute(inner), characters: characters)
        case .bare(let inner): return .bare(substitute(inner))
        }
    }

    private func substitute(_ condition: PostbackCondition) -> PostbackCondition {
        switch condition {
        case .equals(let left, let right): .equals(substitute(left), substitute(right))
        case .isIn(let value, let list): .isIn(substitute(value), list.map { substitute($0) })
        case .isPresent(let value): .isPresent(substitute(value))
        case .isTrue(let value): .isTrue(substitute(value))
        case .not(let inner): .not(substitute(inner))
        case .all(let inner): .all(inner.map { substitute($0) })
        case .any(let inner): .any(inner.map { substitute($0) })
        }
    }
}
