import PostbackLanguage
import PostbackTemplate

/// What should not stand in literal text.
extension PartnerCompiler {
    /// Reports placeholders of other platforms, and what looks like a credential.
    mutating func checkLiteral(_ text: String, _ range: SourceRange) {
        checkPlaceholders(text, range)
        if let why = Self.credential(in: text) { report(.credentialInFile(why: why), range) }
    }

    mutating func checkPlaceholders(_ text: String, _ range: SourceRange) {
        if let found = PlaceholderScanner.first(in: text, isKnown: isForeign) { report(foreign(found), range) }
    }

    private func isForeign(_ placeholder: String) -> Bool {
        schema.foreignNames[CompiledSchema.bare(placeholder)] != nil
    }

    func foreign(_ placeholder: String) -> Finding {
        let name = CompiledSchema.bare(placeholder)
        let macro = catalogue.definition(name) != nil ? name : schema.foreignNames[name]?.macro
        return .foreignPlaceholder(placeholder: placeholder, macro: macro)
    }

    /// Reports a literal value under a key that names a credential.
    mutating func checkCredential(key: Name, _ value: ExpressionSyntax) {
        guard case .text(let text)? = value.literal, text.utf8.count >= 8, Self.credential(in: text) == nil else {
            return
        }
        let word = key.text.lowercased().filter { $0.isLetter }
        let names = ["token", "secret", "apikey", "password", "passwd", "authorization", "accesskey", "authkey"]
        if names.contains(where: word.contains) {
            report(.credentialInFile(why: "the value of '\(key.text)' is a literal"), value.range)
        }
    }

    /// Why a text looks like a credential; nil when it does not.
    private static func credential(in text: String) -> String? {
        guard text.utf8.count >= 20 else { return nil }
        if text.contains(/\b(AKIA|ASIA)[0-9A-Z]{16}\b/) { return "it has the form of an access key" }
        if text.contains(/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/) { return "it has the form of a web token" }
        if text.contains(/\b[sp]k_(live|test)_[0-9A-Za-z]{10,}/) { return "it has the form of an API key" }
        if text.contains(/(Bearer|Basic) [A-Za-z0-9+\/=_-]{12,}/) { return "it is an authorization" }
        if let match = text.firstMatch(of: /\b[0-9a-fA-F]{32,}\b/), Set(match.output).count > 6 {
            return "it has the form of a key in hexadecimal"
        }
        return nil
    }
}
