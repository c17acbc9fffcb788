/// A date pattern such as `yyyy-MM-dd HH:mm:ss.SSS`, always read in UTC.
///
/// Letters stand for parts of the moment, everything else for itself; text between single quotes is literal, and two
/// single quotes are one.
public struct DatePattern: Hashable, Sendable {
    /// One piece of a pattern.
    public enum Piece: Hashable, Sendable {
        /// Text that stands for itself.
        case literal(String)
        /// Year, month, day, hour (0 to 23), minute, second or microsecond with a fixed number of digits.
        case part(Part, digits: Int)
    }

    /// The part of a moment that a run of pattern letters stands for.
    public enum Part: Hashable, Sendable {
        /// `yyyy` or `yy`, `MM`, `dd`, `HH`, `mm`, `ss`, and `S` to `SSSSSS` for the fraction.
        case year, month, day, hour, minute, second, fraction
    }

    /// The pieces in order.
    public let pieces: [Piece]

    /// Reads a pattern; nil when a letter has no meaning or a run of letters has the wrong length.
    public init?(_ text: String) {
        var pieces: [Piece] = []
        var rest = text.unicodeScalars[...]
        func append(literal: String) {
            if case .literal(let before)? = pieces.last {
                pieces[pieces.count - 1] = .literal(before + literal)
            } else {
                pieces.append(.literal(literal))
            }
        }
        while let letter = rest.first {
            if letter == "'" {
                guard let (literal, remainder) = Self.quoted(rest.dropFirst()) else { return nil }
                append(literal: literal)
                rest = remainder
                continue
            }
            let run = rest.prefix { $0 == letter }
            if let part = Self.part(letter) {
                guard Self.lengths(of: part).contains(run.count) else { return nil }
                pieces.append(.part(part, digits: run.count))
                rest = rest.dropFirst(run.count)
            } else {
                guard !letter.properties.isAlphabetic else { return nil }
                append(literal: String(letter))
                rest = rest.dropFirst()
            }
        }
        guard !pieces.isEmpty else { return nil }
        self.pieces = pieces
    }

    private static func part(_ letter: Unicode.Scalar) -> Part? {
        switch letter {
        case "y": .year
        case "M": .month
        case "d": .day
        case "H": .hour
        case "m": .minute
        case "s": .second
        case "S": .fraction
        default: nil
        }
    }

    private static func lengths(of part: Part) -> [Int] {
        switch part {
        case .year: [2, 4]
        case .fraction: [1, 2, 3, 4, 5, 6]
        default: [2]
        }
    }

    private static func quoted(_ text: Substring.UnicodeScalarView) -> (String, Substring.UnicodeScalarView)? {
        if text.first == "'" { return ("'", text.dropFirst()) }
        guard let end = text.firstIndex(of: "'") else { return nil }
        return (String(Substring(text[..<end])), text[text.index(after: end)...])
    }
}
