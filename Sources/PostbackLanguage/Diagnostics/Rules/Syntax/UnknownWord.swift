import PostbackSupport

extension DiagnosticRule {
    static let unknownWord = DiagnosticRule(
        "unknown_word", .syntax, title: "A word that means nothing here",
        explanation:
            "Declarations, modifiers and settings are closed lists of words. The message offers the nearest one.",
        wrong: .declarations("contct \"integrations@partner.test\""),
        right: .query("ip = device.ip", with: "contact \"integrations@partner.test\""))
}

extension Finding {
    static func unknownMethod(word: String) -> Finding {
        Finding(
            .unknownWord, facts: ["word": word], "'\(word)' is not a method of a postback; there are GET, POST and PUT",
            fix: ["GET", "POST", "PUT"].contains(word.uppercased()) ? .replace(word.uppercased(), .safe) : nil)
    }

    /// - Parameter isSure: whether the word that was probably meant fits what stands behind it.
    package static func unknownWord(word: String, what: String, known: [String], isSure: Bool = true) -> Finding {
        let meant = [
            "const": "let", "var": "let", "def": "let", "set": "let", "url": "endpoint", "host": "endpoint",
            "body": "json",
            "query_params": "query", "params": "query", "test": "example", "default": "else",
        ][word]
        let suggestion = meant.flatMap { known.contains($0) ? $0 : nil } ?? Suggestion.nearest(to: word, among: known)
        let isShown = suggestion == nil && known.count <= 24
        return Finding(
            .unknownWord, facts: ["word": word, "what": what, "known": known], "'\(word)' is not \(what)",
            did: suggestion, fix: suggestion.map { .replace($0, isSure ? .safe : .needsLook) },
            isShown ? "known here: " + known.joined(separator: ", ") : nil)
    }
}
