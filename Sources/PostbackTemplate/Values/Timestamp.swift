/// A moment in UTC, exact to the microsecond.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    public let microseconds: Int64

    /// Creates a moment from microseconds since 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Creates a moment from whole seconds since 1970-01-01T00:00:00Z, held to the years 0000 to 9999.
    public init(seconds: Int64) {
        self.init(microseconds: min(max(seconds, Self.earliestSecond), Self.latestSecond) * 1_000_000)
    }

    /// Orders moments by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment some seconds later; nil beyond the years 0000 to 9999.
    public func adding(seconds: Int) -> Timestamp? {
        let (span, isTooLong) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflow) = microseconds.addingReportingOverflow(span)
        let bounds = Self.earliestSecond * 1_000_000..<(Self.latestSecond + 1) * 1_000_000
        return isTooLong || overflow || !bounds.contains(sum) ? nil : Timestamp(microseconds: sum)
    }

    static let earliestSecond: Int64 = -62_167_219_200
    static let latestSecond: Int64 = 253_402_300_799
}

extension Timestamp {
    /// The parts of a moment on the UTC calendar.
    public struct Components: Hashable, Sendable {
        /// Year, 0 to 9999 for every moment that a `Timestamp` reads from text.
        public var year: Int
        /// Month, 1 to 12.
        public var month: Int
        /// Day of the month, 1 to 31.
        public var day: Int
        /// Hour, 0 to 23.
        public var hour: Int
        /// Minute, 0 to 59.
        public var minute: Int
        /// Second, 0 to 59.
        public var second: Int
        /// Microsecond within the second, 0 to 999999.
        public var microsecond: Int
    }

    /// The moment's parts on the proleptic Gregorian calendar in UTC.
    public var components: Components {
        let (seconds, micros) = microseconds.flooredDivision(by: 1_000_000)
        let (days, secondOfDay) = seconds.flooredDivision(by: 86_400)
        // Days to year, month and day by eras of 400 years that start on 1 March.
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return Components(
            year: Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)),
            month: Int(month),
            day: Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1),
            hour: Int(secondOfDay / 3_600),
            minute: Int(secondOfDay % 3_600 / 60),
            second: Int(secondOfDay % 60),
            microsecond: Int(micros))
    }

    /// Creates the moment that the parts name; nil when they name no moment of the years 0 to 9999.
    public init?(_ parts: Components) {
        guard (0...9_999).contains(parts.year), (1...12).contains(parts.month),
            (1...Self.days(inMonth: parts.month, year: parts.year)).contains(parts.day),
            (0...23).contains(parts.hour), (0...59).contains(parts.minute), (0...59).contains(parts.second),
            (0...999_999).contains(parts.microsecond)
        else { return nil }
        let year = Int64(parts.month <= 2 ? parts.year - 1 : parts.year)
        let (era, yearOfEra) = year.flooredDivision(by: 400)
        let monthFromMarch = Int64(parts.month > 2 ? parts.month - 3 : parts.month + 9)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(parts.day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = days * 86_400 + Int64(parts.hour * 3_600 + parts.minute * 60 + parts.second)
        self.init(microseconds: seconds * 1_000_000 + Int64(parts.microsecond))
    }

    private static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    /// Quotient rounded down and the remainder that is never negative.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
