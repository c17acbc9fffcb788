import Foundation

extension Timestamp {
    /// The moment of the call, by the machine's clock.
    package static var now: Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }

    /// The day in UTC: `2026-11-23`.
    package var day: String { String(iso8601(fractionDigits: 0).prefix(10)) }
}
