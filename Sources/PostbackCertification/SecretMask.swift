import Foundation
import PostbackRuntime
package import PostbackTemplate

/// Takes the values of secret fields out of what is printed, in every form in which a request has them.
package struct SecretMask: Sendable {
    package static let mark = "••••"
    /// What is replaced, the longest first.
    private let forms: [String]
    /// Secrets that are looked for in what is encoded together with other text; shorter ones would be found by chance.
    private let encoded: [[UInt8]]

    /// - Parameter fields: the values of the account's fields.
    package init(_ partner: PartnerTemplate, _ fields: [String: String]) {
        let secrets = partner.fields.filter(\.isSecret).compactMap { fields[$0.id] }.filter { !$0.isEmpty }
        let forms = secrets.flatMap { secret -> [String] in
            let json = Self.json(secret)
            let form = PercentEncoding.form.encode(secret)
            // The body of a preview as JSON is a text in JSON, once more.
            return [secret, PercentEncoding.component.encode(secret), form, json, Self.json(json)]
        }
        encoded = secrets.map { Array($0.utf8) }.filter { $0.count >= 4 }
        self.forms = Set(forms).sorted { ($0.count, $0) > ($1.count, $1) }
    }

    /// The text without secrets. A short one is taken out where it stands by itself: as part of a word it is none.
    package func masked(_ text: String) -> String {
        let plain = forms.reduce(text) { text, secret in
            secret.count >= 6 ? text.replacing(secret, with: Self.mark) : Self.replacing(secret, in: text)
        }
        guard !encoded.isEmpty else { return plain }
        // Of a user and a password in Base64 neither is there as it is.
        return plain.replacing(#/(?:[A-Za-z0-9+\/_-]|%2[BbFf]){6,}(?:=|%3[Dd]){0,2}/#) { run in
            holdsSecret(run.output) ? Self.mark : String(run.output)
        }
    }

    /// Whether a run of characters is, from some place on, the Base64 or the hexadecimal form of text with a secret in it.
    private func holdsSecret(_ run: Substring) -> Bool {
        let text = String(run).removingPercentEncoding ?? String(run)
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/").filter { $0 != "=" }
        for start in 0..<4 {
            var part = String(base64.dropFirst(start))
            // One character over is no byte.
            if part.count % 4 == 1 { part.removeLast() }
            let padded = part + String(repeating: "=", count: (4 - part.count % 4) % 4)
            if let bytes = Data(base64Encoded: padded), holdsSecret(Array(bytes)) { return true }
            // A byte has two digits.
            guard start < 2 else { continue }
            let hexadecimal = Array(part.utf8.prefix { Character(Unicode.Scalar($0)).isHexDigit })
            let pairs = stride(from: 0, to: hexadecimal.count - 1, by: 2).compactMap {
                UInt8(String(decoding: hexadecimal[$0...$0 + 1], as: UTF8.self), radix: 16)
            }
            if holdsSecret(pairs) { return true }
        }
        return false
    }

    private func holdsSecret(_ bytes: [UInt8]) -> Bool {
        encoded.contains { secret in bytes.count >= secret.count && bytes.firstRange(of: secret) != nil }
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
