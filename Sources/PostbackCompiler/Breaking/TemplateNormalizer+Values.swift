import PostbackTemplate

/// Values and conditions in the one form.
extension TemplateNormalizer {
    mutating func normalized(_ value: PostbackExpression) -> PostbackExpression {
        guard depth < Self.deepest else { return value }
        switch value {
        case .literal, .macro, .element, .request, .system: return value
        case .field(let id): return .field(renamedFields[id] ?? id)
        case .definition(let name):
            guard let named = definitions[name] else { return value }
            depth += 1
            defer { depth -= 1 }
            let value = normalized(named)
            // By its name it is a value like any other, of which nothing stands bare.
            if case .unescaped(let inner, _) = value { return inner }
            return value.hasBareText ? .text([value]) : value
        case .item(let variable, let property):
            return .item(variable: variables[variable] ?? variable, property: property)
        case .variable(let name): return .variable(variables[name] ?? name)
        case .entries(var entries):
            entries.names.sort()
            return .entries(entries)
        case .text(let pieces): return text(pieces)
        case .pipeline(let head, let steps): return pipeline(normalized(head), steps)
        case .fallback(let values): return fallback(values)
        case .choose(let branches, let otherwise): return choice(branches, otherwise)
        case .list(let elements): return .list(elements.map { normalized($0) })
        case .each(let loop, let yield):
            return inside(loop) { normalizer, loop in .each(loop, yield: normalizer.normalized(yield)) }
        case .object(let lines): return .object(lines.map { normalized($0) })
        case .json(let inner): return .json(normalized(inner))
        case .unescaped(let inner, let characters):
            return .unescaped(normalized(inner), characters: String(Set(characters).sorted()))
        case .bare(let inner): return .bare(bareText(inner))
        }
    }

    /// A text whose own part stands bare: what was a value in it, and is encoded, does not become a part of the text.
    private mutating func bareText(_ value: PostbackExpression) -> PostbackExpression {
        switch value {
        case .literal: value
        case .text(let pieces): .text(pieces.map { $0.isLiteral ? $0 : asValue(normalized($0)) })
        default: asValue(normalized(value))
        }
    }

    /// The same as a value, where it became text of the file.
    private func asValue(_ value: PostbackExpression) -> PostbackExpression {
        switch value {
        case .literal: .text([value])
        default: value
        }
    }

    mutating func normalized(_ element: PostbackElement) -> PostbackElement {
        PostbackElement(normalized(element.value), presence: element.presence)
    }

    private mutating func text(_ pieces: [PostbackExpression]) -> PostbackExpression {
        var joined: [PostbackExpression] = []
        for piece in pieces {
            let piece = normalized(piece)
            let inner = if case .text(let inner) = piece { inner } else { [piece] }
            for piece in inner {
                if case .literal(.text(let next)) = piece, case .literal(.text(let last))? = joined.last {
                    joined[joined.count - 1] = .literal(.text(last + next))
                } else {
                    joined.append(piece)
                }
            }
        }
        // A number in a text is text.
        if joined.count == 1, case .literal(.text) = joined[0] { return joined[0] }
        return joined.isEmpty ? .literal(.text("")) : .text(joined)
    }

    private mutating func pipeline(_ head: PostbackExpression, _ steps: [PipelineStep]) -> PostbackExpression {
        let steps = steps.map { step -> PipelineStep in
            switch step {
            case .map(let id): .map(maps[id] ?? id)
            case .transform(let name, let arguments): .transform(name, arguments.map { normalized($0) })
            }
        }
        guard !steps.isEmpty else { return head }
        if case .pipeline(let inner, let first) = head { return .pipeline(inner, first + steps) }
        return .pipeline(head, steps)
    }

    private mutating func fallback(_ values: [PostbackExpression]) -> PostbackExpression {
        var found: [PostbackExpression] = []
        for value in values {
            let value = normalized(value)
            let inner = if case .fallback(let inner) = value { inner } else { [value] }
            for value in inner where !found.contains(value) { found.append(value) }
        }
        return found.count == 1 ? found[0] : .fallback(found)
    }

    private mutating func choice(
        _ branches: [PostbackBranch], _ otherwise: PostbackExpression?
    ) -> PostbackExpression {
        var found = branches.map { PostbackBranch(normalized($0.condition), normalized($0.value)) }
        let rest = otherwise.map { normalized($0) }
        guard case .choose(let more, let last)? = rest else { return .choose(found, otherwise: rest) }
        found += more
        return .choose(found, otherwise: last)
    }

    mutating func normalized(_ condition: PostbackCondition) -> PostbackCondition {
        switch condition {
        case .equals(let left, let right):
            return Self.equality(normalized(left), normalized(right))
        case .isIn(let value, let list):
            let list = Self.ordered(list.map { normalized($0) })
            let value = normalized(value)
            guard list.count == 1 else { return .isIn(value, list) }
            return Self.equality(value, list[0])
        case .isPresent(let value): return .isPresent(normalized(value))
        case .isTrue(let value): return .isTrue(normalized(value))
        case .not(let inner):
            let inner = normalized(inner)
            if case .not(let same) = inner { return same }
            return .not(inner)
        case .all(let inner):
            let parts = Self.ordered(
                inner.map { normalized($0) }.flatMap { part in if case .all(let more) = part { more } else { [part] } })
            return parts.count == 1 ? parts[0] : .all(parts)
        case .any(let inner):
            let parts = Self.ordered(
                inner.map { normalized($0) }.flatMap { part in if case .any(let more) = part { more } else { [part] } })
            return parts.count == 1 ? parts[0] : .any(parts)
        }
    }

    /// Each once, in the order of their texts.
    static func ordered(_ conditions: [PostbackCondition]) -> [PostbackCondition] {
        // A table may end a postback where nothing is found; what is asked before it is not to be asked behind it.
        guard !conditions.contains(where: \.hasTable) else {
            return conditions.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        return ordered(conditions) { ExpressionText.describe($0) }
    }

    /// Whether two values are equal, the one that the file states on the right.
    private static func equality(_ left: PostbackExpression, _ right: PostbackExpression) -> PostbackCondition {
        let pair = ordered([left, right])
        // A value is also compared with itself.
        guard let first = pair.first, let last = pair.last else { return .equals(left, right) }
        if last == .literal(.boolean(true)), !first.isLiteral { return .isTrue(first) }
        return .equals(first, last)
    }

    static func ordered(_ values: [PostbackExpression]) -> [PostbackExpression] {
        // What the file states stands behind what it is compared with.
        ordered(values) { ($0.isLiteral ? "1" : "0") + ExpressionText.describe($0) }
    }

    private static func ordered<Part: Hashable>(_ parts: [Part], _ text: (Part) -> String) -> [Part] {
        guard parts.count > 1 else { return parts }
        return Set(parts).map { (text($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

extension PostbackCondition {
    /// Whether a value in it goes through a table.
    fileprivate var hasTable: Bool {
        TemplateNode.condition(self).contains { node in
            guard case .expression(.pipeline(_, let steps)) = node else { return false }
            return steps.contains { if case .map = $0 { true } else { false } }
        }
    }
}
