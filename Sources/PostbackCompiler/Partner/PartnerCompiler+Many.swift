import Foundation
public import PostbackLanguage

extension PartnerCompiler {
    /// Compiles many partner files, on every core at once; results are in the order of the files.
    ///
    /// - Parameter today: the day on which allowances are judged, as `2026-11-23`; without it none has expired.
    public static func compile(
        _ sources: [SourceFile], schema: CompiledSchema, today: String? = nil
    ) -> [(partner: CompiledPartner?, diagnostics: [Diagnostic])] {
        // Files are small; taken one by one, handing them out would cost more than some of them.
        let size = max(1, min(64, sources.count / 16))
        let chunks = stride(from: 0, to: sources.count, by: size).map { $0..<min($0 + size, sources.count) }
        let results = Results(count: chunks.count)
        DispatchQueue.concurrentPerform(iterations: chunks.count) { index in
            results.set(chunks[index].map { compile(sources[$0], schema: schema, today: today) }, at: index)
        }
        return results.all
    }

    /// What came of each chunk.
    private final class Results: @unchecked Sendable {
        private let lock = NSLock()
        private var values: [[(partner: CompiledPartner?, diagnostics: [Diagnostic])]]

        init(count: Int) {
            values = Array(repeating: [], count: count)
        }

        func set(_ value: [(partner: CompiledPartner?, diagnostics: [Diagnostic])], at index: Int) {
            lock.withLock { values[index] = value }
        }

        var all: [(partner: CompiledPartner?, diagnostics: [Diagnostic])] { lock.withLock { values.flatMap { $0 } } }
    }
}
