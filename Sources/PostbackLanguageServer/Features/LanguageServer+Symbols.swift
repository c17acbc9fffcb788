import PostbackLanguage
import PostbackRuntime

/// One entry of a file's outline. Numbers of kinds: Language Server Protocol 3.17, `SymbolKind`.
private struct OutlineEntry {
    var name: String
    var detail: String
    var kind: Int
    var range: SourceRange
    var selection: SourceRange
    var children: [OutlineEntry] = []
}

extension LanguageServer {
    func documentSymbols(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        let entries = outline(of: file)
        guard client.nestsSymbols else {
            return .array(
                entries.flatMap { [$0] + $0.children }.map { entry in
                    .members([
                        "name": .string(entry.name), "kind": .integer(entry.kind),
                        "location": .members([
                            "uri": .string(file.address), "range": file.document.range(entry.range, client.encoding),
                        ]),
                    ])
                })
        }
        return .array(entries.map { json($0, file.document) })
    }

    /// Declarations of all files whose names have the letters of a query in order.
    func workspaceSymbols(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let query = Array((params["query"]?.text ?? "").lowercased())
        var found: [JSONValue] = []
        for file in workspace.files.values.sorted(by: { $0.path < $1.path }) {
            for entry in outline(of: file) where Self.fits(entry.name, query) {
                found.append(
                    .members([
                        "name": .string(entry.name), "kind": .integer(entry.kind),
                        "containerName": .string(file.path),
                        "location": .members([
                            "uri": .string(file.address),
                            "range": file.document.range(entry.selection, client.encoding),
                        ]),
                    ]))
                if found.count == 200 { return .array(found) }
            }
        }
        return .array(found)
    }

    private static func fits(_ name: String, _ query: [Character]) -> Bool {
        var rest = query[...]
        for letter in name.lowercased() where letter == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    private func json(_ entry: OutlineEntry, _ document: TextDocument) -> JSONValue {
        .members([
            "name": .string(entry.name), "detail": .string(entry.detail), "kind": .integer(entry.kind),
            "range": document.range(entry.range, client.encoding),
            "selectionRange": document.range(entry.selection, client.encoding),
            "children": entry.children.isEmpty ? nil : .array(entry.children.map { json($0, document) }),
        ])
    }

    private func outline(of file: WorkspaceFile) -> [OutlineEntry] {
        guard file.kind == .contract, let source = file.source else {
            return workspace.symbols(of: file).syntax?.items.compactMap(Self.entry) ?? []
        }
        let (contract, _) = Parser.parseContract(source)
        return contract.requests.map { request in
            OutlineEntry(
                name: request.content.name.text, detail: "request", kind: 6, range: request.range,
                selection: request.content.name.range)
        }
    }

    private static func entry(_ item: Spanned<DeclarationSyntax>) -> OutlineEntry? {
        func entry(_ name: Name, _ detail: String, _ kind: Int, _ children: [OutlineEntry] = []) -> OutlineEntry {
            OutlineEntry(
                // Clients take no entry without a name.
                name: name.text.isEmpty ? "\"\"" : name.text, detail: detail, kind: kind, range: item.range,
                selection: name.range,
                children: children)
        }
        func dotted(_ names: [Name], _ detail: String, _ kind: Int) -> OutlineEntry? {
            guard let first = names.first, let last = names.last else { return nil }
            return entry(
                Name(names.map(\.text).joined(separator: "."), first.range.union(last.range)), detail, kind)
        }
        switch item.content {
        case .partner(let id, let label, _): return entry(id, label.text, 2)
        case .field(let field): return entry(field.id, "field: \(field.label.text)", 8)
        case .endpoint(let endpoint): return entry(endpoint.id, "endpoint", 11)
        case .callback(let callback): return entry(callback.id, "callback", 11)
        case .map(let map): return entry(map.id, "map", 10)
        case .definition(let name, _): return entry(name, "let", 13)
        case .lines(let name, _): return entry(name, "lines", 3)
        case .shared(let name, _): return entry(name, "shared", 3)
        case .postback(let postback):
            guard let first = postback.triggers.first, let last = postback.triggers.last else { return nil }
            let names = postback.triggers.map(\.text).joined(separator: ", ")
            let platform = postback.platform.map { " on \($0.text)" } ?? ""
            let children = postback.body.lines.compactMap { line -> OutlineEntry? in
                switch line.content {
                case .request(let request):
                    OutlineEntry(
                        name: "\(request.method.text) \(request.endpoint.text)", detail: "request", kind: 6,
                        range: line.range, selection: request.method.range)
                case .block(let block):
                    OutlineEntry(
                        name: block.word.rawValue, detail: "", kind: 19, range: line.range, selection: block.range)
                default: nil
                }
            }
            return entry(
                Name(names + platform, first.range.union(last.range)), "postback", 24, children)
        case .example(let example):
            return entry(Name(example.title.text, example.title.range), "example", 12)
        case .macro(let macro): return dotted(macro.name, "macro: \(macro.type.name.text)", 14)
        case .event(let event): return entry(event.name, event.isKind ? "kind" : "event", 24)
        case .signal(let macro, _, _): return dotted(macro, "signal", 24)
        case .delivery(_, let range): return entry(Name("delivery", range), "", 19)
        case .property, .acceptance, .together: return nil
        }
    }
}
