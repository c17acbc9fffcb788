import PostbackLanguage
import PostbackTemplate

/// What should not stand in literal text.
extension PartnerCompiler {
    /// Reports placeholders of other platforms, and what looks like a credential.
    mutating func checkLiteral(_ text: String, _ range: SourceRange) {
        checkPlaceholders(text, range)
        if let why = CredentialScanner.reason(in: text) { report(.credentialInFile(why: why), range) }
    }

    /// Whether a text has no placeholder of another platform; one is reported.
    @discardableResult
    mutating func checkPlaceholders(_ text: String, _ range: SourceRange) -> Bool {
        guard let found = PlaceholderScanner.first(in: text, isKnown: isForeign) else { return true }
        report(foreign(found), range)
        return false
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
        guard case .text(let text)? = value.literal, text.utf8.count >= 8, CredentialScanner.reason(in: text) == nil
        else {
            return
        }
        let word = key.text.lowercased().filter { $0.isLetter }
        let names = ["token", "secret", "apikey", "password", "passwd", "authorization", "accesskey", "authkey"]
        if names.contains(where: word.contains) {
            report(.credentialInFile(why: "the value of '\(key.text)' is a literal"), value.range)
        }
    }
}
