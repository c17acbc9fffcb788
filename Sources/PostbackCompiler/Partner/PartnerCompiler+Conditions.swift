import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    /// The meaning of a condition; nil after its mistakes have been reported.
    mutating func elaborate(_ syntax: ConditionSyntax, _ context: Context) -> PostbackCondition? {
        switch syntax {
        case .equals(let left, let right, let isNegated):
            guard let condition = compare(left, right, context, isNegated: isNegated) else { return nil }
            return isNegated ? .not(condition) : condition
        case .isIn(let value, let list):
            var values: [PostbackExpression] = []
            var subject: PostbackExpression?
            for element in list {
                guard case .equals(let left, let right)? = compare(value, element, context) else { continue }
                subject = left
                values.append(right)
            }
            guard let subject, values.count == list.count else { return nil }
            return .isIn(subject, values)
        case .isPresent(let value, let isNegated):
            guard let elaborated = elaborate(value, context), checkSingle(elaborated, value) else { return nil }
            checkConstant(presence: elaborated, value.range, isNegated: isNegated)
            return isNegated ? .not(.isPresent(elaborated.value)) : .isPresent(elaborated.value)
        case .value(let value):
            guard let elaborated = elaborate(value, context) else { return nil }
            guard elaborated.type == .boolean || elaborated.type == .scalar else {
                report(.notABoolean(type: elaborated.type), value.range)
                return nil
            }
            return .isTrue(elaborated.value)
        case .not(let inner): return elaborate(inner, context).map { .not($0) }
        case .all(let inner):
            guard let all = elaborate(all: inner, context) else { return nil }
            checkOpposites(all, "never", syntax.range)
            return .all(all)
        case .any(let inner):
            guard let any = elaborate(all: inner, context) else { return nil }
            checkOpposites(any, "always", syntax.range)
            return .any(any)
        }
    }

    static let oneHolds = "of the conditions before it one always holds"

    /// Reports a question for something and its opposite.
    private mutating func checkOpposites(_ conditions: [PostbackCondition], _ always: String, _ range: SourceRange?) {
        let all = Set(conditions)
        guard let range, conditions.contains(where: { all.contains($0.opposite) }) else { return }
        report(.constantCondition(always: always, why: "it asks for something and for its opposite"), range)
    }

    /// Reports lines under a condition that has been asked before, and has the lines behind it know that it was.
    mutating func check(
        _ condition: PostbackCondition, _ lines: Braced<LineSyntax>, _ otherwise: Braced<LineSyntax>?,
        _ rest: inout Context
    ) {
        if rest.failed.contains(condition) {
            report(.unreachableBranch(why: "an earlier branch has the same condition"), lines.range)
        } else if rest.failed.contains(condition.opposite), let otherwise {
            report(.unreachableBranch(why: Self.oneHolds), otherwise.range)
        }
        rest.failed.insert(condition)
    }

    /// Whether a value can be asked for: objects are only written, and are nothing before that.
    mutating func checkSingle(_ value: Elaborated, _ syntax: ExpressionSyntax) -> Bool {
        guard value.type == .object || value.type == .list(.object) else { return true }
        report(
            .cannotStand(type: value.type, position: "a condition", hint: "ask for one of its values"), syntax.range)
        return false
    }

    private mutating func elaborate(all conditions: [ConditionSyntax], _ context: Context) -> [PostbackCondition]? {
        let compiled = conditions.map { elaborate($0, context) }
        return compiled.contains { $0 == nil } ? nil : compiled.compactMap { $0 }
    }

    private mutating func compare(
        _ left: ExpressionSyntax, _ right: ExpressionSyntax, _ context: Context, isNegated: Bool = false
    ) -> PostbackCondition? {
        let values = (elaborate(left, context), elaborate(right, context))
        guard let first = values.0, let second = values.1 else { return nil }
        let isBoolean = (first.type == .boolean) == (second.type == .boolean)
        guard let type = first.type.united(with: second.type),
            isBoolean || first.type == .scalar || second.type == .scalar,
            type != .scalar || first.type == .scalar || second.type == .scalar
        else {
            let (one, other) = (unquoted(first, as: second.type), unquoted(second, as: first.type))
            report(
                .cannotCompare(left: first.type, right: second.type, unquoted: one ?? other),
                one == nil ? right.range : left.range)
            return nil
        }
        if case .choice(let choices) = first.type, case .literal(let literal) = second.value,
            !choices.contains(literal.text)
        {
            report(.impossibleValue(value: literal.text, choices: choices), right.range)
            return nil
        }
        if case .literal(let one) = first.value, case .literal(let other) = second.value {
            let always = (one == other) != isNegated ? "always" : "never"
            report(.constantCondition(always: always, why: "both sides are literals"), left.range.union(right.range))
        }
        checkEmpty(first, left, second, isNegated)
        checkEmpty(second, right, first, isNegated)
        return .equals(first.value, second.value)
    }

    /// What a file's own text says as a value of another type.
    private func unquoted(_ value: Elaborated, as type: ValueType) -> String? {
        guard case .literal(.text(let text)) = value.value else { return nil }
        return switch type {
        case .boolean: text == "true" || text == "false" ? text : nil
        case .integer, .decimal: ExactDecimal(text)?.description == text ? text : nil
        default: nil
        }
    }

    /// A comparison with an empty text, which no event carries.
    private mutating func checkEmpty(
        _ value: Elaborated, _ syntax: ExpressionSyntax, _ other: Elaborated, _ isNegated: Bool
    ) {
        guard value.value == .literal(.text("")) else { return }
        if case .macro = other.value {
            let why = "an empty text in an event counts as absent, which 'is present' asks for"
            report(.constantCondition(always: isNegated ? "always" : "never", why: why), syntax.range)
        }
    }

    private mutating func checkConstant(presence value: Elaborated, _ range: SourceRange, isNegated: Bool) {
        guard let why = alwaysPresent(value.value) else { return }
        report(.constantCondition(always: isNegated ? "never" : "always", why: why), range)
    }

    /// Why a value is there for every event and account; nil when it may be absent.
    func alwaysPresent(_ value: PostbackExpression) -> String? {
        switch value {
        case .literal: "a literal is always present"
        case .field(let id):
            fields[id].flatMap { field in
                field.isRequired
                    ? "every account fills in '\(id)'" : field.defaultValue.map { _ in "'\(id)' has a default" }
            }
        case .macro, .definition, .item, .variable, .element, .entries, .request, .system, .text, .pipeline, .fallback,
            .choose, .list, .each, .object, .json, .unescaped, .bare:
            nil
        }
    }
}

extension PostbackCondition {
    /// The macros that it looks at.
    var macros: Set<String> {
        var macros: Set<String> = []
        TemplateNode.condition(self).forEach { if case .expression(.macro(let name)) = $0 { macros.insert(name) } }
        return macros
    }

    /// What holds where this does not.
    var opposite: PostbackCondition { if case .not(let inner) = self { inner } else { .not(self) } }
}

extension ConditionSyntax {
    /// Where it stands; nil for none.
    var range: SourceRange? {
        switch self {
        case .equals(let left, let right, _): left.range.union(right.range)
        case .isIn(let value, let list): list.reduce(value.range) { $0.union($1.range) }
        case .isPresent(let value, _), .value(let value): value.range
        case .not(let inner): inner.range
        case .all(let inner), .any(let inner):
            inner.compactMap(\.range).reduce(nil) { range, next in range?.union(next) ?? next }
        }
    }
}
