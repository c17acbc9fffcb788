/// A decimal number kept exactly as it was written, never a binary float.
///
/// The value is `coefficient / 10^scale`. Up to 38 significant digits are kept; trailing zeros are part of the value's
/// text (`4.90` prints as `4.90`). Source: the text of a JSON number or string, or a literal of a partner file.
public struct ExactDecimal: Hashable, Sendable {
    /// Whether the number is below zero; zero itself is never negative.
    public let isNegative: Bool
    /// All digits of the number, without sign and point.
    public let coefficient: UInt128
    /// Number of digits behind the point, 0 to 64.
    public let scale: Int

    /// The largest number of digits behind the point that is kept.
    public static let maximumScale = 64

    /// Creates a number from its parts; zero loses its sign.
    public init(isNegative: Bool, coefficient: UInt128, scale: Int) {
        self.isNegative = isNegative && coefficient != 0
        self.coefficient = coefficient
        self.scale = scale
    }

    /// Creates a whole number.
    public init(_ integer: some BinaryInteger) {
        self.init(isNegative: integer < 0, coefficient: UInt128(integer.magnitude), scale: 0)
    }

    /// Reads `-12.50`, `7` or `1.5e3`; nil for anything else, and for more digits than can be kept exactly.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: text.utf8)
    }

    /// Reads a number from UTF-8 bytes in the grammar of JSON numbers, leading zeros allowed.
    public init?(utf8 bytes: some Collection<UInt8>) {
        var cursor = bytes.startIndex
        var negative = false
        if cursor < bytes.endIndex, bytes[cursor] == UInt8(ascii: "-") {
            negative = true
            cursor = bytes.index(after: cursor)
        }
        var coefficient: UInt128 = 0
        var scale = 0
        var digits = 0
        var seenPoint = false
        scan: while cursor < bytes.endIndex {
            let byte = bytes[cursor]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let (scaled, overflow) = coefficient.multipliedReportingOverflow(by: 10)
                let (sum, carry) = scaled.addingReportingOverflow(UInt128(byte - UInt8(ascii: "0")))
                guard !overflow, !carry else { return nil }
                coefficient = sum
                digits += 1
                if seenPoint { scale += 1 }
            case UInt8(ascii: "."):
                let next = bytes.index(after: cursor)
                guard !seenPoint, digits > 0, next < bytes.endIndex, Self.isDigit(bytes[next]) else { return nil }
                seenPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard digits > 0, let exponent = Self.exponent(bytes[bytes.index(after: cursor)...]) else { return nil }
                scale -= exponent
                break scan
            default:
                return nil
            }
            cursor = bytes.index(after: cursor)
        }
        guard digits > 0, scale <= Self.maximumScale else { return nil }
        while scale < 0 {
            let (scaled, overflow) = coefficient.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            coefficient = scaled
            scale += 1
        }
        self.init(isNegative: negative, coefficient: coefficient, scale: scale)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func exponent(_ bytes: some Collection<UInt8>) -> Int? {
        var rest = bytes[...]
        let negative = rest.first == UInt8(ascii: "-")
        if negative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard !rest.isEmpty, rest.count <= 3, rest.allSatisfy(isDigit) else { return nil }
        let magnitude = rest.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return negative ? -magnitude : magnitude
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// The number in plain notation, with all of its digits: `-0.50`.
    public var description: String {
        var digits = String(coefficient)
        if scale > 0 {
            if digits.utf8.count <= scale {
                digits = String(repeating: "0", count: scale - digits.utf8.count + 1) + digits
            }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
        }
        return isNegative ? "-" + digits : digits
    }
}

extension ExactDecimal {
    /// The same number with exactly `places` digits behind the point, half rounded away from zero; nil if it does not fit.
    public func rounded(toPlaces places: Int) -> ExactDecimal? {
        guard places >= 0, places <= Self.maximumScale else { return nil }
        var coefficient = coefficient
        var scale = scale
        while scale < places {
            let (scaled, overflow) = coefficient.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            coefficient = scaled
            scale += 1
        }
        var lastDigit: UInt128 = 0
        while scale > places {
            (coefficient, lastDigit) = coefficient.quotientAndRemainder(dividingBy: 10)
            scale -= 1
        }
        if lastDigit >= 5 { coefficient += 1 }
        return ExactDecimal(isNegative: isNegative, coefficient: coefficient, scale: scale)
    }

    /// The number times ten to the power of `exponent` (0 or more), rounded to a whole number; nil if it does not fit.
    public func wholeUnits(powerOfTen exponent: Int) -> ExactDecimal? {
        rounded(toPlaces: exponent).map {
            ExactDecimal(isNegative: $0.isNegative, coefficient: $0.coefficient, scale: 0)
        }
    }

    /// The same number without trailing zeros behind the point, for comparing by value.
    public var normalized: ExactDecimal {
        var coefficient = coefficient
        var scale = scale
        while scale > 0, coefficient % 10 == 0 {
            coefficient /= 10
            scale -= 1
        }
        return ExactDecimal(isNegative: isNegative, coefficient: coefficient, scale: scale)
    }
}
