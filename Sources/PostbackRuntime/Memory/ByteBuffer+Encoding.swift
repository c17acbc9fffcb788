import PostbackTemplate

extension ByteBuffer {
    /// Appends a byte as two lower-case digits.
    @inline(__always)
    mutating func append(hexadecimal byte: UInt8) {
        append(Hexadecimal.digit(byte >> 4))
        append(Hexadecimal.digit(byte & 15))
    }

    /// Appends a whole number.
    mutating func append(integer number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        append(magnitude: number.magnitude, width: 1)
    }
}

extension ByteBuffer {
    /// Appends a decimal number in plain notation, with all of its digits.
    mutating func append(decimal number: ExactDecimal) {
        if number.isNegative { append(UInt8(ascii: "-")) }
        let start = count
        var rest = number.coefficient
        var digits = 0
        // From the last digit on, turned around afterwards; words are divided once the number fits one.
        while rest > UInt128(UInt64.max) {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            appendDigit(UInt8(digit), &digits, point: number.scale)
            rest = quotient
        }
        var word = UInt64(rest)
        repeat {
            appendDigit(UInt8(word % 10), &digits, point: number.scale)
            word /= 10
        } while word > 0 || digits <= number.scale
        reverse(from: start)
    }

    private mutating func appendDigit(_ digit: UInt8, _ digits: inout Int, point: Int) {
        append(UInt8(ascii: "0") + digit)
        digits += 1
        if digits == point { append(UInt8(ascii: ".")) }
    }

    /// Turns the bytes from a place on around.
    private mutating func reverse(from start: Int) {
        var (low, high) = (start, count - 1)
        while low < high {
            let byte = self[low]
            self[low] = self[high]
            self[high] = byte
            low += 1
            high -= 1
        }
    }

    /// Appends a moment as `yyyy-MM-ddTHH:mm:ss`, a fraction of 0, 3 or 6 digits, and `Z`.
    mutating func append(_ moment: Timestamp, fractionDigits: Int) {
        let parts = moment.components
        append(number: parts.year, width: 4)
        append(UInt8(ascii: "-"))
        append(number: parts.month, width: 2)
        append(UInt8(ascii: "-"))
        append(number: parts.day, width: 2)
        append(UInt8(ascii: "T"))
        append(number: parts.hour, width: 2)
        append(UInt8(ascii: ":"))
        append(number: parts.minute, width: 2)
        append(UInt8(ascii: ":"))
        append(number: parts.second, width: 2)
        if fractionDigits > 0 {
            append(UInt8(ascii: "."))
            append(microsecond: parts.microsecond, digits: fractionDigits)
        }
        append(UInt8(ascii: "Z"))
    }

    /// Appends the first digits of a fraction of a second.
    mutating func append(microsecond: Int, digits: Int) {
        let start = count
        append(number: microsecond, width: 6)
        truncate(to: start + min(digits, 6))
    }

    /// Appends a whole number with zeros in front up to a width; a sign, which only years before 0 have, comes last in front.
    mutating func append(number: Int, width: Int) {
        guard number < 0 else { return append(magnitude: UInt64(number), width: width) }
        let digits = number.description.utf8.count
        for _ in 0..<max(0, width - digits) { append(UInt8(ascii: "0")) }
        append(integer: Int64(number))
    }
}
