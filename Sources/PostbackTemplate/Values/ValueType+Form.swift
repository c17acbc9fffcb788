extension ValueType {
    /// What is wrong with `text` as a value of this type, in words that follow "must be"; nil when nothing is.
    public func expectation(unmetBy text: String) -> String? {
        accepts(text) ? nil : expectation
    }

    /// Whether `text` has the form of this type.
    public func accepts(_ text: String) -> Bool {
        accepts(utf8: Array(text.utf8).span)
    }

    /// Whether the UTF-8 bytes of a text have the form of this type.
    public func accepts(utf8 bytes: Span<UInt8>) -> Bool {
        switch self {
        case .text, .scalar, .digest: true
        case .digits(let bounds):
            bytes.count > 0 && bytes.allSatisfy(\.isDigit) && (bounds?.contains(bytes.count) ?? true)
        case .label: Self.isLabel(bytes)
        case .host: Self.isHost(bytes)
        case .url: Self.isURL(bytes)
        case .uuid: Self.isUUID(bytes)
        case .ip: IPAddressForm.accepts(bytes)
        case .currency: bytes.count == 3 && bytes.allSatisfy(\.isLetter)
        case .country: bytes.count == 2 && bytes.allSatisfy(\.isLetter)
        case .language: Self.isLanguage(bytes)
        case .choice(let values): values.contains { bytes.isEqual(to: $0) }
        case .integer: Self.integer(bytes) != nil
        case .decimal: ExactDecimal(utf8: bytes) != nil
        case .boolean: bytes.isEqual(to: "true") || bytes.isEqual(to: "false")
        case .timestamp: Timestamp(utf8: bytes) != nil
        case .bytes, .list, .item, .object: false
        }
    }

    /// The whole number that a text is, with at most a minus in front; nil for another text, and beyond 64 bits.
    public static func integer(_ bytes: Span<UInt8>) -> Int64? {
        let isNegative = bytes.count > 0 && bytes[0] == UInt8(ascii: "-")
        guard bytes.count > (isNegative ? 1 : 0) else { return nil }
        var value: Int64 = 0
        for index in (isNegative ? 1 : 0)..<bytes.count {
            guard bytes[index].isDigit else { return nil }
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            // Counted down, since the least number has no opposite.
            let (sum, carry) = scaled.subtractingReportingOverflow(Int64(bytes[index] - UInt8(ascii: "0")))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        guard !isNegative else { return value }
        return value == .min ? nil : -value
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

    private static func isUUID(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count == 36 else { return false }
        for index in 0..<36 {
            switch index {
            case 8, 13, 18, 23: guard bytes[index] == UInt8(ascii: "-") else { return false }
            default: guard bytes[index].isHexadecimal else { return false }
            }
        }
        return true
    }

    private static func isLanguage(_ bytes: Span<UInt8>) -> Bool {
        let letters = bytes.run(while: \.isLetter)
        return (2...3).contains(letters) && bytes.count <= 35
            && bytes.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            && (letters == bytes.count || !bytes[letters].isDigit)
    }

    private static func isLabel(_ bytes: Span<UInt8>) -> Bool {
        (1...63).contains(bytes.count) && bytes[0] != UInt8(ascii: "-")
            && bytes[bytes.count - 1] != UInt8(ascii: "-")
            && bytes.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    }

    private static func isHost(_ bytes: Span<UInt8>) -> Bool {
        var labels = 0
        var start = 0
        var hasLetter = false
        while true {
            let length = bytes.run(from: start) { $0 != UInt8(ascii: ".") }
            let label = bytes.extracting(start..<start + length)
            guard isLabel(label) else { return false }
            labels += 1
            hasLetter = !label.allSatisfy { !$0.isLetter }
            start += length + 1
            if start > bytes.count { break }
        }
        return bytes.count <= 253 && labels >= 2 && hasLetter
    }

    private static func isURL(_ bytes: Span<UInt8>) -> Bool {
        let scheme = bytes.hasPrefix("https://") ? 8 : bytes.hasPrefix("http://") ? 7 : 0
        guard scheme > 0 else { return false }
        let authority = bytes.run(from: scheme) {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        return authority > 0 && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
