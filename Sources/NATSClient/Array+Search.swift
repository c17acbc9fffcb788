/// Looking for a few bytes in an answer that is not worth decoding.
extension [UInt8] {
    /// Where some bytes end; nil where they are not there.
    private func end(of text: String) -> Int? {
        let wanted = text.utf8.count
        guard wanted > 0, count >= wanted else { return nil }
        let bytes = text.utf8
        return (0...count - wanted).first { start in self[start...].starts(with: bytes) }.map { $0 + wanted }
    }

    /// Whether some bytes are there.
    func has(_ text: String) -> Bool { end(of: text) != nil }

    /// The digits behind some bytes and blanks.
    func number(behind text: String) -> UInt64? {
        guard let start = end(of: text) else { return nil }
        let digits = self[start...].drop { $0 == 0x20 }.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }
}
