import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    /// What each piece of a file is, for colours: for the whole of it, or for a range.
    func semanticTokens(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        guard let source = file.source else { return .members(["data": .array([])]) }
        let document = file.document
        let range =
            params["range"] == nil
            ? SourceRange(0, source.bytes.count) : try document.range(params["range"], client.encoding)
        var data: [JSONValue] = []
        var (line, character) = (0, 0)
        var counter = ColumnCounter(document: document, encoding: client.encoding)
        for token in tokens(of: file, source) where token.range.end > range.start && token.range.start < range.end {
            // Every line of a text of several lines is a token of its own.
            let (first, last) = (document.lines.line(of: token.range.start), document.lines.line(of: token.range.end))
            for number in first...max(first, last) {
                let bounds = document.lines.bounds(ofLine: number, in: document.bytes)
                let start = max(token.range.start, bounds.lowerBound)
                let end = min(token.range.end, bounds.upperBound)
                guard start < end else { continue }
                let from = counter.column(of: start, line: number)
                let to = counter.column(of: end, line: number)
                data.append(.integer(number - line))
                data.append(.integer(number == line ? from - character : from))
                data.append(.integer(to - from))
                data.append(.integer(token.type))
                data.append(.integer(token.isDeclaration ? 1 : 0))
                (line, character) = (number, from)
            }
        }
        return .members(["data": .array(data)])
    }

    private struct ColouredToken {
        var range: SourceRange
        var type: Int
        var isDeclaration = false
    }

    private func tokens(of file: WorkspaceFile, _ source: SourceFile) -> [ColouredToken] {
        // Names win over the words that they are made of.
        var names: [Int: Occurrence] = [:]
        for occurrence in workspace.symbols(of: file).occurrences { names[occurrence.range.start] = occurrence }
        var tokens: [ColouredToken] = []
        var covered = 0
        for token in file.tokens where token.range.start >= covered {
            if let name = names[token.range.start], token.kind != .comment, name.range.end > token.range.start {
                tokens.append(
                    ColouredToken(
                        range: name.range, type: Self.type(name.symbol.kind), isDeclaration: name.isDeclaration))
                covered = name.range.end
                continue
            }
            let type =
                switch token.kind {
                case .word: isContractKey(token, file, source) ? "property" : "keyword"
                case .number: "number"
                case .text: "string"
                case .mark: "operator"
                case .comment: "comment"
                }
            tokens.append(ColouredToken(range: token.range, type: Self.number(type)))
        }
        return tokens
    }

    /// Whether a word of a contract is a key: a colon stands behind it.
    private func isContractKey(_ token: SourceToken, _ file: WorkspaceFile, _ source: SourceFile) -> Bool {
        guard file.kind == .contract else { return false }
        return source.bytes[token.range.end...].first { $0 != UInt8(ascii: " ") } == UInt8(ascii: ":")
    }

    private static func type(_ kind: Symbol.Kind) -> Int {
        switch kind {
        case .macro, .system: number("macro")
        case .event: number("event")
        case .field: number("parameter")
        case .definition, .variable: number("variable")
        case .shared, .partner: number("namespace")
        case .map, .transform: number("function")
        case .endpoint, .setting: number("type")
        case .platform, .code: number("enumMember")
        case .key: number("property")
        }
    }

    private static func number(_ type: String) -> Int { ServerAbilities.tokenTypes.firstIndex(of: type) ?? 0 }
}
