import PostbackCompiler
import PostbackLanguage
import PostbackTemplate

/// Signals and classifications of the schemas, which hold for every partner.
extension BreakingReport {
    /// Compares the schemas with those of the integrations in use, where they are known.
    mutating func compareCatalogues() {
        guard let old = former.catalogue else { return }
        for signal in old.signals {
            let now = catalogue.signals.filter { $0.macro == signal.macro && $0.value == signal.value }
            let lost = signal.withholds.subtracting(now.reduce(into: []) { $0.formUnion($1.withholds) })
            guard !lost.isEmpty else { continue }
            let classes = lost.members.map(\.rawValue)
            note(.signalRemoved(macro: signal.macro, value: signal.value, classes: classes), at: signal.macro)
        }
        for macro in old.macros {
            guard let now = catalogue.definition(exactly: macro.name) else { continue }
            let lost = macro.classes.subtracting(now.classes)
            guard !lost.isEmpty else { continue }
            note(.classRemoved(macro: macro.name, classes: lost.members.map(\.rawValue)), at: macro.name)
        }
    }

    private mutating func note(_ finding: Finding, at macro: String) {
        let file = project.sources.first { $0.path.hasSuffix(".schema") && $0.text.contains("macro \(macro) ") }
        var range = SourceRange(0, 0)
        if let file, let place = file.text.range(of: "macro \(macro) ") {
            let start = file.text.utf8.distance(from: file.text.startIndex, to: place.lowerBound)
            range = SourceRange(start, start + "macro \(macro)".utf8.count)
        }
        var diagnostic = Diagnostic(finding, file: file?.path ?? "Schemas", range: range)
        diagnostic.notes.append("it holds for every partner")
        entries.append(
            Entry(
                partner: "", former: "", diagnostic: diagnostic, witness: nil,
                change: IntegrationChange(finding: finding)))
    }
}
