extension DiagnosticRule {
    static let unknownEscape = DiagnosticRule(
        "unknown_escape", .syntax, title: "An unknown escape in a text",
        explanation:
            "Behind a backslash stand n, t, r, a quote, a backslash, a brace, or u with a code point in braces.",
        wrong: .query("share = \"50\\%\""), right: .query("share = \"50%\""))
}

extension Finding {
    static func unknownEscape(escape: String) -> Finding {
        // What regular expressions have.
        let isClass = escape.count == 2 && "dDwWsS.+*?()[]|^$/-".contains(escape.last ?? " ")
        return Finding(
            .unknownEscape, facts: ["escape": escape], "'\(escape)' is not an escape of this language",
            fix: isClass ? .replace("\\" + escape, .needsLook, title: "write '\\\(escape)' for a backslash") : nil,
            "there are \\n \\t \\r \\\\ \\\" \\{ \\} and \\u{…}")
    }
}
