extension Timestamp {
    /// Reads an RFC 3339 date and time with a zone (`2026-11-23T08:00:00.250Z`, `…+02:00`), or Unix seconds (`1763884800.5`).
    ///
    /// More than six digits of a fraction are cut. A leap second counts as the second after it. Unix time beyond the
    /// year 9999 is refused: it is nearly always milliseconds passed as seconds.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: Array(text.utf8).span)
    }

    /// Reads a moment from the UTF-8 bytes of one of its forms.
    public init?(utf8 bytes: Span<UInt8>) {
        if bytes.count > 4, bytes[4] == UInt8(ascii: "-") {
            self.init(rfc3339: bytes)
        } else if let seconds = ExactDecimal(utf8: bytes) {
            self.init(unixSeconds: seconds)
        } else {
            return nil
        }
    }

    /// Creates a moment from Unix seconds with an optional fraction; nil outside the years 0 to 9999.
    public init?(unixSeconds: ExactDecimal) {
        guard let micros = unixSeconds.wholeUnits(powerOfTen: 6), let magnitude = Int64(exactly: micros.coefficient)
        else { return nil }
        let signed = micros.isNegative ? -magnitude : magnitude
        guard signed / 1_000_000 >= Self.earliestSecond, signed / 1_000_000 <= Self.latestSecond else { return nil }
        self.init(microseconds: signed)
    }

    private init?(rfc3339 bytes: Span<UInt8>) {
        var reader = DigitReader()
        guard let year = reader.number(bytes, digits: 4), reader.skip(bytes, "-"),
            let month = reader.number(bytes, digits: 2), reader.skip(bytes, "-"),
            let day = reader.number(bytes, digits: 2),
            reader.skip(bytes, "T") || reader.skip(bytes, "t") || reader.skip(bytes, " "),
            let hour = reader.number(bytes, digits: 2), reader.skip(bytes, ":"),
            let minute = reader.number(bytes, digits: 2), reader.skip(bytes, ":"),
            let second = reader.number(bytes, digits: 2)
        else { return nil }
        var microsecond = 0
        if reader.skip(bytes, ".") {
            guard let fraction = reader.fraction(bytes) else { return nil }
            microsecond = fraction
        }
        guard let offset = reader.zoneOffset(bytes), reader.position == bytes.count else { return nil }
        let leap = second == 60 ? 1 : 0
        let parts = Components(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second - leap,
            microsecond: microsecond)
        guard let local = Timestamp(parts) else { return nil }
        self.init(microseconds: local.microseconds + Int64(leap - offset) * 1_000_000)
    }
}

/// Reads fixed runs of digits and separators; holds the place reached in the bytes that every call is given.
private struct DigitReader {
    var position = 0

    mutating func skip(_ bytes: Span<UInt8>, _ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func digit(_ bytes: Span<UInt8>) -> Int? {
        guard position < bytes.count, bytes[position].isDigit else { return nil }
        position += 1
        return Int(bytes[position - 1] - UInt8(ascii: "0"))
    }

    mutating func number(_ bytes: Span<UInt8>, digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let next = digit(bytes) else { return nil }
            value = value * 10 + next
        }
        return value
    }

    mutating func fraction(_ bytes: Span<UInt8>) -> Int? {
        guard var value = digit(bytes) else { return nil }
        var digits = 1
        while let next = digit(bytes) {
            if digits < 6 {
                value = value * 10 + next
                digits += 1
            }
        }
        while digits < 6 {
            value *= 10
            digits += 1
        }
        return value
    }

    /// Seconds east of UTC.
    mutating func zoneOffset(_ bytes: Span<UInt8>) -> Int? {
        if skip(bytes, "Z") || skip(bytes, "z") { return 0 }
        let sign = skip(bytes, "+") ? 1 : skip(bytes, "-") ? -1 : 0
        guard sign != 0, let hours = number(bytes, digits: 2), hours < 24 else { return nil }
        _ = skip(bytes, ":")
        guard let minutes = number(bytes, digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The moment in RFC 3339, with as many digits of the fraction as it needs (none, three or six).
    public var description: String {
        let parts = components
        let digits = parts.microsecond == 0 ? 0 : parts.microsecond % 1_000 == 0 ? 3 : 6
        return iso8601(fractionDigits: digits)
    }

    /// The moment as `yyyy-MM-ddTHH:mm:ss`, then a fraction of 0, 3 or 6 digits, then `Z`.
    public func iso8601(fractionDigits: Int) -> String {
        let parts = components
        var text = Self.padded(parts.year, 4) + "-" + Self.padded(parts.month, 2) + "-" + Self.padded(parts.day, 2)
        text += "T" + Self.padded(parts.hour, 2) + ":" + Self.padded(parts.minute, 2) + ":"
        text += Self.padded(parts.second, 2)
        if fractionDigits > 0 {
            text += "." + Self.padded(parts.microsecond, 6).prefix(fractionDigits)
        }
        return text + "Z"
    }

    /// The number with zeros in front until it has `width` digits.
    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
