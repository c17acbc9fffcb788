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
    /// What a text whose bytes nobody looked at may be.
    static let unknown: TextTraits = [.reserved, .escaped, .control, .wide]

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }
}
