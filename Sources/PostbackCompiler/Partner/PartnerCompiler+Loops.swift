import PostbackLanguage
import PostbackTemplate

/// What a `for` says, and what stands inside it.
struct Walk {
    var loop: ItemLoop
    /// The list with what it discloses.
    var list: Elaborated
    /// The macro of the list, where it is one of items.
    var listName: String?
    /// What can be named inside.
    var context: Context
}

extension PartnerCompiler {
    /// The meaning of a `for`; nil after its mistakes have been reported.
    mutating func open(_ syntax: LoopSyntax, _ context: Context) -> Walk? {
        var outside = context
        outside.structure = nil
        guard let list = elaborate(syntax.list, outside) else { return nil }
        guard case .list(let element) = list.type else {
            report(.notAList(type: list.type), syntax.list.range)
            return nil
        }
        guard element != .object else {
            report(.cannotStand(type: .object, position: "a list that is gone through", hint: nil), syntax.list.range)
            return nil
        }
        guard context.loops < 2 else {
            report(.loopsTooDeep, syntax.variable.range)
            return nil
        }
        var inner = context
        inner.loops += 1
        let listName = list.value.listMacro { (context.definitions[$0] ?? definitions[$0])?.value }
        guard declare(syntax.variable, (element, listName), &inner) else { return nil }
        // What stands in the list is looked at where the variable leaves.
        inner.carried[syntax.variable.text] = element == .item ? nil : list
        if let number = syntax.number {
            guard declare(number, (.integer, nil), &inner) else { return nil }
            inner.numbers.insert(number.text)
        }
        let loop = ItemLoop(
            syntax.variable.text, number: syntax.number?.text, first: syntax.first, in: list.value)
        return Walk(loop: loop, list: list, listName: listName, context: inner)
    }

    private mutating func declare(
        _ name: Name, _ variable: (type: ValueType, list: String?), _ context: inout Context
    ) -> Bool {
        let isTaken =
            context.variables[name.text] != nil || context.definitions[name.text] != nil
            || definitions[name.text] != nil
        guard checkName(name, taken: isTaken) else { return false }
        context.variables[name.text] = variable
        scopes.variables.reset(name.text)
        return true
    }

    /// Reports the variables of a `for` that nothing inside it uses.
    mutating func close(_ syntax: LoopSyntax) {
        // A loop may be after the numbers alone.
        let name = syntax.number ?? syntax.variable
        if !scopes.variables.isUsed(name.text) { report(.unused(what: "variable", name: name.text), name.range) }
    }

    /// Lines that count once for each element.
    mutating func elaborate(
        _ syntax: LoopSyntax, _ lines: Braced<LineSyntax>, _ range: SourceRange, _ context: Context,
        _ sink: inout BlockResult
    ) -> PostbackLine? {
        let keys = sink.position.traits.keys
        guard keys != .header, keys != .mark else {
            report(.cannotRepeat(position: sink.position.traits.name), range)
            return nil
        }
        guard let walk = open(syntax, context) else { return nil }
        sink.disclosed.merge(walk.list)
        sink.loops.append(syntax.number?.text)
        let inner = elaborate(lines, walk.context, &sink)
        sink.loops.removeLast()
        close(syntax)
        return .each(walk.loop, inner)
    }

    /// The key of a line; nil after its mistakes have been reported.
    mutating func elaborate(key: Name, _ context: Context, _ sink: BlockResult) -> LineKey? {
        var pieces: [LineKey.Piece] = []
        for piece in key.pieces ?? [.text(key.text)] {
            switch piece {
            case .text(let text): pieces.append(.text(text))
            case .hole(let name):
                guard context.numbers.contains(name.text) else {
                    report(.holeInKey(name: name.text), name.range)
                    return nil
                }
                scopes.variables.use(name.text)
                pieces.append(.number(name.text))
            }
        }
        let traits = sink.position.traits
        // A JSON object has each key once.
        let isCounted = sink.loops.allSatisfy { number in
            number.map { number in pieces.contains { $0 == .number(number) } } ?? false
        }
        if traits.keys == .member, !isCounted { report(.keyOfEveryElement(key: key.text), key.range) }
        guard key.isBare else { return LineKey(pieces) }
        for case .text(let text) in pieces {
            // Brackets are what bare keys are for.
            checkLiteral(text.replacing("[", with: ".").replacing("]", with: "."), key.range)
            if !checkBare(text, traits.structuralCharacters, sink.position, key.range) { return nil }
            if text.isEmpty || sink.assignment.map({ text.contains($0) }) == true {
                report(.separatorInKey(key: key.text), key.range)
                return nil
            }
        }
        return LineKey(pieces, isBare: true)
    }

    /// A text of which the file's own part stands as it is.
    mutating func elaborate(bare syntax: ExpressionSyntax, _ range: SourceRange, _ context: Context) -> Elaborated? {
        guard let possible = context.structure, let position = context.position else {
            let isPossible = context.position?.traits.structuralCharacters != nil
            report(.bareMisplaced(position: isPossible ? nil : context.positionName), range)
            return nil
        }
        var inner = context
        inner.structure = nil
        inner.allowsUnescaped = false
        let pieces: [TextPieceSyntax] =
            switch syntax.kind {
            case .text(let pieces): pieces
            case .block(let text): [.literal(text, syntax.range)]
            default: []
            }
        var result = Elaborated(value: .literal(.text("")), type: .text)
        var values: [PostbackExpression] = []
        var isComplete = true
        for piece in pieces {
            switch piece {
            case .literal(let text, let range):
                if !checkBare(text, possible, position, range) { isComplete = false }
                checkLiteral(text, range)
                values.append(.literal(.text(text)))
            case .hole(let hole):
                guard let value = elaborate(hole, inner) else {
                    isComplete = false
                    continue
                }
                guard value.type.isWritableAsText else {
                    report(
                        .cannotStand(type: value.type, position: Context.text, hint: value.type.conversionHint),
                        hole.range)
                    isComplete = false
                    continue
                }
                if case .literal(let literal) = value.value, !checkBare(literal.text, possible, position, hole.range) {
                    isComplete = false
                }
                result.merge(value)
                values.append(value.value)
            }
        }
        guard isComplete else { return nil }
        // A text in a hole is a value, all of which is encoded.
        let isWhole = if case .text? = values.first { false } else { values.count == 1 }
        result.value = .bare(isWhole ? values[0] : .text(values))
        return result
    }

    /// Whether a text may stand bare; what may not is reported.
    private mutating func checkBare(
        _ text: String, _ possible: String?, _ position: RequestPosition, _ range: SourceRange
    ) -> Bool {
        guard let possible else {
            report(.bareMisplaced(position: position.traits.name), range)
            return false
        }
        guard !position.traits.allowsBare(text, among: possible) else { return true }
        report(.bareForbidden(position: position.traits.name, possible: possible), range)
        return false
    }
}
