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

extension OpenMapEntries {
    /// The steps that select entries.
    enum Step: String {
        case only, without
    }
}
