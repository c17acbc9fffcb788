/// A date pattern such as `yyyy-MM-dd HH:mm:ss.SSS`, in UTC or at an offset from it.
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
        /// The offset from UTC.
        case offset(OffsetForm)
    }

    /// How an offset from UTC is written.
    public enum OffsetForm: Hashable, Sendable {
        /// `Z`: `+0000`.
        case plain
        /// `xxx`: `+00:00`.
        case colon
        /// `XXX`: `Z` for UTC itself, else `+03:00`.
        case letter
    }

    /// The part of a moment that a run of pattern letters stands for.
    public enum Part: Hashable, Sendable {
        /// `yyyy` or `yy`, `MM`, `dd`, `HH`, `mm`, `ss`, and `S` to `SSSSSS` for the fraction.
        case year, month, day, hour, minute, second, fraction
    }

    /// The pieces in order.
    public let pieces: [Piece]
    /// How many minutes the written time is ahead of UTC.
    public let offsetMinutes: Int

    /// Reads a pattern, and an offset such as `+03:00`; nil when a letter has no meaning or a run of letters has the wrong
    /// length, and for what is no offset.
    public init?(_ text: String, offset: String? = nil) {
        guard let minutes = offset.map(Self.minutes) ?? 0 else { return nil }
        offsetMinutes = minutes
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
            if let form = Self.offset(letter, run.count) {
                pieces.append(.offset(form))
                rest = rest.dropFirst(run.count)
                continue
            }
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

    private static func offset(_ letter: Unicode.Scalar, _ count: Int) -> OffsetForm? {
        switch (letter, count) {
        case ("Z", 1): .plain
        case ("x", 3): .colon
        case ("X", 3): .letter
        default: nil
        }
    }

    /// The minutes of an offset such as `+03:00`, at most 18 hours; nil for what is none.
    package static func minutes(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            [1, 2, 4, 5].allSatisfy({ (0x30...0x39).contains(bytes[$0]) })
        else { return nil }
        func number(_ place: Int) -> Int { Int(bytes[place] - 0x30) * 10 + Int(bytes[place + 1] - 0x30) }
        let minutes = number(1) * 60 + number(4)
        guard number(4) < 60, minutes <= 18 * 60 else { return nil }
        return bytes[0] == UInt8(ascii: "-") ? -minutes : minutes
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

extension DatePattern.OffsetForm {
    /// An offset in this form.
    public func text(minutes: Int) -> String {
        if self == .letter, minutes == 0 { return "Z" }
        let (hours, rest) = (abs(minutes) / 60, abs(minutes) % 60)
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (minutes < 0 ? "-" : "+") + padded(hours) + (self == .plain ? "" : ":") + padded(rest)
    }
}

extension DatePattern {
    /// The moment on the clock at the pattern's offset, held to the years 0000 to 9999.
    public func local(_ moment: Timestamp) -> Timestamp {
        guard offsetMinutes != 0 else { return moment }
        return moment.adding(seconds: offsetMinutes * 60)
            ?? Timestamp(seconds: offsetMinutes < 0 ? Timestamp.earliestSecond : Timestamp.latestSecond)
    }
}
