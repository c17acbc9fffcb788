public import PostbackLanguage

extension DiagnosticRule {
    /// The rules about the meaning of a file, in the order of the handbook.
    public static let meaning: [DiagnosticRule] =
        names + settings + types + totality + request + postbacks + privacy + use + examples

    /// Every rule.
    public static let all = syntax + meaning

    /// The rule with a code.
    public static func rule(_ code: String) -> DiagnosticRule? { byCode[code] }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}
