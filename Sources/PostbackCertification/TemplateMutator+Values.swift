import PostbackCompiler
import PostbackTemplate

extension TemplateMutator {
    mutating func rewrite(_ expression: PostbackExpression) -> PostbackExpression {
        switch expression {
        case .macro(let name): return hits(.macro, name) ? .choose([], otherwise: nil) : expression
        case .element(let list, let index, let property):
            return hits(.macro, "\(list)[\(index)].\(property)") ? .choose([], otherwise: nil) : expression
        case .entries(var entries):
            if hits(.macro, entries.map) { return .choose([], otherwise: nil) }
            entries.names = entries.names.filter {
                !hits(.literal, "\"\($0)\" in \(ExpressionText.describe(expression))")
            }
            return .entries(entries)
        case .literal(let literal):
            return hits(.literal, ExpressionText.describe(expression)) ? .literal(literal.other) : expression
        case .field, .definition, .item, .variable, .request, .system: return expression
        case .text(let pieces): return .text(rewrite(all: pieces))
        case .fallback(let values): return .fallback(rewrite(all: reordered(values)))
        case .pipeline(let value, let steps):
            let head = rewrite(value)
            let changed = rewrite(steps)
            return changed.isEmpty ? head : .pipeline(head, changed)
        case .choose(let branches, let otherwise):
            var kept: [PostbackBranch] = []
            for branch in branches where !hits(.branch, "\(ExpressionText.describe(branch.condition)) -> …") {
                kept.append(PostbackBranch(rewrite(branch.condition), rewrite(branch.value)))
            }
            return .choose(kept, otherwise: otherwise.map { rewrite($0) })
        case .list(let elements):
            return .list(elements.map { element(rewrite($0.value), $0) })
        case .each(var loop, let yield):
            loop.list = rewrite(loop.list)
            return .each(loop, yield: element(rewrite(yield.value), yield))
        case .object(let lines): return .object(rewrite(lines))
        case .json(let value): return .json(rewrite(value))
        case .unescaped(let value, let characters): return .unescaped(rewrite(value), characters: characters)
        case .bare(let text): return .bare(rewrite(text))
        }
    }

    private mutating func element(_ value: PostbackExpression, _ old: PostbackElement) -> PostbackElement {
        let isWeaker = old.presence != .optional && hits(.presence, ExpressionText.describe(old.value))
        return PostbackElement(value, presence: isWeaker ? .optional : old.presence)
    }

    private mutating func rewrite(all expressions: [PostbackExpression]) -> [PostbackExpression] {
        expressions.map { rewrite($0) }
    }

    /// The values of a fallback, two neighbours exchanged where that is the change.
    private mutating func reordered(_ values: [PostbackExpression]) -> [PostbackExpression] {
        var values = values
        for index in values.indices.dropLast() {
            let words = "\(ExpressionText.describe(values[index])) ?? \(ExpressionText.describe(values[index + 1]))"
            if hits(.order, words) { values.swapAt(index, index + 1) }
        }
        return values
    }

    private mutating func rewrite(_ steps: [PipelineStep]) -> [PipelineStep] {
        var result: [PipelineStep] = []
        for step in steps {
            guard case .transform(let name, let arguments) = step else {
                result.append(step)
                continue
            }
            if hits(.step, "| \(name.rawValue)") { continue }
            if let other = name.neighbour, hits(.otherStep, "| \(name.rawValue) as \(other.rawValue)") {
                result.append(.transform(other, arguments))
                continue
            }
            result.append(.transform(name, arguments.map { rewrite($0) }))
        }
        return result
    }

    mutating func rewrite(_ condition: PostbackCondition) -> PostbackCondition {
        let words = ExpressionText.describe(condition)
        if hits(.negation, words) { return .not(condition) }
        if !isSettled(condition), hits(.always, words) { return .all([]) }
        switch condition {
        case .all(let inner): return .all(inner.map { rewrite($0) })
        case .any(let inner): return .any(inner.map { rewrite($0) })
        // The other side of a negation has been tried by turning the whole round.
        case .not, .isPresent, .isTrue: return condition
        case .equals(let left, let right): return .equals(left, literal(right))
        case .isIn(let value, let list): return .isIn(value, list.map { literal($0) })
        }
    }

    /// Whether a condition holds for every event of the postback, since it asks for its kind.
    private func isSettled(_ condition: PostbackCondition) -> Bool {
        guard case .equals(.macro(let macro), .literal(.text(let name))) = condition else {
            if case .not(let inner) = condition, case .equals(.macro(let macro), .literal(.text(let name))) = inner {
                return macro == kindMacro && name != kindName
            }
            return false
        }
        return macro == kindMacro && name == kindName
    }

    /// A literal of a comparison, which is another one where that is the change.
    private mutating func literal(_ expression: PostbackExpression) -> PostbackExpression {
        guard case .literal(let literal) = expression else { return expression }
        return hits(.literal, ExpressionText.describe(expression)) ? .literal(literal.other) : expression
    }
}

extension PostbackLiteral {
    /// Another value of the same type.
    var other: PostbackLiteral {
        switch self {
        // In a set of characters one that is there already changes nothing.
        case .text(let text): .text(text.count > 1 && text.contains("~") ? String(text.dropLast()) : text + "~")
        case .number(let number): .number(ExactDecimal(number.description == "1" ? "2" : "1") ?? number)
        case .boolean(let truth): .boolean(!truth)
        }
    }
}

extension TransformName {
    /// A transform that is easily taken for this one, and has the same arguments.
    var neighbour: TransformName? {
        switch self {
        case .lowercase: .uppercase
        case .uppercase: .lowercase
        case .md5: .sha256
        case .sha1, .sha512: .sha256
        case .sha256: .sha1
        case .hmacSHA1: .hmacSHA256
        case .hmacSHA256: .hmacSHA1
        case .base64: .base64url
        case .base64url: .base64
        case .before: .after
        case .after: .before
        case .prefix: .suffix
        case .suffix: .prefix
        case .unix: .unixMilliseconds
        case .unixMilliseconds, .unixMicroseconds, .unixFraction: .unix
        case .percentEncode: .percentDecode
        case .percentDecode: .percentEncode
        case .countryCode: .languageCode
        case .languageCode: .countryCode
        case .keepCharacters: .dropCharacters
        case .dropCharacters: .keepCharacters
        case .digits: .alphanumeric
        case .trim, .alphanumeric, .e164, .truncate, .substring, .replace, .trimStart, .canonicalEmail, .raw, .hex,
            .iso8601,
            .date, .plus, .decimal, .minorUnits, .micros, .number, .string, .flag, .not, .join, .count, .first, .sum:
            nil
        }
    }
}
