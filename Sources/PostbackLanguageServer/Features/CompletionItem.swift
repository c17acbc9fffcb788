import PostbackRuntime

/// One thing that can be written at a place.
struct CompletionItem {
    /// What an editor shows beside an item. Numbers: Language Server Protocol 3.17, `CompletionItemKind`.
    enum Kind: Int {
        case function = 3
        case field = 5
        case variable = 6
        case property = 10
        case value = 12
        case keyword = 14
        case reference = 18
        case enumMember = 20
        case constant = 21
        case event = 23
    }

    /// What is written.
    var text: String
    var kind: Kind
    /// A few words beside it.
    var detail = ""
    /// Markdown.
    var documentation = ""
    /// Lower numbers come first.
    var rank = 1
    /// The same with places to fill in, for clients that can: `substring(${1:from})`.
    var snippet: String?
    /// Whether it should not be used any more.
    var isDeprecated = false
}

extension CompletionItem {
    /// The item as clients take it.
    ///
    /// - Parameters:
    ///   - range: what it replaces, as the client counts it.
    ///   - documentation: what it is, in the form that the client shows.
    func json(_ range: JSONValue, _ documentation: JSONValue, _ client: ClientAbilities) -> JSONValue {
        let written = client.takesSnippets ? snippet ?? text : text
        return .members([
            "label": .string(text), "kind": .integer(kind.rawValue),
            "detail": detail.isEmpty ? nil : .string(detail),
            "documentation": self.documentation.isEmpty ? nil : documentation,
            "sortText": .string("\(rank)\(text)"),
            "tags": isDeprecated ? .array([.integer(1)]) : nil,
            "insertTextFormat": client.takesSnippets && snippet != nil ? .integer(2) : nil,
            "textEdit": .members(["range": range, "newText": .string(written)]),
        ])
    }
}
