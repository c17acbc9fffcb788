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
        self.init(utf8: Array(text.utf8).span)
    }

    /// Reads a number from UTF-8 bytes in the grammar of JSON numbers, leading zeros allowed.
    public init?(utf8 bytes: Span<UInt8>) {
        var cursor = 0
        let isNegative = bytes.count > 0 && bytes[0] == UInt8(ascii: "-")
        if isNegative { cursor = 1 }
        // Eighteen digits fit a machine word; the rest is taken in with the checks that 128 bits need.
        var word: UInt64 = 0
        var coefficient: UInt128 = 0
        var digits = 0
        var point: Int?
        scan: while cursor < bytes.count {
            let byte = bytes[cursor]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = byte - UInt8(ascii: "0")
                if digits < 18 {
                    word = word * 10 + UInt64(digit)
                    coefficient = UInt128(word)
                } else {
                    let (scaled, overflow) = coefficient.multipliedReportingOverflow(by: 10)
                    let (sum, carry) = scaled.addingReportingOverflow(UInt128(digit))
                    guard !overflow, !carry else { return nil }
                    coefficient = sum
                }
                digits += 1
            case UInt8(ascii: "."):
                guard point == nil, digits > 0, cursor + 1 < bytes.count, bytes[cursor + 1].isDigit else { return nil }
                point = digits
            case UInt8(ascii: "e"), UInt8(ascii: "E"): break scan
            default: return nil
            }
            cursor += 1
        }
        var scale = digits - (point ?? digits)
        if cursor < bytes.count {
            guard let exponent = Self.exponent(bytes, from: cursor + 1) else { return nil }
            scale -= exponent
        }
        guard digits > 0, scale <= Self.maximumScale else { return nil }
        while scale < 0 {
            let (scaled, overflow) = coefficient.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            coefficient = scaled
            scale += 1
        }
        self.init(isNegative: isNegative, coefficient: coefficient, scale: scale)
    }

    private static func exponent(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var cursor = start
        var isNegative = false
        if cursor < bytes.count, bytes[cursor] == UInt8(ascii: "-") || bytes[cursor] == UInt8(ascii: "+") {
            isNegative = bytes[cursor] == UInt8(ascii: "-")
            cursor += 1
        }
        guard (1...3).contains(bytes.count - cursor) else { return nil }
        var magnitude = 0
        while cursor < bytes.count {
            guard bytes[cursor].isDigit else { return nil }
            magnitude = magnitude * 10 + Int(bytes[cursor] - UInt8(ascii: "0"))
            cursor += 1
        }
        return isNegative ? -magnitude : magnitude
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

    /// The sum, with as many digits behind the point as the longer one has; nil if it does not fit.
    public func adding(_ other: ExactDecimal) -> ExactDecimal? {
        let places = max(scale, other.scale)
        guard let left = rounded(toPlaces: places), let right = other.rounded(toPlaces: places) else { return nil }
        if left.isNegative == right.isNegative {
            let (sum, overflow) = left.coefficient.addingReportingOverflow(right.coefficient)
            return overflow ? nil : ExactDecimal(isNegative: left.isNegative, coefficient: sum, scale: places)
        }
        let isLeft = left.coefficient >= right.coefficient
        let (large, small) = isLeft ? (left, right) : (right, left)
        return ExactDecimal(
            isNegative: large.isNegative, coefficient: large.coefficient - small.coefficient, scale: places)
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
