extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isLetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
}

extension ByteView {
    /// Whether every byte satisfies the predicate.
    func allSatisfy(_ predicate: (UInt8) -> Bool) -> Bool {
        run(while: predicate) == count
    }

    /// How many bytes from the start satisfy the predicate.
    func run(while predicate: (UInt8) -> Bool) -> Int {
        var end = 0
        while end < count, predicate(self[end]) { end += 1 }
        return end
    }

    /// The Unicode scalar whose first byte stands at a place, and how many bytes it takes; what is no UTF-8 counts as
    /// U+FFFD, byte by byte.
    func scalar(at place: Int) -> (scalar: Unicode.Scalar, length: Int) {
        let first = self[place]
        guard first >= 0x80 else { return (Unicode.Scalar(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, place + length <= count else { return ("\u{FFFD}", 1) }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            guard self[place + offset] & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
            value = value << 6 | UInt32(self[place + offset] & 0x3F)
        }
        return Unicode.Scalar(value).map { ($0, length) } ?? ("\u{FFFD}", 1)
    }

    /// The place where the scalar with a number begins, counted from 0; the end when there are not so many.
    func offset(ofScalar number: Int) -> Int {
        var place = 0
        var rest = number
        while rest > 0, place < count {
            place += scalar(at: place).length
            rest -= 1
        }
        return place
    }

    /// Whether the bytes are UTF-8: shortest forms only, no surrogates, nothing beyond U+10FFFF.
    var isUTF8: Bool {
        var place = 0
        while place < count {
            let first = self[place]
            if first < 0x80 {
                place += 1
                continue
            }
            let (length, low, high): (Int, UInt8, UInt8)
            switch first {
            case 0xC2...0xDF: (length, low, high) = (2, 0x80, 0xBF)
            case 0xE0: (length, low, high) = (3, 0xA0, 0xBF)
            case 0xED: (length, low, high) = (3, 0x80, 0x9F)
            case 0xE1...0xEF: (length, low, high) = (3, 0x80, 0xBF)
            case 0xF0: (length, low, high) = (4, 0x90, 0xBF)
            case 0xF1...0xF3: (length, low, high) = (4, 0x80, 0xBF)
            case 0xF4: (length, low, high) = (4, 0x80, 0x8F)
            default: return false
            }
            guard place + length <= count, self[place + 1] >= low, self[place + 1] <= high else { return false }
            for offset in 2..<max(length, 2) where self[place + offset] & 0xC0 != 0x80 { return false }
            place += length
        }
        return true
    }
}
