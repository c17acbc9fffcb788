public import PostbackRuntime
public import PostbackTemplate

/// One attempt, as a log tells it: names, places and outcomes, and no value of an event, a field or a request.
public struct AttemptReport: Hashable, Sendable {
    /// What became of the postback with the attempt.
    public enum Result: String, Hashable, Sendable {
        /// The partner has it.
        case delivered
        /// It waits for another attempt.
        case again
        /// Nothing more is sent.
        case dead
        /// Nobody knows whether it arrived, and a person has to decide.
        case parked
        /// Nothing was sent, and nothing will be.
        case skipped
    }

    /// Names the postback.
    public var key: Fingerprint
    /// The app's id.
    public var app: String
    /// The partner's id.
    public var partner: String
    /// What the account calls the postback.
    public var postback: String
    /// The partner's revision that it was rendered with; 0 when it was not rendered.
    public var revision: Int
    /// How often it has been sent, this time included.
    public var attempt: Int
    /// Method, scheme, host and path without values; empty when it was not rendered.
    public var place: String
    /// `http_` and the status code, why no answer came, or why nothing was sent.
    public var outcome: String
    /// What became of the postback.
    public var result: Result
    /// Microseconds from sending to the outcome.
    public var microseconds: Int64
    /// When it is sent again.
    public var next: Timestamp?
    /// The moment of the outcome.
    public var time: Timestamp
}
