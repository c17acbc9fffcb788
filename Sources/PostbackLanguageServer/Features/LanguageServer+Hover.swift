import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate

extension LanguageServer {
    /// What stands at a place, and what its line becomes with samples.
    func hover(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let (file, offset) = try place(params)
        let occurrence = workspace.symbols(of: file).occurrence(at: offset)
        let what = occurrence.flatMap { describe($0, file) }
        let line = renders(file, offset)
        let text = SymbolText.paragraphs([what, line].compactMap(\.self))
        guard !text.isEmpty else { return .null }
        return .members([
            "contents": markup(text),
            "range": occurrence.map { file.document.range($0.range, client.encoding) },
        ])
    }

    /// Markdown, or plain text for a client that shows no other.
    func markup(_ text: String) -> JSONValue {
        .members([
            "kind": .string(client.showsMarkdown ? "markdown" : "plaintext"),
            "value": .string(client.showsMarkdown ? text : SymbolText.plain(text)),
        ])
    }

    /// What a symbol is; nil where there is nothing to say.
    func describe(_ occurrence: Occurrence, _ file: WorkspaceFile) -> String? {
        workspace.update(file)
        let words = SymbolText(schema: workspace.schema)
        let catalogue = workspace.schema.catalogue
        let name = occurrence.symbol.name
        switch occurrence.symbol.kind {
        case .macro: return catalogue.definition(name).map(words.text)
        case .event:
            if let kind = catalogue.kinds.first(where: { $0.name == name }) { return words.text(kind, isKind: true) }
            return catalogue.events.first { $0.name == name }.map { words.text($0, isKind: false) }
        case .transform: return TransformName(rawValue: name).map(words.text) ?? SymbolText.steps[name]
        case .field:
            if let field = file.partner?.partner?.template.fields.first(where: { $0.id == name }) {
                return SymbolText.text(field)
            }
            return declaration(occurrence.symbol, file)
        case .definition, .variable:
            let type = file.source.flatMap {
                PartnerCompiler.site(at: occurrence.range.start, in: $0, schema: workspace.schema)?.type
            }
            let typed = type.map { "`\(name)` : `\($0.name)`" } ?? ""
            return SymbolText.paragraphs([typed, declaration(occurrence.symbol, file) ?? ""])
        case .shared, .map, .endpoint: return declaration(occurrence.symbol, file)
        case .code: return DiagnosticRule.rule(name).map(SymbolText.text)
        case .system: return SystemValue(rawValue: String(name.dropFirst(7))).map { "`\(name)` : `\($0.type.name)`" }
        case .platform: return Platform(rawValue: name).map { "platform `\(name)`: \($0.displayName)" }
        case .partner, .key, .setting: return nil
        }
    }

    /// The source of a declaration, its first lines.
    private func declaration(_ symbol: Symbol, _ file: WorkspaceFile) -> String? {
        guard let source = file.source, let place = workspace.symbols(of: file).declarations(of: symbol).first else {
            return nil
        }
        let first = source.line(at: place.range.start)
        let item = workspace.symbols(of: file).syntax?.items.first {
            $0.range.start <= place.range.start && place.range.end <= $0.range.end
        }
        // A name of a block is shown with its own line, one of the file with the declaration.
        let last =
            symbol.scope == nil && symbol.kind != .variable
            ? item.map { source.line(at: $0.range.end) } ?? first : first
        let lines = (first...max(first, min(last, first + 14))).map { source.text(in: source.range(ofLine: $0)) }
        let rest = last > first + 14 ? ["…"] : []
        return SymbolText.code((lines + rest).joined(separator: "\n"))
    }

    /// What the line of an offset becomes in the requests of its postbacks.
    private func renders(_ file: WorkspaceFile, _ offset: Int) -> String? {
        guard let samples = samples(of: file), let source = file.source else { return nil }
        let found = samples.samples(ofLine: source.line(at: offset))
        guard !found.isEmpty else { return nil }
        let texts = found.prefix(4).map { postback, sample in
            switch sample {
            case .written(let text): "- `\(postback)`: `\(LineSamples.shortened(text.replacing("`", with: "'")))`"
            case .absent(let reason): "- `\(postback)`: left out, \(reason)"
            }
        }
        return "with samples\n" + texts.joined(separator: "\n")
    }

    /// What the lines of a partner file become; nil for one that does not compile.
    func samples(of file: WorkspaceFile) -> LineSamples? {
        if let samples = file.samples { return samples }
        workspace.update(file)
        guard let partner = file.partner?.partner else { return nil }
        let samples = LineSamples(partner, catalogue: workspace.schema.catalogue)
        file.samples = samples
        return samples
    }
}
