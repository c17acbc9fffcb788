/// The textual forms of IP addresses.
enum IPAddressForm {
    /// Whether the text is an IPv4 address in dotted form or an IPv6 address (RFC 4291), without zone and prefix length.
    static func accepts(_ bytes: Span<UInt8>) -> Bool {
        isVersion4(bytes) || isVersion6(bytes)
    }

    private static func isVersion4(_ bytes: Span<UInt8>) -> Bool {
        var parts = 0
        var digits = 0
        var value = 0
        for index in 0...bytes.count {
            if index == bytes.count || bytes[index] == UInt8(ascii: ".") {
                guard digits > 0, value <= 255 else { return false }
                parts += 1
                (digits, value) = (0, 0)
            } else {
                // No digit stands behind a leading zero.
                guard bytes[index].isDigit, digits < 3, digits == 0 || value > 0 else { return false }
                value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
                digits += 1
            }
        }
        return parts == 4
    }

    private static func isVersion6(_ bytes: Span<UInt8>) -> Bool {
        guard (2...45).contains(bytes.count) else { return false }
        var groups = 0
        var hasGap = false
        var cursor = 0
        if bytes[0] == UInt8(ascii: ":") {
            guard bytes[1] == UInt8(ascii: ":") else { return false }
            hasGap = true
            cursor = 2
        }
        while cursor < bytes.count {
            let group = bytes.run(from: cursor, while: \.isHexadecimal)
            if cursor + group < bytes.count, bytes[cursor + group] == UInt8(ascii: ".") {
                guard isVersion4(bytes.extracting(cursor..<bytes.count)) else { return false }
                groups += 2
                cursor = bytes.count
                break
            }
            guard (1...4).contains(group) else { return false }
            groups += 1
            cursor += group
            guard cursor < bytes.count else { break }
            guard bytes[cursor] == UInt8(ascii: ":"), cursor + 1 < bytes.count else { return false }
            cursor += 1
            if bytes[cursor] == UInt8(ascii: ":") {
                guard !hasGap else { return false }
                hasGap = true
                cursor += 1
            }
        }
        return hasGap ? groups <= 7 : groups == 8
    }
}
