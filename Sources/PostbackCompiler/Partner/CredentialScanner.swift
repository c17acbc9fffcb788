/// Finds what has the form of a credential: published templates of this field hold keys of their authors.
enum CredentialScanner {
    /// Why a text looks like a credential; nil when it does not.
    static func reason(in text: String) -> String? {
        guard text.utf8.count >= 20 else { return nil }
        var before = Substring()
        for word in text.split(whereSeparator: { !isPart($0) }) {
            defer { before = word }
            if word.utf8.count < 12 { continue }
            if let reason = reason(word, behind: before) { return reason }
        }
        return nil
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "_-./+=".contains(character))
    }

    private static func reason(_ word: Substring, behind before: Substring) -> String? {
        if before == "Bearer" || before == "Basic" { return "it is an authorization" }
        let hasDigit = word.utf8.contains { (0x30...0x39).contains($0) }
        guard hasDigit else { return nil }
        if word.utf8.count == 20, word.hasPrefix("AKIA") || word.hasPrefix("ASIA"), word == word.uppercased() {
            return "it has the form of an access key"
        }
        if word.hasPrefix("eyJ"), word.split(separator: ".").count > 1 { return "it has the form of a web token" }
        if ["sk_live_", "pk_live_", "sk_test_", "pk_test_"].contains(where: word.hasPrefix) {
            return "it has the form of an API key"
        }
        let isHexadecimal = word.utf8.count >= 32 && word.allSatisfy(\.isHexDigit)
        return isHexadecimal && Set(word).count > 6 ? "it has the form of a key in hexadecimal" : nil
    }
}
