public import PostbackTemplate

/// The 24 hours that a session belongs to, counted from the install or the latest re-engagement before it.
///
/// A period is a name: the same session gives the same period whenever and in whatever order it comes. Period 0 sends
/// nothing; each later one sends one postback for a device at most.
public struct SessionPeriod: Hashable, Sendable {
    /// The install or the re-engagement.
    public var anchor: Timestamp
    /// How many whole periods lie between anchor and session.
    public var number: Int64

    /// How long a period is, in microseconds.
    public static let length: Int64 = 86_400 * 1_000_000

    /// The period of a session; nil when nothing is known to have happened before it.
    ///
    /// - Parameters:
    ///   - session: the moment of the session.
    ///   - install: the moment of the install.
    ///   - reengagement: the moment of the latest re-engagement; one that is later than the session does not count.
    public init?(of session: Timestamp, install: Timestamp?, reengagement: Timestamp?) {
        let before = [install, reengagement].compactMap { $0?.microseconds }.filter { $0 <= session.microseconds }
        guard let anchor = before.max() else { return nil }
        self.anchor = Timestamp(microseconds: anchor)
        let (distance, overflows) = session.microseconds.subtractingReportingOverflow(anchor)
        number = overflows ? .max : distance / Self.length
    }

    /// Whether a postback may be sent in it.
    public var isOpen: Bool { number > 0 }
}
