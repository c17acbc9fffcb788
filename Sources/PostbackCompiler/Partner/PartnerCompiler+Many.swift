import Foundation
public import PostbackLanguage

extension PartnerCompiler {
    /// Compiles many partner files, on every core at once; results are in the order of the files.
    ///
    /// `today`, as `2026-11-23`, is the day on which allowances are judged; without it none has expired.
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
        return checkNames(results.all)
    }

    /// What compiling the files of a project one by one gives, with what only all of them together show.
    ///
    /// Two partners that become one type of generated Swift: the one whose id comes later is in error.
    package static func checkNames(
        _ results: [(partner: CompiledPartner?, diagnostics: [Diagnostic])]
    ) -> [(partner: CompiledPartner?, diagnostics: [Diagnostic])] {
        var results = results
        var scope = SwiftScope.partners
        var taken: [String: CompiledPartner] = [:]
        let order = results.indices.sorted { left, right in
            results[left].partner?.template.id ?? "" < results[right].partner?.template.id ?? ""
        }
        for index in order {
            guard let partner = results[index].partner else { continue }
            let id = partner.template.id
            if let other = taken[id] {
                results[index].diagnostics.report(
                    .duplicate(what: "partner", name: id), file: partner.source.path, range: partner.idRange,
                    related: [.init(file: other.source.path, range: other.idRange, message: "the other is here")])
                results[index].partner = nil
                continue
            }
            guard let clash = scope.take(SwiftName.type(id), for: id) else {
                taken[id] = partner
                continue
            }
            let other = clash.other.flatMap { taken[$0] }
            results[index].diagnostics.report(
                clash, name: id, file: partner.source.path, range: partner.idRange,
                other: other.map { ($0.source.path, $0.idRange) })
            results[index].partner = nil
        }
        return results
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
