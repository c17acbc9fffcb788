extension ValueType {
    /// What is wrong with `text` as a value of this type, in words that follow "must be"; nil when nothing is.
    public func expectation(unmetBy text: String) -> String? {
        accepts(text) ? nil : expectation
    }

    /// Whether `text` has the form of this type.
    public func accepts(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        switch self {
        case .text, .scalar, .digest: return true
        case .digits(let bounds):
            return !bytes.isEmpty && bytes.allSatisfy(\.isDigit) && (bounds?.contains(bytes.count) ?? true)
        case .label: return Self.isLabel(bytes)
        case .host: return Self.isHost(bytes)
        case .url: return Self.isURL(text)
        case .uuid:
            return bytes.count == 36
                && bytes.indices.allSatisfy {
                    [8, 13, 18, 23].contains($0) ? bytes[$0] == UInt8(ascii: "-") : bytes[$0].isHexadecimal
                }
        case .ip: return IPAddressForm.accepts(text)
        case .currency: return bytes.count == 3 && bytes.allSatisfy(\.isLetter)
        case .country: return bytes.count == 2 && bytes.allSatisfy(\.isLetter)
        case .language:
            let first = bytes.prefix { $0.isLetter }
            return (2...3).contains(first.count) && bytes.count <= 35
                && bytes.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
                && (first.count == bytes.count || !bytes[first.count].isDigit)
        case .choice(let values): return values.contains(text)
        case .integer: return Int64(text) != nil && bytes.first != UInt8(ascii: "+")
        case .decimal: return ExactDecimal(utf8: bytes) != nil
        case .boolean: return text == "true" || text == "false"
        case .timestamp: return Timestamp(text) != nil
        case .bytes, .list, .item, .object: return false
        }
    }

    /// The form that a value of this type must have, in words that follow "must be".
    public var expectation: String {
        switch self {
        case .text, .scalar: "text"
        case .digest: "a hexadecimal digest"
        case .digits(nil): "digits only"
        case .digits(let bounds?):
            bounds.lowerBound == bounds.upperBound
                ? "exactly \(bounds.lowerBound) digits" : "\(bounds.lowerBound) to \(bounds.upperBound) digits"
        case .label: "one label of a host name (letters, digits and inner hyphens, at most 63)"
        case .host: "a host name such as track.example.com"
        case .url: "an absolute URL that starts with https:// or http://"
        case .uuid: "a UUID such as 8C6CBC0D-5F43-4765-A6E6-84DFF3D24707"
        case .ip: "an IPv4 or IPv6 address"
        case .currency: "a currency code of three letters such as USD"
        case .country: "a country code of two letters such as US"
        case .language: "a language tag such as en or pt-BR"
        case .choice(let values): "one of " + values.joined(separator: ", ")
        case .integer: "a whole number"
        case .decimal: "a decimal number such as 4.99"
        case .boolean: "true or false"
        case .timestamp: "a time such as 2026-11-23T08:00:00Z, or Unix seconds"
        case .bytes, .object: "a value that cannot be written here"
        case .list(let element): "a list whose values are each \(element.expectation)"
        case .item: "an object with the properties of an item"
        }
    }

    private static func isLabel(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        (1...63).contains(bytes.count) && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
            && bytes.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    }

    private static func isHost(_ bytes: [UInt8]) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return bytes.count <= 253 && labels.count >= 2 && labels.allSatisfy(isLabel)
            && labels.last?.contains(where: \.isLetter) == true
    }

    private static func isURL(_ text: String) -> Bool {
        let lower = text.lowercased()
        let scheme = lower.hasPrefix("https://") ? 8 : lower.hasPrefix("http://") ? 7 : 0
        guard scheme > 0 else { return false }
        let rest = text.utf8.dropFirst(scheme)
        let authority = rest.prefix { ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
        return !authority.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 < 0x80 }
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isLetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
    var isHexadecimal: Bool { isDigit || ((self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "f")) }
}
