import PostbackTemplate

extension ByteBuffer {
    /// Appends bytes percent-encoded: runs of sixteen unreserved bytes are copied, other bytes go through the table.
    mutating func append(_ view: ByteView, encoding table: EncodingTable) {
        var index = 0
        while index < view.count {
            let rest = view.count &- index
            reserve(48)
            if rest >= 16, view.isUnreserved(at: index) {
                appendReserved(view.chunk(at: index), 16)
                index &+= 16
                continue
            }
            let end = index &+ min(rest, 16)
            while index < end {
                let word = table[view[index]]
                appendReserved(word, EncodingTable.length(word))
                index &+= 1
            }
        }
    }

    /// Appends the content of a JSON string: quote, backslash and control characters escaped, all else as it is.
    mutating func append(escaping view: ByteView) {
        var index = 0
        while index < view.count {
            let rest = view.count &- index
            reserve(96)
            if rest >= 16, view.isPlainJSON(at: index) {
                appendReserved(view.chunk(at: index), 16)
                index &+= 16
                continue
            }
            let end = index &+ min(rest, 16)
            while index < end {
                appendEscaped(view[index])
                index &+= 1
            }
        }
    }

    @inline(__always)
    private mutating func appendEscaped(_ byte: UInt8) {
        guard TextTraits(of: byte).contains(.escaped) else {
            append(byte)
            return
        }
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        default:
            append(UInt8(ascii: "u"))
            append(UInt8(ascii: "0"))
            append(UInt8(ascii: "0"))
            append(hexadecimal: byte)
        }
    }

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

    /// Appends a number's digits, with zeros in front up to a width.
    mutating func append(magnitude number: UInt64, width: Int) {
        var rest = number
        var digits = 1
        var limit: UInt64 = 10
        while digits < 20, rest >= limit {
            digits += 1
            let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
            if overflow { break }
            limit = next
        }
        let width = max(width, digits)
        for _ in 0..<width { append(UInt8(ascii: "0")) }
        var place = count
        repeat {
            place -= 1
            self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
    }
}

extension ByteView {
    /// Whether sixteen bytes from a place on are all unreserved.
    @inline(__always)
    fileprivate func isUnreserved(at index: Int) -> Bool {
        let bytes = chunk(at: index)
        let letters = ((bytes | 0x20) &- 0x61) .< 26
        let digits = (bytes &- 0x30) .< 10
        // `-` and `.` are neighbours; `_` and `~` stand alone.
        let marks = ((bytes &- 0x2D) .< 2) .| (bytes .== 0x5F) .| (bytes .== 0x7E)
        return all(letters .| digits .| marks)
    }

    /// Whether sixteen bytes from a place on stand for themselves inside a JSON string.
    @inline(__always)
    fileprivate func isPlainJSON(at index: Int) -> Bool {
        let bytes = chunk(at: index)
        return !any((bytes .< 0x20) .| (bytes .== 0x22) .| (bytes .== 0x5C) .| (bytes .== 0x7F))
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
