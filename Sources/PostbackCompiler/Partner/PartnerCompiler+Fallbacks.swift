import PostbackLanguage
import PostbackTemplate

/// What the alternatives of a value say together.
extension PartnerCompiler {
    /// Reports what can never be used because a value in front of it is always there.
    mutating func checkFallbacks(_ parts: [Elaborated?], _ values: [ExpressionSyntax]) {
        for (index, part) in parts.dropLast().enumerated() {
            guard let part, let why = alwaysPresent(part.value) else { continue }
            return report(.unreachableFallback(why: why), values[index + 1].range)
        }
        checkSteps(of: parts, values)
    }

    /// Reports steps behind the last alternative that were meant for all of them.
    private mutating func checkSteps(of parts: [Elaborated?], _ values: [ExpressionSyntax]) {
        guard case .pipeline(let head, let steps)? = values.last?.kind, let first = steps.first, let last = steps.last
        else { return }
        // How it would be written for all of them; not where others have steps of their own.
        let isPlain = values.dropLast().allSatisfy { if case .pipeline = $0.kind { false } else { true } }
        let heads = (values.dropLast().map(\.range) + [head.range]).map { source.text(in: $0) }
        let text = source.text(in: SourceRange(first.range.start, last.range.end))
        let united = isPlain && !text.contains("\n") ? "(\(heads.joined(separator: " ?? "))) | \(text)" : nil
        if head.statedLiteral != nil {
            report(.stepsOnLiteral(united: united), SourceRange(first.range.start, last.range.end))
        }
        let hashed = personal(parts.reduce(into: []) { $0.formUnion($1?.hashed ?? []) })
        for (part, value) in zip(parts, values) where !hashed.isEmpty {
            let readable = personal(part?.raw ?? [])
            guard !readable.isEmpty else { continue }
            report(.mixedHashing(readable: readable, hashed: hashed, united: united), value.range)
        }
    }

    /// Those that tell who a person or which a device is, sorted.
    private func personal(_ macros: Set<String>) -> [String] {
        macros.filter { name in
            let classes = catalogue.definition(name)?.classes ?? []
            return classes.contains(.identifier) || classes.contains(.contact)
        }.sorted()
    }
}
