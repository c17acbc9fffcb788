import PostbackRuntime

/// What a client can do, as far as answers depend on it.
struct ClientAbilities {
    /// What positions are counted in.
    var encoding = PositionEncoding.utf16
    /// Whether it watches files for the server.
    var registersWatchers = false
    /// Whether it fills in places of an inserted text.
    var takesSnippets = false
    /// Whether it shows documentation as Markdown.
    var showsMarkdown = false
    /// Whether symbols may have symbols inside.
    var nestsSymbols = false

    init() {}

    /// - Parameter params: those of `initialize`.
    init(_ params: JSONValue) {
        let capabilities = params["capabilities"]
        let encodings = capabilities?.value("general", "positionEncodings")?.elements?.compactMap(\.text) ?? []
        if encodings.contains(PositionEncoding.utf8.rawValue) { encoding = .utf8 }
        registersWatchers =
            capabilities?.value("workspace", "didChangeWatchedFiles", "dynamicRegistration")?.isTrue == true
        let document = capabilities?["textDocument"]
        takesSnippets = document?.value("completion", "completionItem", "snippetSupport")?.isTrue == true
        let formats = document?.value("hover", "contentFormat")?.elements?.compactMap(\.text) ?? []
        showsMarkdown = formats.contains("markdown")
        nestsSymbols = document?.value("documentSymbol", "hierarchicalDocumentSymbolSupport")?.isTrue == true
    }
}
