import PostbackLanguage
import PostbackTemplate

/// Entries of an open map.
extension PartnerCompiler {
    /// Those that `only` and `without` leave of an open map.
    mutating func elaborate(
        _ selection: OpenMapEntries.Step, _ step: StepSyntax, _ value: Elaborated, _ context: Context
    ) -> OpenMapEntries? {
        guard var entries = self.entries(value.value, context), entries.names.isEmpty else {
            report(
                .transformInput(
                    transform: selection.rawValue, takes: "the entries of an open map", type: value.type,
                    hint: nil), step.range)
            return nil
        }
        let names = step.arguments.compactMap { argument -> String? in
            if case .text(let text)? = argument.literal, !text.isEmpty { text } else { nil }
        }
        guard !names.isEmpty, names.count == step.arguments.count else {
            report(
                .argumentType(transform: selection.rawValue, parameter: "name", wanted: "texts in quotes"), step.range)
            return nil
        }
        entries.names = names
        entries.leavesOut = selection == .without
        return entries
    }
}

/// Entries that stand among the lines of a block.
extension PartnerCompiler {
    /// Whether a name stands for entries of an open map, and for no lines.
    func holdsEntries(_ name: Name, _ context: Context) -> Bool {
        shared.lines[name.text] == nil && entries(.definition(name.text), context) != nil
    }

    /// The entries that a value is, by whatever names; nil for another value.
    private func entries(_ value: PostbackExpression, _ context: Context) -> OpenMapEntries? {
        switch value {
        case .entries(let entries): entries
        // A name is only known behind what it stands for.
        case .definition(let name):
            (context.definitions[name] ?? definitions[name]).flatMap { entries($0.value, context) }
        default: nil
        }
    }

    /// Lines in which no entry has the name of a key that the file writes in the block, though no event may have that line.
    static func entries(in lines: [PostbackLine], beside sink: BlockResult) -> [PostbackLine] {
        guard sink.entries != nil else { return lines }
        let gone = sink.written.subtracting(lines.keys).sorted()
        func kept(_ line: PostbackLine) -> PostbackLine {
            switch line {
            case .pair(let key, .entries(let entries), let presence) where !key.isWritten:
                .pair(key, .entries(entries.beside(gone)), presence: presence)
            case .when(let condition, let first, let otherwise):
                .when(condition, first.map(kept), otherwise: otherwise.map(kept))
            case .pair, .each: line
            }
        }
        return gone.isEmpty ? lines : lines.map(kept)
    }

    /// The line that stands for a pair of each entry.
    mutating func elaborate(
        entries syntax: ExpressionSyntax, _ context: Context, _ sink: inout BlockResult
    ) -> PostbackLine? {
        guard let line = line(entries: syntax, context, &sink) else {
            sink.isComplete = false
            return nil
        }
        return line
    }

    private mutating func line(
        entries syntax: ExpressionSyntax, _ context: Context, _ sink: inout BlockResult
    ) -> PostbackLine? {
        guard var value = elaborate(syntax, context) else { return nil }
        guard let entries = entries(value.value, context) else {
            report(.entriesOfNothing(type: value.type), syntax.range)
            return nil
        }
        guard [.json, .query, .form, .matrix].contains(sink.position) else {
            report(.entriesMisplaced(position: sink.position.traits.name), syntax.range)
            return nil
        }
        guard sink.loops.isEmpty else {
            report(.entriesOfEveryElement, syntax.range)
            return nil
        }
        if let first = sink.entries {
            report(.entriesTwice, syntax.range, related: label(first, "included here"))
            return nil
        }
        sink.entries = syntax.range
        if sink.hasNumberedKeys { report(.entriesBesideNumbers, syntax.range) }
        if sink.hasBareValues { report(.entriesBesideBare, syntax.range) }
        for name in entries.leavesOut ? [] : entries.names {
            if let first = sink.keys.updateValue(syntax.range, forKey: name) {
                report(.duplicateKey(key: name), syntax.range, related: label(first, "first set here"))
            }
        }
        // Of an entry all that is known is that it is one value.
        value.type = .scalar
        guard check(value, syntax.range, at: sink.position, isInsecure: false) else { return nil }
        var place = sink.place
        place.keys.append(LineKey.none.name(beside: .entries(entries)))
        lines[place] = source.line(at: syntax.range.start)
        sink.disclosed.merge(value)
        return .pair(.none, .entries(entries))
    }
}

extension OpenMapEntries {
    /// The steps that select entries.
    enum Step: String {
        case only, without
    }
}
