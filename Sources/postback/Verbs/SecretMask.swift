import PostbackRuntime
import PostbackTemplate

/// Takes the values of secret fields out of what is printed, in every form in which a request has them.
struct SecretMask {
    static let mark = "••••"
    /// What is replaced, the longest first.
    private let forms: [String]

    /// - Parameter fields: the values of the account's fields.
    init(_ partner: PartnerTemplate, _ fields: [String: String]) {
        let secrets = partner.fields.filter(\.isSecret).compactMap { fields[$0.id] }.filter { !$0.isEmpty }
        let forms = secrets.flatMap { secret -> [String] in
            let json = Self.json(secret)
            let form = PercentEncoding.form.encode(secret)
            // The body of a preview as JSON is a text in JSON, once more.
            return [secret, PercentEncoding.component.encode(secret), form, json, Self.json(json)]
        }
        self.forms = Set(forms).sorted { ($0.count, $0) > ($1.count, $1) }
    }

    /// The text without secrets. A short one is taken out where it stands by itself: as part of a word it is none.
    func masked(_ text: String) -> String {
        forms.reduce(text) { text, secret in
            secret.count >= 6 ? text.replacing(secret, with: Self.mark) : Self.replacing(secret, in: text)
        }
    }

    private static func replacing(_ secret: String, in text: String) -> String {
        var result = ""
        var rest = text[...]
        while let range = rest.firstRange(of: secret) {
            let before = (result + rest[..<range.lowerBound]).last
            let after = rest[range.upperBound...].first
            let isPart = [before, after].contains { $0?.isLetter == true || $0?.isNumber == true }
            result += rest[..<range.lowerBound] + (isPart ? secret : mark)
            rest = rest[range.upperBound...]
        }
        return result + rest
    }

    private static func json(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONText.append(text, to: &bytes)
        return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    }
}
