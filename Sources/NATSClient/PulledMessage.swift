/// A message that a consumer has handed out.
package struct PulledMessage: Hashable, Sendable {
    /// The message.
    package var message: NATSMessage
    /// Its number in the stream.
    package var number: UInt64
    /// How often it has been handed out, this time included.
    package var deliveries: Int
    /// When the server has kept it, in nanoseconds since 1970.
    package var stored: Int64
    /// How many more there are.
    package var pending: Int

    /// Reads where a message comes from; nil for one that no consumer has handed out.
    ///
    /// Source: the subject of acknowledgements, `$JS.ACK.STREAM.CONSUMER.DELIVERIES.NUMBER.…`; longer ones have a domain and
    /// an account in front.
    package init?(_ message: NATSMessage) {
        guard let parts = message.reply?.split(separator: ".", omittingEmptySubsequences: false), parts.count >= 9,
            parts[0] == "$JS", parts[1] == "ACK"
        else { return nil }
        let shift = parts.count >= 11 ? 2 : 0
        guard let deliveries = Int(parts[4 + shift]), let number = UInt64(parts[5 + shift]),
            let stored = Int64(parts[7 + shift]), let pending = Int(parts[8 + shift])
        else { return nil }
        self.message = message
        self.number = number
        self.deliveries = deliveries
        self.stored = stored
        self.pending = pending
    }

    /// Where is said what has become of it.
    package var acknowledgement: String { message.reply ?? "" }
}

/// What is said about a message that was handed out.
package enum PullVerdict {
    /// It is not handed out again.
    package static let done = Array("+ACK".utf8)
    /// It is not handed out again, though nobody could use it.
    package static let useless = Array("+TERM".utf8)
    /// Somebody is still at it.
    package static let inProgress = Array("+WPI".utf8)

    /// It is handed out again, not before so many microseconds.
    package static func later(microseconds: Int64) -> [UInt8] {
        microseconds <= 0
            ? Array("-NAK".utf8)
            : Array("-NAK {\"delay\": \(microseconds.multipliedReportingOverflow(by: 1_000).partialValue)}".utf8)
    }
}
