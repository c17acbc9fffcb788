import Foundation
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
        // Braces that are escaped are meant, where no platform has the name between them.
        if found.hasPrefix("{"), !isForeign(found), source.text(in: range).contains("\\{") { return true }
        let name = CompiledSchema.bare(found)
        if source.text(in: range).hasPrefix("\"\"\""), catalogue.definition(name) != nil {
            report(.holeInBlock(name: name), range)
        } else {
            report(foreign(found), range)
        }
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

    /// Reports a field that authorizes a request and is not secret: under a key that names a credential.
    mutating func checkSecrecy(_ value: Elaborated, _ key: Name, _ range: SourceRange) {
        let word = key.text.lowercased().filter { $0.isLetter }
        let names = [
            "authorization", "accesstoken", "authtoken", "apitoken", "apikey", "secret", "secretkey", "password",
            "authkey",
            "accesskey", "privatekey",
        ]
        if names.contains(where: word.hasSuffix) { checkSecrecy(value, "in '\(key.text)'", range) }
    }

    /// - Parameter use: what it is used for, in words.
    mutating func checkSecrecy(_ value: Elaborated, _ use: String, _ range: SourceRange) {
        guard value.secrets.isEmpty else { return }
        let open = writtenFields(of: value.value)
        guard let field = open.first else { return }
        report(
            .credentialNotSecret(field: field, use: use), range,
            related: label(scopes.fields.place(of: field), "declared here"))
    }

    /// The fields that stand in a value as they are, texts that are not secret: no conditions, and nothing that goes through
    /// a map or a digest.
    private func writtenFields(of value: PostbackExpression) -> [String] {
        switch value {
        case .field(let id):
            guard let field = fields[id], !field.isSecret else { return [] }
            return field.type == .text || field.type == .uuid ? [id] : []
        case .text(let parts), .fallback(let parts): return parts.flatMap(writtenFields)
        case .pipeline(let inner, let steps):
            let isWritten = steps.allSatisfy { step in
                if case .transform(let name, _) = step { !name.definition.isHash } else { false }
            }
            return isWritten ? writtenFields(of: inner) : []
        case .choose(let branches, let otherwise):
            return branches.flatMap { writtenFields(of: $0.value) } + (otherwise.map(writtenFields) ?? [])
        case .unescaped(let inner, _), .json(let inner), .bare(let inner): return writtenFields(of: inner)
        default: return []
        }
    }

    /// Reports literal text that has been encoded for its position already, or that cannot stand there.
    mutating func checkWritten(_ value: ExpressionSyntax, _ key: Name, _ position: RequestPosition) {
        switch value.kind {
        case .text(let pieces):
            for case .literal(let text, let range) in pieces { checkWritten(text, range, key, position) }
        case .block(let text): checkWritten(text, value.range, key, position)
        case .fallback(let values): for value in values { checkWritten(value, key, position) }
        default: break
        }
    }

    private mutating func checkWritten(_ text: String, _ range: SourceRange, _ key: Name, _ position: RequestPosition) {
        switch position.traits.encoding {
        case .component, .form:
            // A URL as a value is encoded once for itself.
            guard !text.contains("://"), let escape = Self.firstEscape(in: text), text.removingPercentEncoding != nil
            else { return }
            report(.alreadyEncoded(escape: escape, decoded: text.removingPercentEncoding), range)
        case .plain where position == .headers || position == .cookies:
            let isControl = { (byte: UInt8) in byte < 0x20 && byte != 0x09 || byte == 0x7F }
            if text.utf8.contains(where: isControl) { report(.controlInHeader(header: key.text), range) }
        case .plain, .json: break
        }
    }

    /// The first `%XX` of a text.
    private static func firstEscape(in text: String) -> String? {
        let bytes = Array(text.utf8)
        // Two small letters may be the beginning of a word: "50%de".
        let isHexadecimal = { (byte: UInt8) in Character(UnicodeScalar(byte)).isHexDigit && byte < 0x60 }
        guard bytes.count >= 3 else { return nil }
        for start in 0...bytes.count - 3
        where bytes[start] == UInt8(ascii: "%") && isHexadecimal(bytes[start + 1]) && isHexadecimal(bytes[start + 2]) {
            return String(decoding: bytes[start..<start + 3], as: UTF8.self)
        }
        return nil
    }
}
