import PostbackLanguage
import PostbackTemplate

/// Entries of an open map.
extension PartnerCompiler {
    /// Those that `only` and `without` leave of an open map.
    mutating func elaborate(
        _ selection: OpenMapEntries.Step, _ step: StepSyntax, _ value: Elaborated
    ) -> OpenMapEntries? {
        guard case .entries(var entries) = value.value, entries.names.isEmpty else {
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
        guard shared.lines[name.text] == nil,
            case .entries? = (context.definitions[name.text] ?? definitions[name.text])?.value
        else { return false }
        return true
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
        if case .definition(let name) = value.value, let named = context.definitions[name] ?? definitions[name] {
            value.value = named.value
        }
        guard case .entries(let entries) = value.value else {
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
