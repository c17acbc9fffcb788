public import PostbackTemplate

/// The 24 hours that a session belongs to, counted from its anchor: an install or a re-engagement.
///
/// Period 0 sends nothing; each later one sends one postback for a device at most.
public struct SessionPeriod: Hashable, Sendable {
    /// The install or the re-engagement.
    public var anchor: Timestamp
    /// How many whole periods lie between anchor and session.
    public var number: Int64

    /// How long a period is, in microseconds.
    public static let length: Int64 = 86_400 * 1_000_000

    /// The period of a session; nil when no anchor lies before it.
    ///
    /// - Parameters:
    ///   - session: the moment of the session.
    ///   - anchors: what a period may be counted from; the latest counts that is not later than the session.
    public init?(of session: Timestamp, anchors: [Timestamp]) {
        guard let anchor = anchors.filter({ $0 <= session }).max() else { return nil }
        let (distance, overflows) = session.microseconds.subtractingReportingOverflow(anchor.microseconds)
        guard !overflows else { return nil }
        self.anchor = anchor
        number = distance / Self.length
    }

    /// When it begins.
    public var start: Timestamp { Timestamp(microseconds: anchor.microseconds + number * Self.length) }

    /// When the next one begins; the last moment there is where that would be later.
    public var end: Timestamp { start.adding(microseconds: Self.length) }

    /// Whether a postback may be sent in it.
    public var isOpen: Bool { number > 0 }
}

extension Timestamp {
    /// A later moment, or the last there is.
    func adding(microseconds: Int64) -> Timestamp {
        let (sum, overflows) = self.microseconds.addingReportingOverflow(microseconds)
        return Timestamp(microseconds: overflows ? .max : sum)
    }
}
