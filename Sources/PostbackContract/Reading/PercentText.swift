/// Text of URLs and forms, read by the rules of the URL Standard of WHATWG.
package enum PercentText {
    /// The bytes behind percent signs; a sign without two digits stands for itself.
    package static func decoded(_ text: some Sequence<UInt8>, plusIsSpace: Bool = false) -> [UInt8] {
        let bytes = Array(text)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
                continue
            }
            result.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            index += 1
        }
        return result
    }

    /// Whether a percent sign stands without its two digits.
    static func isBroken(_ text: some Sequence<UInt8>) -> Bool {
        let bytes = Array(text)
        return bytes.indices.contains { index in
            guard bytes[index] == UInt8(ascii: "%") else { return false }
            return index + 2 >= bytes.count || digit(bytes[index + 1]) == nil || digit(bytes[index + 2]) == nil
        }
    }

    /// The value of a hexadecimal digit.
    package static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The pairs of a query or a form.
    static func pairs(_ text: some Sequence<UInt8>, separator: UInt8 = UInt8(ascii: "&"), plusIsSpace: Bool = true)
        -> [RequestPair]
    {
        Array(text).split(separator: separator).map { part in
            let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let value = end < part.endIndex ? part[(end + 1)...] : part[part.endIndex...]
            return RequestPair(
                key: decoded(part[..<end], plusIsSpace: plusIsSpace), value: decoded(value, plusIsSpace: plusIsSpace))
        }
    }
}

/// A key and its value, decoded.
public struct RequestPair: Hashable, Sendable {
    /// The bytes of the key.
    public var key: [UInt8]
    /// The bytes of the value.
    public var value: [UInt8]

    /// The key as text.
    public var name: String { String(decoding: key, as: UTF8.self) }
    /// The value as text.
    public var text: String { String(decoding: value, as: UTF8.self) }
}
