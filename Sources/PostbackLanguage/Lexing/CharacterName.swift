/// Characters in words, for messages about what cannot be seen.
package enum CharacterName {
    /// The character in quotes with its code point, or the code point alone when it has no shape.
    static func describe(_ text: String) -> String {
        guard let scalar = text.unicodeScalars.first else { return "nothing" }
        let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
        if isInvisible(scalar) || scalar.value < 0x20 { return code }
        return scalar.isASCII ? "'\(scalar)'" : "'\(scalar)' (\(code))"
    }

    /// The character with its code point and its name in Unicode.
    static func full(_ scalar: Unicode.Scalar) -> String {
        let name = scalar.properties.name.map { $0.prefix(1) + $0.dropFirst().lowercased() }
        let described = describe(String(scalar))
        guard let name else { return described }
        return described.hasSuffix(")") ? described.dropLast() + ", \(name))" : "\(described) (\(name))"
    }

    /// Whether a reader cannot see the character, although it would be sent.
    package static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        case .control: scalar != "\n" && scalar != "\t" && scalar != "\r"
        case .spaceSeparator: scalar != " "
        default: false
        }
    }
}
