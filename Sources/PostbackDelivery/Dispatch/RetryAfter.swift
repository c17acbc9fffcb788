import PostbackTemplate

/// The header with which a partner says when to try again.
enum RetryAfter {
    /// Seconds from now; nil for none, and for what nobody could mean.
    ///
    /// Source: RFC 9110, 10.2.3 and 5.6.7.
    static func seconds(_ text: String?, now: Timestamp) -> Double? {
        guard let text else { return nil }
        let words = text.split(separator: " ").map(String.init)
        if words.count == 1, text.utf8.allSatisfy({ $0 == 0x20 || (0x30...0x39).contains($0) }) {
            return Double(words[0])
        }
        guard let date = date(words, now: now) else { return nil }
        return max(0, Double(date.microseconds - now.microseconds) / 1e6)
    }

    /// The moment of a date in one of the three forms that HTTP has had.
    private static func date(_ words: [String], now: Timestamp) -> Timestamp? {
        switch words.count {
        case 6 where words[5] == "GMT" && isDay(words[0].dropLast(), short: true) && words[0].hasSuffix(","):
            // Sun, 06 Nov 1994 08:49:37 GMT
            guard words[1].utf8.count == 2, words[3].utf8.count == 4 else { return nil }
            return moment(words[1], words[2], words[3], words[4])
        case 4 where words[3] == "GMT" && isDay(words[0].dropLast(), short: false) && words[0].hasSuffix(","):
            // Sunday, 06-Nov-94 08:49:37 GMT
            let parts = words[1].split(separator: "-").map(String.init)
            guard parts.count == 3, parts[2].utf8.count == 2, let short = Int(parts[2]) else { return nil }
            return moment(parts[0], parts[1], String(year(short, now: now)), words[2])
        case 5 where isDay(words[0][...], short: true):
            // Sun Nov  6 08:49:37 1994
            guard words[4].utf8.count == 4 else { return nil }
            return moment(words[2], words[1], words[4], words[3])
        default: return nil
        }
    }

    /// A year of two digits: of those more than fifty years ahead the last that had them.
    private static func year(_ short: Int, now: Timestamp) -> Int {
        let current = now.components.year
        let year = current / 100 * 100 + short
        return year > current + 50 ? year - 100 : year
    }

    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func isDay(_ text: Substring, short: Bool) -> Bool {
        days.contains { short ? $0.prefix(3) == text : $0[...] == text }
    }

    private static func moment(_ day: String, _ month: String, _ year: String, _ time: String) -> Timestamp? {
        guard let month = months.firstIndex(of: month), let day = Int(day) else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return Timestamp("\(year)-\(two(month + 1))-\(two(day))T\(time)Z")
    }
}
