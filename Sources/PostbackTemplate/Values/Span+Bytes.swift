extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isLetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
    var isHexadecimal: Bool { isDigit || ((self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "f")) }
}

extension [UInt8] {
    /// The bytes of a span.
    package init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension Span<UInt8> {
    /// Whether every byte satisfies the predicate.
    func allSatisfy(_ predicate: (UInt8) -> Bool) -> Bool {
        for index in 0..<count where !predicate(self[index]) { return false }
        return true
    }

    /// How many bytes from `start` on satisfy the predicate.
    func run(from start: Int = 0, while predicate: (UInt8) -> Bool) -> Int {
        var end = start
        while end < count, predicate(self[end]) { end += 1 }
        return end - start
    }

    /// Whether these are the UTF-8 bytes of `text`.
    func isEqual(to text: String) -> Bool {
        count == text.utf8.count && starts(with: text) { $0 == $1 }
    }

    /// Whether the bytes begin with a text in lower case, in whatever case they are.
    func hasPrefix(_ text: String) -> Bool {
        count >= text.utf8.count && starts(with: text) { ($0 | 0x20) == ($1 | 0x20) }
    }

    private func starts(with text: String, by areEqual: (UInt8, UInt8) -> Bool) -> Bool {
        var index = 0
        for byte in text.utf8 {
            guard areEqual(self[index], byte) else { return false }
            index += 1
        }
        return true
    }
}
