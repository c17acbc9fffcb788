/// Characters that look like those of the language, or like nothing.
enum Lookalike {
    /// What a character was taken for: a space for one that only looks like it, nothing for what nobody sees; nil when it
    /// looks like none.
    static func meaning(of scalar: Unicode.Scalar) -> String? {
        if scalar.isASCII { return nil }
        if let letter = letters[scalar] { return letter }
        switch scalar.value {
        // Full-width forms, but for those that begin a text or a comment.
        case 0xFF02, 0xFF03, 0xFF07, 0xFF0F: return nil
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0).map { String($0) }
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return " "
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: return ""
        case 0x2010...0x2015, 0x2212: return "-"
        case 0x2026: return "..."
        case 0x2192, 0x21D2: return "->"
        case 0x2260: return "!="
        default: return nil
        }
    }

    /// Letters of other scripts that are drawn like Latin ones.
    private static let letters: [Unicode.Scalar: String] = Dictionary(
        uniqueKeysWithValues: zip(
            "\u{430}\u{435}\u{43E}\u{440}\u{441}\u{445}\u{443}\u{456}\u{458}\u{455}\u{501}\u{51B}\u{51D}\u{4BB}\u{410}\u{412}\u{415}\u{41A}\u{41C}\u{41D}\u{41E}\u{420}\u{421}\u{422}\u{425}\u{423}\u{405}\u{406}\u{408}\u{391}\u{392}\u{395}\u{396}\u{397}\u{399}\u{39A}\u{39C}\u{39D}\u{39F}\u{3A1}\u{3A4}\u{3A5}\u{3A7}\u{3B1}\u{3B9}\u{3BA}\u{3BD}\u{3BF}\u{3C1}\u{3C4}\u{3C5}\u{131}\u{251}\u{261}"
                .unicodeScalars,
            "aeopcxyijsdqwhABEKMHOPCTXYSIJABEZHIKMNOPTYXaikvoptuiag".map { String($0) }))
}
