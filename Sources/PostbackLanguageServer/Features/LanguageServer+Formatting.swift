import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    /// What brings a file into its canonical form; nothing for a file with a mistake in its form, and for a contract.
    func formatting(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        guard let (source, form) = canonical(file) else { return .array([]) }
        return edits(TextChanges.between(source.bytes, Array(form.utf8)), file.document)
    }

    /// Changes of the lines that a range has a part in, where those alone leave a text that means the same.
    func rangeFormatting(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        let document = file.document
        let range = try document.range(params["range"], client.encoding)
        let first = document.lines.bounds(ofLine: document.lines.line(of: range.start), in: document.bytes).lowerBound
        let last = document.lines.bounds(ofLine: document.lines.line(of: range.end), in: document.bytes).upperBound
        guard let (source, form) = canonical(file) else { return .array([]) }
        var wanted = SourceRange(first, max(first, last))
        // A text of several lines is indented as a whole.
        for token in file.tokens where token.kind == .text {
            let isInside = token.range.start <= wanted.end && wanted.start <= token.range.end
            if isInside, source.line(at: token.range.start) != source.line(at: token.range.end) {
                wanted = wanted.union(token.range)
            }
        }
        let all = TextChanges.between(source.bytes, Array(form.utf8))
        let inside = all.flatMap { TextChanges.byLine($0, of: source) }.filter { edit in
            edit.range.start == edit.range.end
                ? wanted.start <= edit.range.start && edit.range.start <= wanted.end
                : edit.range.start <= wanted.end && wanted.start < edit.range.end
        }
        let partly = SourceFile(path: source.path, text: inside.applied(to: source))
        guard SourceFormatter.format(partly).text == form else { return .array([]) }
        return edits(inside, document)
    }

    /// A file with its canonical form; nil for one that has none.
    private func canonical(_ file: WorkspaceFile) -> (source: SourceFile, form: String)? {
        guard file.kind != .contract, let source = file.source, let form = SourceFormatter.format(source).text else {
            return nil
        }
        return (source, form)
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
