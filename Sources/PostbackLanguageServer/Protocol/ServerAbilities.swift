import PostbackRuntime

/// What the server tells clients that it can do.
enum ServerAbilities {
    /// The kinds of semantic tokens, in the order of their numbers.
    static let tokenTypes = [
        "keyword", "comment", "string", "number", "operator", "property", "variable", "function", "parameter", "event",
        "enumMember", "namespace", "type", "macro",
    ]
    /// The marks on semantic tokens, in the order of their bits.
    static let tokenModifiers = ["declaration"]

    static func all(_ client: ClientAbilities) -> JSONValue {
        let yes = JSONValue.boolean(true)
        return .members([
            "positionEncoding": .string(client.encoding.rawValue),
            "textDocumentSync": .members(["openClose": yes, "change": .integer(2), "save": yes]),
            "completionProvider": .members(["triggerCharacters": .array([".", "|", "{", " "].map(JSONValue.string))]),
            "hoverProvider": yes,
            "signatureHelpProvider": .members(["triggerCharacters": .array(["(", ","].map(JSONValue.string))]),
            "definitionProvider": yes,
            "referencesProvider": yes,
            "documentHighlightProvider": yes,
            "renameProvider": .members(["prepareProvider": yes]),
            "documentSymbolProvider": yes,
            "workspaceSymbolProvider": yes,
            "documentFormattingProvider": yes,
            "documentRangeFormattingProvider": yes,
            "foldingRangeProvider": yes,
            "semanticTokensProvider": .members([
                "legend": .members([
                    "tokenTypes": .array(tokenTypes.map(JSONValue.string)),
                    "tokenModifiers": .array(tokenModifiers.map(JSONValue.string)),
                ]),
                "full": yes, "range": yes,
            ]),
            "inlayHintProvider": yes,
            "codeActionProvider": .members([
                "codeActionKinds": .array(["quickfix", "source.fixAll"].map(JSONValue.string))
            ]),
            "codeLensProvider": .members(["resolveProvider": .boolean(false)]),
            "executeCommandProvider": .members([
                "commands": .array(LanguageServer.commands.map(JSONValue.string))
            ]),
            "workspace": .members(["workspaceFolders": .members(["supported": .boolean(false)])]),
        ])
    }
}
