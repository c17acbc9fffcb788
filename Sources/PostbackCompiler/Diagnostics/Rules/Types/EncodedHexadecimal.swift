import PostbackLanguage

extension DiagnosticRule {
    static let encodedHexadecimal = DiagnosticRule(
        "encoded_hexadecimal", .types, .warning, title: "The hexadecimal text of a digest encoded",
        explanation: """
            A digest is text in hexadecimal until 'raw' gives its bytes. Signatures in base64 are nearly always made of \
            the bytes; of the text they are twice as long and never agree.
            """,
        wrong: .query("sig = event.id | sha256 | base64"), right: .query("sig = event.id | sha256 | raw | base64"))
}

extension Finding {
    static func encodedHexadecimal(transform: String, digest: String) -> Finding {
        Finding(
            .encodedHexadecimal, facts: ["transform": transform, "digest": digest],
            "'\(transform)' encodes the hexadecimal text of '\(digest)', not its bytes",
            fix: .insertBefore("raw | ", .needsLook, title: "take the bytes: | raw | \(transform)"))
    }
}
