import PostbackLanguage

/// What is known of the event behind a request: its texts as they were before anything was made of them.
///
/// With them a digest can be told from the digest of a digest, and of text in another form.
public struct KnownValues: Sendable {
    /// The texts.
    public let texts: Set<String>

    /// Creates it; without any nothing is told.
    public init(_ texts: some Sequence<String> = []) {
        self.texts = Set(texts.filter { !$0.isEmpty })
    }

    /// Whether nothing is known.
    var isEmpty: Bool { texts.isEmpty }

    /// Whether a text is one of them, or a part of one.
    func holds(_ text: String) -> Bool { texts.contains(text) || texts.contains { $0.contains(text) } }

    /// Whether a digest is that of a text in one of some forms.
    func isDigest(_ digest: String, _ kind: PlainDigest, of forms: [ContractForm]) -> Bool {
        texts.contains { text in
            forms.contains { form in form.applied(to: text).map { kind($0) == digest } ?? false }
        }
    }

    /// The digests of every text in a form.
    func digests(_ kind: PlainDigest, of form: ContractForm) -> Set<String> {
        Set(texts.compactMap { form.applied(to: $0) }.map { kind($0) })
    }

    /// The digests of every digest of every text.
    func digestsOfDigests(_ kind: PlainDigest) -> Set<String> {
        var inner: Set<String> = []
        for form in ContractForm.allCases where form != .md5 {
            for first in PlainDigest.allCases { inner.formUnion(digests(first, of: form)) }
        }
        return Set(inner.map { kind($0) })
    }
}

extension ContractForm {
    /// The text in this form; nil where nothing is left.
    func applied(to text: String) -> String? {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r\n", "\r"]
        var trimmed = text[...]
        while let last = trimmed.last, blanks.contains(last) { trimmed = trimmed.dropLast() }
        trimmed = trimmed.drop { blanks.contains($0) }
        let result: String
        switch self {
        case .plain: result = String(trimmed)
        case .lowercase: result = trimmed.lowercased()
        case .uppercase: result = trimmed.uppercased()
        case .digits: result = String(trimmed.filter(\.isASCIIDigit).drop { $0 == "0" })
        case .plusDigits:
            let digits = trimmed.filter(\.isASCIIDigit).drop { $0 == "0" }
            result = digits.isEmpty ? "" : "+" + digits
        case .compact: result = String(trimmed.lowercased().filter { $0.isLetter || $0.isNumber })
        case .address:
            let lowered = trimmed.lowercased()
            guard let at = lowered.lastIndex(of: "@") else { return nil }
            result = lowered[..<at].prefix { $0 != "+" }.filter { $0 != "." } + lowered[at...]
        case .md5: result = PlainDigest.md5(trimmed.lowercased())
        }
        return result.isEmpty ? nil : result
    }
}

extension Character {
    /// Whether it is one of the ten digits.
    var isASCIIDigit: Bool { isASCII && isNumber }
}
