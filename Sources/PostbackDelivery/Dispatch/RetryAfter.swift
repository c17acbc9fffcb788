import Foundation
import PostbackTemplate

/// The header with which a partner says when to try again.
enum RetryAfter {
    /// Seconds from now; nil for none, and for what nobody could mean.
    ///
    /// Source: RFC 9110, 10.2.3 and 5.6.7.
    static func seconds(_ text: String?, now: Timestamp) -> Double? {
        guard let text = text?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Double(text) }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        guard let date = formatter.date(from: text) else { return nil }
        return max(0, date.timeIntervalSince1970 - Double(now.microseconds) / 1e6)
    }
}
