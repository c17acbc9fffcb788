/// The forms in which findings are printed.
public enum DiagnosticFormat: String, CaseIterable, Sendable {
    /// For people: the source line, a caret under the place, and what helps.
    case human
    /// `file:line:column: severity: message [code]`.
    case line
    /// One JSON array.
    case json
    /// Workflow commands that annotate a change.
    case github
    /// SARIF 2.1.0.
    case sarif
}

/// Prints findings with the sources they are about.
public struct DiagnosticPrinter: Sendable {
    let sources: [String: SourceFile]
    let isColoured: Bool

    /// Creates a printer; `sources` are found by their paths.
    public init(sources: [SourceFile], isColoured: Bool = false) {
        self.sources = Dictionary(sources.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        self.isColoured = isColoured
    }

    /// The findings in one of the forms, sorted, each once, with a line break at the end unless it is empty.
    public func print(_ diagnostics: [Diagnostic], as format: DiagnosticFormat) -> String {
        let sorted = diagnostics.sortedAndUnique()
        switch format {
        case .human: return sorted.map(human).joined(separator: "\n")
        case .line: return sorted.map { line($0) + "\n" }.joined()
        case .github: return sorted.map { github($0) + "\n" }.joined()
        case .json: return json(sorted) + "\n"
        case .sarif: return sarif(sorted) + "\n"
        }
    }

    func location(_ file: String, _ offset: Int) -> SourceFile.Location {
        sources[file]?.location(at: offset) ?? SourceFile.Location(line: 1, column: 1)
    }

    private func line(_ diagnostic: Diagnostic) -> String {
        let place = location(diagnostic.file, diagnostic.range.start)
        let severity = diagnostic.rule.severity.rawValue
        // One line each, whatever a file is called.
        let text = "\(diagnostic.file):\(place.line):\(place.column): \(severity): \(sentence(diagnostic))"
        return text.map { $0.isNewline ? " " : String($0) }.joined() + " [\(diagnostic.rule.code)]"
    }

    private func github(_ diagnostic: Diagnostic) -> String {
        let start = location(diagnostic.file, diagnostic.range.start)
        let end = location(diagnostic.file, diagnostic.range.end)
        func escaped(_ text: String, _ more: Bool = false) -> String {
            var result = text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
            if more { result = result.replacing(":", with: "%3A").replacing(",", with: "%2C") }
            return result
        }
        return "::\(diagnostic.rule.severity.rawValue) file=\(escaped(diagnostic.file, true)),line=\(start.line),"
            + "endLine=\(end.line),col=\(start.column),endColumn=\(end.column),"
            + "title=\(escaped(diagnostic.rule.code, true))::\(escaped(sentence(diagnostic)))"
    }

    /// The message with what was probably meant, the change that mends it, and what helps.
    func sentence(_ diagnostic: Diagnostic) -> String {
        let help = diagnostic.suggestion.map { "did you mean '\($0)'?" } ?? diagnostic.fix.map { "fix: \($0.title)" }
        return ([diagnostic.message] + [help].compactMap(\.self) + diagnostic.notes).joined(separator: "; ")
    }
}
