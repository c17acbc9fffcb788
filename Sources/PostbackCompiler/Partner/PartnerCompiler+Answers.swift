import PostbackLanguage
import PostbackTemplate

/// What a partner's answer means.
extension PartnerCompiler {
    /// The meaning of a condition on an answer; nil when it has none.
    mutating func elaborate(answer syntax: ConditionSyntax) -> AnswerCondition? {
        switch syntax {
        case .equals(let left, let right, let isNegated):
            guard let value = answerValue(left), let literal = answerLiteral(right, value) else { return nil }
            return isNegated ? .not(.equals(value, literal)) : .equals(value, literal)
        case .isIn(let left, let list):
            guard let value = answerValue(left) else { return nil }
            let literals = list.map { answerLiteral($0, value) }
            return literals.contains { $0 == nil } ? nil : .isIn(value, literals.compactMap(\.self))
        case .isPresent(let left, let isNegated):
            guard let value = answerValue(left) else { return nil }
            return isNegated ? .not(.isPresent(value)) : .isPresent(value)
        case .value(let inner):
            guard let value = answerValue(inner) else { return nil }
            guard case .member = value else {
                report(.badAnswer(wanted: "compares a value, or is a boolean of the body"), inner.range)
                return nil
            }
            return .equals(value, .boolean(true))
        case .not(let inner): return elaborate(answer: inner).map { .not($0) }
        case .all(let inner): return elaborate(answers: inner).map { .all($0) }
        case .any(let inner): return elaborate(answers: inner).map { .any($0) }
        }
    }

    private mutating func elaborate(answers conditions: [ConditionSyntax]) -> [AnswerCondition]? {
        let compiled = conditions.map { elaborate(answer: $0) }
        return compiled.contains { $0 == nil } ? nil : compiled.compactMap(\.self)
    }

    private mutating func answerValue(_ syntax: ExpressionSyntax) -> AnswerValue? {
        if case .name(let names) = syntax.kind, let root = names.first, !root.isQuoted {
            let steps = names.dropFirst()
            switch root.text {
            case "status" where steps.isEmpty: return .status
            case "body" where steps.isEmpty: return .text
            case "body":
                return .member(
                    steps.map { name in
                        if let index = name.index { .index(index) } else { .key(name.text) }
                    })
            case "header" where steps.count == 1 && names[1].index == nil: return .header(names[1].text)
            default: break
            }
        }
        if case .invalid = syntax.kind { return nil }
        report(
            .badAnswer(wanted: "is about status, body, body.key, body.list[0] or header.Name"), syntax.range)
        return nil
    }

    private mutating func answerLiteral(_ syntax: ExpressionSyntax, _ value: AnswerValue) -> PostbackLiteral? {
        guard let literal = syntax.statedLiteral else {
            if case .invalid = syntax.kind { return nil }
            report(.badAnswer(wanted: "compares with a text in quotes, a number, true or false"), syntax.range)
            return nil
        }
        if value == .status {
            guard case .number(let number) = literal, let code = Int(number.description), (100...599).contains(code)
            else {
                report(.badAnswer(wanted: "compares the status with a number from 100 to 599"), syntax.range)
                return nil
            }
        }
        return literal
    }
}
