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
        inner.structure = nil
        // What is one of several values, or an element, stands where the whole stands.
        var part = inner
        part.structure = context.structure
        switch syntax.kind {
        case .invalid: return nil
        case .number(let text):
            guard let number = ExactDecimal(text) else {
                report(.numberTooLong(number: text), syntax.range)
                return nil
            }
            checkZeros(text, number, syntax.range)
            return Elaborated(value: .literal(.number(number)), type: number.scale == 0 ? .integer : .decimal)
        case .duration(let duration):
            return Elaborated(value: .literal(.number(ExactDecimal(duration.seconds))), type: .integer)
        case .boolean(let value): return Elaborated(value: .literal(.boolean(value)), type: .boolean)
        case .text(let pieces): return elaborate(text: pieces, inner)
        case .block(let text): return elaborate(text: [.literal(text, syntax.range)], inner)
        case .name(let names): return resolve(names, syntax.range, inner)
        case .list(let elements): return elaborate(list: elements, part)
        case .each(let loop, let yield): return elaborate(loop, yield, part)
        case .bare(let text): return elaborate(bare: text, syntax.range, context)
        case .object(let lines):
            guard context.isJSON || context.isNamed else {
                report(.objectOutsideJSON, syntax.range)
                return nil
            }
            return elaborate(object: lines, context)
        case .json(let value):
            inner.isJSON = true
            guard var result = elaborate(value, inner) else { return nil }
            guard result.jsonDepth < 4 else {
                report(.tooMuchWork, syntax.range)
                return nil
            }
            guard result.type != .timestamp, result.type != .list(.item) else {
                report(
                    .cannotStand(type: result.type, position: "JSON", hint: result.type.conversionHint), value.range)
                return nil
            }
            result.jsonDepth += 1
            return result.map(.text) { .json($0) }
        case .choose(let branches): return elaborate(branches, syntax.range, part)
        case .pipeline(let value, let steps): return elaborate(value, steps, context)
        case .fallback(let values):
            let parts = values.map { elaborate($0, part) }
            checkFallbacks(parts, values)
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
                report(.mixedTypes(left: result.type, right: part.type), range)
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
                checkLiteral(literal, range)
                values.append(.literal(.text(literal)))
            case .hole(let syntax):
                if case .literal(.text(let before))? = values.last, before.hasSuffix("$") {
                    let name = source.text(in: syntax.range)
                    let range = SourceRange(syntax.range.start - 2, syntax.range.end + 1)
                    report(foreign("${\(name)}"), range)
                    isComplete = false
                    continue
                }
                guard let hole = elaborate(syntax, context) else {
                    isComplete = false
                    continue
                }
                if !hole.type.isWritableAsText {
                    report(
                        .cannotStand(
                            type: hole.type, position: Context.text,
                            hint: hole.type.conversionHint),
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

    private mutating func elaborate(list elements: [Spanned<ElementSyntax>], _ context: Context) -> Elaborated? {
        var result = Elaborated(value: .list([]), type: .list(.text))
        var compiled: [PostbackElement] = []
        var element: ValueType?
        var isComplete = true
        for syntax in elements.map(\.content) {
            guard let value = elaborate(syntax.value, context) else {
                isComplete = false
                continue
            }
            if !RequestPosition.json.traits.takes(value.type) {
                report(
                    .cannotStand(type: value.type, position: "a list", hint: value.type.conversionHint),
                    syntax.value.range)
                isComplete = false
            }
            checkPresence(syntax, context)
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
        _ loop: LoopSyntax, _ yield: ElementSyntax, _ context: Context
    ) -> Elaborated? {
        guard let walk = open(loop, context) else { return nil }
        guard var value = elaborate(yield.value, walk.context) else { return nil }
        close(loop)
        if !RequestPosition.json.traits.takes(value.type) {
            report(
                .cannotStand(type: value.type, position: "a list", hint: value.type.conversionHint), yield.value.range)
            return nil
        }
        note(value, yield, of: walk.listName, context)
        value.merge(walk.list)
        let type = value.type
        checkPresence(yield, context)
        return value.map(.list(type)) {
            .each(walk.loop, yield: PostbackElement($0, presence: LinePresence(yield.presence)))
        }
    }

    private mutating func checkPresence(_ element: ElementSyntax, _ context: Context) {
        if element.presence == .keepNull, !context.isJSON { report(.nullOutsideJSON(), element.value.range) }
    }

    private mutating func elaborate(object lines: Braced<LineSyntax>, _ context: Context) -> Elaborated? {
        var sink = BlockResult(.json, context.place)
        var inner = context
        inner.position = .json
        let compiled = elaborate(lines, inner, &sink)
        var result = Elaborated(value: .object(Self.entries(in: compiled, beside: sink)), type: .object)
        result.merge(sink.disclosed)
        return sink.isComplete ? result : nil
    }

    private mutating func elaborate(
        _ block: Braced<BranchSyntax>, _ range: SourceRange, _ context: Context
    ) -> Elaborated? {
        var conditions: [PostbackCondition?] = []
        var seen: Set<PostbackCondition> = []
        var isExhausted = false
        func exhausts() -> Finding { .unreachableBranch(why: Self.oneHolds) }
        var values: [(value: Elaborated?, range: SourceRange)] = []
        var otherwise: (value: Elaborated?, range: SourceRange)?
        for branch in block.contents {
            switch branch {
            case .branch(let condition, let value):
                let compiled = elaborate(condition, context)
                if isExhausted {
                    report(exhausts(), value.range)
                } else if let compiled {
                    if !seen.insert(compiled).inserted {
                        report(.unreachableBranch(why: "an earlier branch has the same condition"), value.range)
                    }
                    isExhausted = seen.contains(compiled.opposite)
                }
                conditions.append(compiled)
                values.append((elaborate(value, context), value.range))
            case .otherwise(let value):
                if isExhausted { report(exhausts(), value.range) }
                otherwise = (elaborate(value, context), value.range)
            }
        }
        guard !conditions.isEmpty else {
            report(.emptyChoice, range)
            return nil
        }
        let parts = values + (otherwise.map { [$0] } ?? [])
        let united = unite(parts.map(\.value), parts.map(\.range))
        guard let united, !conditions.contains(nil) else { return nil }
        let all = zip(conditions, values).compactMap { condition, part -> (PostbackCondition, Elaborated)? in
            guard let condition, let value = part.value else { return nil }
            return (condition, value)
        }
        let (kept, last) = fold(all, otherwise: otherwise?.value, context)
        // Of what is never sent nothing is disclosed.
        var result = kept.count == all.count ? united : Elaborated(value: united.value, type: united.type)
        if kept.count != all.count {
            for value in kept.map(\.value) + [last].compactMap(\.self) { result.merge(value) }
        }
        if kept.isEmpty, let last { return result.map { _ in last.value } }
        let branches = kept.map { PostbackBranch($0.condition, $0.value.value) }
        return result.map { _ in .choose(branches, otherwise: last?.value) }
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
