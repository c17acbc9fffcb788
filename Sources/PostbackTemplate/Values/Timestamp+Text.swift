extension Timestamp {
    /// Reads an RFC 3339 date and time with a zone (`2026-11-23T08:00:00.250Z`, `…+02:00`), or Unix seconds (`1763884800.5`).
    ///
    /// More than six digits of a fraction are cut. A leap second counts as the second after it. Unix time beyond the
    /// year 9999 is refused: it is nearly always milliseconds passed as seconds.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        if let seconds = ExactDecimal(utf8: bytes) {
            self.init(unixSeconds: seconds)
        } else {
            self.init(rfc3339: bytes)
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

    private init?(rfc3339 bytes: [UInt8]) {
        var reader = DigitReader(bytes: bytes)
        guard let year = reader.number(digits: 4), reader.skip("-"), let month = reader.number(digits: 2),
            reader.skip("-"), let day = reader.number(digits: 2),
            reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(digits: 2), reader.skip(":"), let minute = reader.number(digits: 2),
            reader.skip(":"),
            let second = reader.number(digits: 2)
        else { return nil }
        var microsecond = 0
        if reader.skip(".") {
            guard let fraction = reader.fraction() else { return nil }
            microsecond = fraction
        }
        guard let offset = reader.zoneOffset(), reader.isAtEnd else { return nil }
        let leap = second == 60 ? 1 : 0
        let parts = Components(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second - leap,
            microsecond: microsecond)
        guard let local = Timestamp(parts) else { return nil }
        self.init(microseconds: local.microseconds + Int64(leap - offset) * 1_000_000)
    }
}

/// Reads fixed runs of digits and separators.
private struct DigitReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func digit() -> Int? {
        guard position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) else {
            return nil
        }
        position += 1
        return Int(bytes[position - 1] - UInt8(ascii: "0"))
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let next = digit() else { return nil }
            value = value * 10 + next
        }
        return value
    }

    mutating func fraction() -> Int? {
        guard var value = digit() else { return nil }
        var digits = 1
        while let next = digit() {
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
    mutating func zoneOffset() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = number(digits: 2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
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
    public static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
