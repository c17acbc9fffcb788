import PostbackContract
import PostbackLanguage

/// Texts as a partner file writes them.
enum ImportText {
    /// A text on one line in which nothing is hidden, as comments have it.
    static func visible(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isHidden = CharacterName.isInvisible(scalar) || scalar.value < 0x20
            return isHidden ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
        }.joined()
    }

    /// A text of a query or a form without its encoding. What is no sequence stays what it is; so does the whole text where its
    /// bytes are no UTF-8.
    static func decodedQuery(_ text: String) -> String {
        String(validating: PercentText.decoded(text.utf8, plusIsSpace: true), as: UTF8.self)
            ?? text.replacing("+", with: " ")
    }

    /// A part of a path, in which all but what it may hold is percent-encoded.
    static func path(_ text: String) -> String {
        var result = ""
        var rest = text.utf8[...]
        func isHex(_ byte: UInt8?) -> Bool { byte.flatMap(PercentText.digit) != nil }
        while let byte = rest.popFirst() {
            let isAllowed =
                byte < 0x80
                && (Character(Unicode.Scalar(byte)).isLetter || "0123456789-._~/:@!$'()*+,".utf8.contains(byte))
            let isEncoded = byte == UInt8(ascii: "%") && isHex(rest.first) && isHex(rest.dropFirst().first)
            if isAllowed || isEncoded {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    /// A word that a field can have for its id.
    static func id(_ name: String) -> String {
        var id = ""
        for scalar in name.lowercased().unicodeScalars {
            let isWord = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            if isWord { id.unicodeScalars.append(scalar) } else if !id.hasSuffix("_"), !id.isEmpty { id += "_" }
        }
        while id.hasSuffix("_") { id.removeLast() }
        guard let first = id.first, first.isLetter else { return id.isEmpty ? "value" : "value_\(id)" }
        return id
    }
}
