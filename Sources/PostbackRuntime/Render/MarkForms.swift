/// The forms that the marks of a callback have, by which those are known that the file does not name.
struct MarkForms: OptionSet, Sendable {
    let rawValue: UInt8

    /// `__NAME__`.
    static let underscores = MarkForms(rawValue: 1)
    /// `{name}`, and `%7Bname%7D`.
    static let braces = MarkForms(rawValue: 2)

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The forms of some marks.
    init(of marks: [String]) {
        self = []
        for mark in marks {
            if mark.hasPrefix("__"), mark.hasSuffix("__") { insert(.underscores) }
            if mark.hasPrefix("{") { insert(.braces) }
        }
    }

    /// The length of a mark of one of the forms that stands at a place; 0 for none.
    func mark(in text: ByteView, at place: Int) -> Int {
        if contains(.underscores), text[place] == UInt8(ascii: "_") { return Self.underscored(text, place) }
        if contains(.braces) {
            if text[place] == UInt8(ascii: "{") { return Self.braced(text, place, "{", "}") }
            if text[place] == UInt8(ascii: "%") { return Self.braced(text, place, "%7b", "%7d") }
        }
        return 0
    }

    /// The length of a mark that stands at a place, as it is or percent-encoded; 0 where it does not.
    static func length(of mark: ByteView, in text: ByteView, at place: Int) -> Int {
        var end = place
        for index in 0..<mark.count {
            let byte = mark[index]
            if end < text.count, text[end] == byte {
                end += 1
            } else if end + 2 < text.count, text[end] == UInt8(ascii: "%"),
                let high = Hexadecimal.value(text[end + 1]), let low = Hexadecimal.value(text[end + 2]),
                high << 4 | low == byte
            {
                end += 3
            } else {
                return 0
            }
        }
        return end - place
    }

    private static func underscored(_ text: ByteView, _ place: Int) -> Int {
        var end = place + 2
        guard end < text.count, text[place + 1] == UInt8(ascii: "_"), isCapital(text[end]) else { return 0 }
        while end + 1 < text.count {
            if text[end] == UInt8(ascii: "_"), text[end + 1] == UInt8(ascii: "_") { return end + 2 - place }
            guard isCapital(text[end]) || text[end].isDigit || text[end] == UInt8(ascii: "_") else { return 0 }
            end += 1
        }
        return 0
    }

    private static func braced(_ text: ByteView, _ place: Int, _ open: String, _ close: String) -> Int {
        guard starts(text, place, open) else { return 0 }
        let start = place + open.utf8.count
        var end = start
        while end < text.count,
            text[end].isLetter || text[end].isDigit || text[end] == UInt8(ascii: "_") || text[end] == UInt8(ascii: ".")
        {
            end += 1
        }
        return end > start && starts(text, end, close) ? end + close.utf8.count - place : 0
    }

    private static func starts(_ text: ByteView, _ place: Int, _ word: String) -> Bool {
        guard place + word.utf8.count <= text.count else { return false }
        var index = place
        for byte in word.utf8 {
            guard (text[index].isLetter ? text[index] | 0x20 : text[index]) == byte else { return false }
            index += 1
        }
        return true
    }

    private static func isCapital(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    }
}
