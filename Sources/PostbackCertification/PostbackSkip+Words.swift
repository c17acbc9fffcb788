package import PostbackRuntime

extension PostbackSkip {
    /// That nothing is sent, and why, for a person.
    package var notSent: String { Self.notSent(code, about) }

    static func notSent(_ code: String, _ about: [String]) -> String {
        "not sent: \(code)" + (about.isEmpty ? "" : " (\(about.joined(separator: ", ")))")
    }
}
