import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    func formatting(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        return edits(changes(of: file), file.document)
    }

    /// Changes of the lines that a range has a part in: what the whole file's form is decides what they become.
    func rangeFormatting(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        let document = file.document
        let range = try document.range(params["range"], client.encoding)
        let first = document.lines.bounds(ofLine: document.lines.line(of: range.start), in: document.bytes).lowerBound
        let last = document.lines.bounds(ofLine: document.lines.line(of: range.end), in: document.bytes).upperBound
        let inside = changes(of: file).filter { $0.range.start <= last && $0.range.end >= first }
        return edits(inside, document)
    }

    /// What brings a file into its canonical form; nothing for a file with a mistake in its form, and for a contract.
    private func changes(of file: WorkspaceFile) -> [DiagnosticFix.Edit] {
        guard file.kind != .contract, let source = file.source, let text = SourceFormatter.format(source).text else {
            return []
        }
        return TextChanges.between(source.bytes, Array(text.utf8))
    }

    /// Edits as clients take them.
    func edits(_ edits: [DiagnosticFix.Edit], _ document: TextDocument) -> JSONValue {
        .array(
            edits.map { edit in
                .members([
                    "range": document.range(edit.range, client.encoding), "newText": .string(edit.replacement),
                ])
            })
    }
}
