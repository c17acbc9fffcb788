/// What is known about the bytes of a text, so that most texts are copied without being looked at again.
struct TextTraits: OptionSet, BitwiseCopyable {
    let rawValue: UInt8

    /// Some byte is not unreserved (RFC 3986): in a URL or a form it would be encoded.
    static let reserved = TextTraits(rawValue: 1)
    /// Some byte must be escaped inside a JSON string.
    static let escaped = TextTraits(rawValue: 2)
    /// Some byte may not stand in a header: a control character other than a tab.
    static let control = TextTraits(rawValue: 4)
    /// Some byte is not ASCII.
    static let wide = TextTraits(rawValue: 8)
    /// Ends a plain run inside a JSON string: a quote, a backslash, a control character.
    static let stop = TextTraits(rawValue: 128)
    /// What a text whose bytes nobody looked at may be.
    static let unknown: TextTraits = [.reserved, .escaped, .control, .wide]

    /// The traits of one byte.
    @inline(__always)
    init(of byte: UInt8) {
        rawValue = unsafe Self.table.load(fromByteOffset: Int(byte), as: UInt8.self)
    }

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The traits of all bytes together, `stop` left out.
    init(of bytes: ByteView) {
        let table = unsafe Self.table
        var traits: UInt8 = 0
        for index in 0..<bytes.count {
            traits |= unsafe table.load(fromByteOffset: Int(bytes[index]), as: UInt8.self)
        }
        rawValue = traits & 0x7F
    }

    /// The traits of every byte: 256 bytes that live as long as the process.
    nonisolated(unsafe) static let table: UnsafeRawPointer = {
        let table = UnsafeMutableRawPointer.allocate(byteCount: 256, alignment: 16)
        for byte in UInt8.min...UInt8.max {
            unsafe table.storeBytes(of: traits(byte).rawValue, toByteOffset: Int(byte), as: UInt8.self)
        }
        return UnsafeRawPointer(table)
    }()

    private static func traits(_ byte: UInt8) -> TextTraits {
        var traits: TextTraits = []
        if !PercentEncoding.isUnreserved(byte) { traits.insert(.reserved) }
        if byte < 0x20 || byte == 0x7F { traits.insert(.escaped) }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { traits.insert(.escaped) }
        if (byte < 0x20 && byte != 0x09) || byte == 0x7F { traits.insert(.control) }
        if byte >= 0x80 { traits.insert(.wide) }
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { traits.insert(.stop) }
        return traits
    }
}
