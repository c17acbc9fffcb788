import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    /// Blocks in braces, texts between three quotes and comments, where they take more than one line.
    func foldingRanges(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        guard let source = file.source else { return .array([]) }
        let lines = file.document.lines
        var ranges: [JSONValue] = []
        func add(_ first: Int, _ last: Int, kind: String? = nil) {
            guard last > first else { return }
            ranges.append(
                .members([
                    "startLine": .integer(first), "endLine": .integer(last), "kind": kind.map(JSONValue.string),
                ]))
        }
        var open: [Int] = []
        var comments: (first: Int, last: Int)?
        for token in file.tokens {
            let line = lines.line(of: token.range.start)
            if token.kind == .comment {
                if let before = comments, before.last + 1 == line {
                    comments?.last = line
                } else {
                    if let before = comments { add(before.first, before.last, kind: "comment") }
                    comments = (line, line)
                }
                continue
            }
            switch (token.kind, source.bytes[token.range.start]) {
            case (.text, _): add(line, lines.line(of: token.range.end))
            case (.mark, UInt8(ascii: "{")), (.mark, UInt8(ascii: "[")): open.append(line)
            // The line of the bracket that closes stays visible.
            case (.mark, UInt8(ascii: "}")), (.mark, UInt8(ascii: "]")):
                if let first = open.popLast() { add(first, line - 1) }
            default: break
            }
        }
        if let before = comments { add(before.first, before.last, kind: "comment") }
        return .array(ranges)
    }
}
