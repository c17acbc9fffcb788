import Foundation
import PostbackLanguage

/// Ends the process with words when something that must hold does not.
func check(_ holds: Bool, _ promise: String) {
    guard !holds else { return }
    FileHandle.standardError.write(Data("broken promise: \(promise)\n".utf8))
    abort()
}

/// Findings have words, lie inside their file, are bounded in number, and can be printed.
func check(_ source: SourceFile, _ diagnostics: [Diagnostic]) {
    check(diagnostics.count <= [Diagnostic].maximumCount + 1, "more findings than are shown")
    for diagnostic in diagnostics {
        let range = diagnostic.range
        let isInside = range.start >= 0 && range.end <= source.bytes.count
        check(isInside, "a finding outside its file: \(diagnostic.rule.code)")
        check(!diagnostic.message.isEmpty, "a finding without words: \(diagnostic.rule.code)")
    }
    let printer = DiagnosticPrinter(sources: [source])
    // One form for each input: printing all five would take most of the time.
    let format = DiagnosticFormat.allCases[source.bytes.count % DiagnosticFormat.allCases.count]
    check(diagnostics.isEmpty || !printer.print(diagnostics, as: format).isEmpty, "nothing printed")
    if let (text, _) = diagnostics.fixing(source) { check(text != source.text, "a fix that changes nothing") }
}

/// What can be read is written in a form that is read without a mistake and written the same again.
func checkFormat(_ source: SourceFile) {
    guard let text = SourceFormatter.format(source).text else { return }
    let (again, diagnostics) = SourceFormatter.format(SourceFile(path: source.path, text: text))
    check(diagnostics.isEmpty, "formatted text that cannot be read:\n\(text)")
    check(again == text, "formatted text that is formatted differently:\n\(text)\n---\n\(again ?? "")")
}
