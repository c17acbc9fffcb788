import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    func definition(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let (file, offset) = try place(params)
        guard let symbol = workspace.symbols(of: file).occurrence(at: offset)?.symbol else { return .null }
        return .array(places(of: symbol, file).filter(\.occurrence.isDeclaration).map(location))
    }

    func references(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let (file, offset) = try place(params)
        guard let symbol = workspace.symbols(of: file).occurrence(at: offset)?.symbol else { return .null }
        let withDeclarations = params.value("context", "includeDeclaration")?.isTrue == true
        return .array(
            places(of: symbol, file).filter { withDeclarations || !$0.occurrence.isDeclaration }.map(location))
    }

    /// The places of the same name in the same file.
    func highlights(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let (file, offset) = try place(params)
        let symbols = workspace.symbols(of: file)
        guard let symbol = symbols.occurrence(at: offset)?.symbol else { return .null }
        return .array(
            symbols.occurrences(of: symbol).map { occurrence in
                .members([
                    "range": file.document.range(occurrence.range, client.encoding),
                    "kind": .integer(occurrence.isDeclaration ? 3 : 2),
                ])
            })
    }

    /// Every place where a symbol is named: in its file, or in all of the project.
    func places(of symbol: Symbol, _ file: WorkspaceFile) -> [(file: WorkspaceFile, occurrence: Occurrence)] {
        let files =
            symbol.isOfProject
            ? workspace.files.values.filter { $0.isOfProject || $0 === file }.sorted { $0.path < $1.path } : [file]
        return files.flatMap { file in
            workspace.symbols(of: file).occurrences(of: symbol).map { (file, $0) }
        }
    }

    private func location(_ place: (file: WorkspaceFile, occurrence: Occurrence)) -> JSONValue {
        .members([
            "uri": .string(place.file.address),
            "range": place.file.document.range(place.occurrence.range, client.encoding),
        ])
    }
}
