/// Why a postback is not sent, as output and examples name it.
public enum SkipCode: String, Hashable, Sendable, CaseIterable {
    /// A required value is absent.
    case missingValue = "missing_value"
    /// A `send when` condition does not hold.
    case condition
    /// A map has no row for the event and says that nothing is sent then.
    case unmappedEvent = "unmapped_event"
    /// A required value is reserved for the partner that won the attribution.
    case notAttributed = "not_attributed"
    /// A required value is withheld by the event's privacy signals.
    case privacy
    /// The session belongs to a period that has had its postback, or to the period of the install.
    case sessionWindow = "session_window"
    /// The postback is paused, or its partner is.
    case inactive
    /// The account has not configured the postback, or the partner has none for this event.
    case notConfigured = "not_configured"
    /// A value cannot stand where it would have to.
    case unsafeValue = "unsafe_value"
    /// The body is larger than the partner takes.
    case tooLarge = "too_large"
    /// The account's configuration lacks something that the partner needs.
    case invalidConfiguration = "invalid_configuration"
}

extension SkipCode {
    /// The words of examples.
    package static var exampleWords: [String] { allCases.compactMap(\.exampleWord) }

    /// The word of an example that expects it; nil for what the configuration decides and no example can show.
    package var exampleWord: String? {
        switch self {
        case .missingValue: "missing"
        case .condition, .unmappedEvent, .notAttributed, .privacy, .unsafeValue, .tooLarge: rawValue
        case .sessionWindow, .inactive, .notConfigured, .invalidConfiguration: nil
        }
    }
}
