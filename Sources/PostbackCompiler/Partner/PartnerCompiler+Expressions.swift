import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    /// The meaning of a value; nil after its mistakes have been reported.
    mutating func elaborate(_ syntax: ExpressionSyntax, _ context: Context) -> Elaborated? {
        let result = meaning(of: syntax, context)
        guard let result, result.weight > Elaborated.maximumWeight else { return result }
        report(.tooMuchWork, syntax.range)
        return nil
    }

    private mutating func meaning(of syntax: ExpressionSyntax, _ context: Context) -> Elaborated? {
        var inner = context
        inner.allowsUnescaped = false
        switch syntax.kind {
        case .invalid: return nil
        case .number(let text):
            guard let number = ExactDecimal(text) else {
                report(.badSetting("a number", "of at most 38 digits"), syntax.range)
                return nil
            }
            return Elaborated(value: .literal(.number(number)), type: number.scale == 0 ? .integer : .decimal)
        case .boolean(let value): return Elaborated(value: .literal(.boolean(value)), type: .boolean)
        case .text(let pieces): return elaborate(text: pieces, inner)
        case .name(let names): return resolve(names, syntax.range, inner)
        case .list(let elements): return elaborate(list: elements, inner)
        case .each(let variable, let list, let yield): return elaborate(each: variable, list, yield, inner)
        case .object(let lines):
            guard context.isJSON else {
                report(.objectOutsideJSON, syntax.range)
                return nil
            }
            return elaborate(object: lines, context)
        case .json(let value):
            inner.isJSON = true
            return elaborate(value, inner)?.map(.text) { .json($0) }
        case .choose(let branches, let otherwise): return elaborate(branches, otherwise, syntax.range, inner)
        case .pipeline(let value, let steps): return elaborate(value, steps, context)
        case .fallback(let values):
            let parts = values.map { elaborate($0, inner) }
            return unite(parts, values.map(\.range)).map { united in
                united.map { _ in .fallback(parts.compactMap { $0?.value }) }
            }
        }
    }

    /// One value that has what all parts have; nil when a part has a mistake or the types do not go together.
    mutating func unite(_ parts: [Elaborated?], _ ranges: [SourceRange]) -> Elaborated? {
        guard var result = parts.first ?? nil, !parts.contains(where: { $0 == nil }) else { return nil }
        for (part, range) in zip(parts, ranges).dropFirst() {
            guard let part else { return nil }
            guard let type = result.type.united(with: part.type) else {
                report(.cannotCompare(result.type, part.type), range)
                return nil
            }
            result.type = type
            result.merge(part)
        }
        return result
    }

    private mutating func elaborate(text pieces: [TextPieceSyntax], _ context: Context) -> Elaborated? {
        var result = Elaborated(value: .literal(.text("")), type: .text)
        var values: [PostbackExpression] = []
        var isComplete = true
        for piece in pieces {
            switch piece {
            case .literal(let literal, let range):
                checkPlaceholders(literal, range)
                values.append(.literal(.text(literal)))
            case .hole(let syntax):
                guard let hole = elaborate(syntax, context) else {
                    isComplete = false
                    continue
                }
                if !hole.type.isWritableAsText {
                    report(
                        .cannotStand(hole.type, position: Position.value.name, hint: hole.type.conversionHint),
                        syntax.range)
                    isComplete = false
                }
                result.merge(hole)
                values.append(hole.value)
            }
        }
        guard isComplete else { return nil }
        switch values.count {
        case 0: break
        case 1: result.value = values[0]
        default: result.value = .text(values)
        }
        return result
    }

    /// Placeholders of other platforms that were copied along.
    private mutating func checkPlaceholders(_ text: String, _ range: SourceRange) {
        let forms = [
            /\$\{[^{}]*\}/, /\{\{[^{}]*\}\}/, /%%\w+%%/, /__[A-Z][A-Z0-9_]*__/, /\[[A-Z][A-Z0-9_]+\]/, /\{[a-z_.]+\}/,
        ]
        for form in forms {
            if let match = text.firstMatch(of: form) { return report(.foreignPlaceholder(String(match.output)), range) }
        }
    }

    private mutating func elaborate(list elements: [ElementSyntax], _ context: Context) -> Elaborated? {
        var result = Elaborated(value: .list([]), type: .list(.text))
        var compiled: [PostbackElement] = []
        var element: ValueType?
        var isComplete = true
        for syntax in elements {
            guard let value = elaborate(syntax.value, context) else {
                isComplete = false
                continue
            }
            if !value.type.canStand(at: .json) {
                report(
                    .cannotStand(value.type, position: "a list", hint: value.type.conversionHint), syntax.value.range)
                isComplete = false
            }
            result.merge(value)
            element = element.map { $0.united(with: value.type) ?? .scalar } ?? value.type
            compiled.append(PostbackElement(value.value, presence: LinePresence(syntax.presence)))
        }
        guard isComplete else { return nil }
        result.value = .list(compiled)
        result.type = .list(element ?? .text)
        return result
    }

    private mutating func elaborate(
        each variable: Name, _ list: ExpressionSyntax, _ yield: ExpressionSyntax, _ context: Context
    ) -> Elaborated? {
        guard let listValue = elaborate(list, context) else { return nil }
        guard case .list(let element) = listValue.type else {
            report(.notAList(listValue.type), list.range)
            return nil
        }
        guard checkName(variable, taken: context.variables[variable.text] != nil) else { return nil }
        guard context.variables.count < 2 else {
            report(.loopsTooDeep, variable.range)
            return nil
        }
        var inner = context
        var listName: String?
        if case .macro(let name) = listValue.value { listName = name }
        inner.variables[variable.text] = (element, listName)
        guard var value = elaborate(yield, inner) else { return nil }
        if !value.type.canStand(at: .json) {
            report(.cannotStand(value.type, position: "a list", hint: value.type.conversionHint), yield.range)
            return nil
        }
        value.merge(listValue)
        let type = value.type
        return value.map(.list(type)) { .each(variable: variable.text, in: listValue.value, yield: $0) }
    }

    private mutating func elaborate(object lines: [LineSyntax], _ context: Context) -> Elaborated? {
        var sink = LineSink()
        var inner = context
        inner.position = .json
        sink.path = context.path
        let compiled = elaborate(lines, inner, &sink)
        var result = Elaborated(value: .object(compiled), type: .object)
        result.merge(sink.disclosed)
        return sink.isComplete ? result : nil
    }

    private mutating func elaborate(
        _ branches: [BranchSyntax], _ otherwise: ExpressionSyntax?, _ range: SourceRange, _ context: Context
    ) -> Elaborated? {
        guard !branches.isEmpty else {
            report(.branchNotTotal, range)
            return nil
        }
        var conditions: [PostbackCondition] = []
        var parts: [Elaborated?] = []
        var isComplete = true
        for branch in branches {
            if let condition = elaborate(branch.condition, context) {
                conditions.append(condition)
            } else {
                isComplete = false
            }
            parts.append(elaborate(branch.value, context))
        }
        let ranges = branches.map(\.value.range) + [range]
        let last = otherwise.map { elaborate($0, context) }
        guard isComplete, let united = unite(parts + (last.map { [$0] } ?? []), ranges) else { return nil }
        let values = zip(conditions, parts).compactMap { condition, part in
            part.map { PostbackBranch(condition, $0.value) }
        }
        return united.map { _ in .choose(values, otherwise: (last ?? nil)?.value) }
    }
}

extension LinePresence {
    init(_ syntax: PresenceSyntax) {
        switch syntax {
        case .optional: self = .optional
        case .required: self = .required
        case .keep: self = .keepEmpty
        case .keepNull: self = .keepNull
        }
    }
}
