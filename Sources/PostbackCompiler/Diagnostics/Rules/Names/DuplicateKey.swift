import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let duplicateKey = DiagnosticRule(
        "duplicate_key", .names, title: "A key set twice",
        explanation: """
            Partners read one of two equal keys, and which one is not documented. Keep one, or put them into \
            different branches of a when.
            """,
        wrong: .query("id = device.idfa\nid = device.gaid"), right: .query("id = device.idfa ?? device.gaid"))
}

extension Finding {
    static func duplicateKey(key: String) -> Finding {
        Finding(
            .duplicateKey, facts: ["key": key], "the key '\(key)' is set twice in this block")
    }

    static func keyOfEveryElement(key: String) -> Finding {
        Finding(
            .duplicateKey, facts: ["key": key], "the key '\(key)' is set once for each element",
            "write the element's number into it: for item, n in …, and \"\(key){n}\"")
    }

    static func twoCookieHeaders() -> Finding {
        Finding(
            .duplicateKey, facts: ["key": HeaderName.cookie],
            "the header '\(HeaderName.cookie)' is set among the headers and by the cookies")
    }
}
