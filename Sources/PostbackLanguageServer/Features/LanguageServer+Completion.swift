import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate

extension LanguageServer {
    /// What can be written at a place: words of the language, and names that fit there.
    func completion(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let (file, offset) = try place(params)
        guard let source = file.source, file.kind != .contract else { return .array([]) }
        workspace.updateSchema()
        guard !isInText(offset, file.tokens, source) else { return .array([]) }
        let site = CompletionSite(source, file.tokens, at: offset, file.kind, schema: workspace.schema)
        var items = Completions(workspace: workspace, file: file, syntax: site.syntax).items(for: site)
        // Where values stand, the words that could stand there are the same everywhere.
        let rank = site.name?.isValue == true ? 3 : 1
        items += fitting(site).sorted().map { CompletionItem(text: $0, kind: .keyword, rank: rank) }
        var seen: Set<String> = []
        items = items.filter { seen.insert($0.text).inserted }
        let range = file.document.range(site.range, client.encoding)
        return .members([
            "isIncomplete": .boolean(false),
            "items": .array(items.map { $0.json(range, markup($0.documentation), client) }),
        ])
    }

    /// The words of the language that fit: where a literal stands, none that computes.
    private func fitting(_ site: CompletionSite) -> Set<String> {
        guard case .literal? = site.name else { return site.words }
        return site.words.intersection(["absent", "skip", "true", "false"])
    }

    /// Whether an offset is in a text, outside of its holes, or in a comment: there people write what they like.
    private func isInText(_ offset: Int, _ tokens: [SourceToken], _ source: SourceFile) -> Bool {
        tokens.contains { token in
            switch token.kind {
            case .text: token.range.start < offset && offset < token.range.end && !isInOpenHole(offset, token, source)
            case .comment: token.range.start < offset && offset <= token.range.end
            case .word, .number, .mark: false
            }
        }
    }

    /// Whether a hole that is not closed yet stands in front of an offset of a text, on its line.
    private func isInOpenHole(_ offset: Int, _ token: SourceToken, _ source: SourceFile) -> Bool {
        // Between three quotes braces are what they are.
        guard !source.bytes[token.range.start...].starts(with: [0x22, 0x22, 0x22]) else { return false }
        var isOpen = false
        var isEscaped = false
        for byte in source.bytes[token.range.start..<offset] {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "{"): isOpen = true
            case UInt8(ascii: "}"), UInt8(ascii: "\n"): isOpen = false
            default: break
            }
        }
        return isOpen
    }
}
