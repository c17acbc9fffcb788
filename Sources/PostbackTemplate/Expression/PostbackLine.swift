/// What happens when a line's value is absent.
public enum LinePresence: String, Hashable, Sendable, Codable {
    /// The line is left out.
    case optional
    /// The postback is not sent.
    case required
    /// The key goes out with an empty value.
    case keepEmpty
    /// The key goes out with JSON's `null`.
    case keepNull
}

/// One line of a block: a parameter, a header, a form field or a JSON member, or lines under a condition.
public enum PostbackLine: Hashable, Sendable, Codable {
    /// A key with its value. Entries of an open map without a key are pairs of their own, but those whose name is a key of
    /// the block.
    case pair(LineKey, PostbackExpression, presence: LinePresence = .optional)
    /// Lines that count when the condition holds, and those that count when it does not.
    case when(PostbackCondition, [PostbackLine], otherwise: [PostbackLine] = [])
    /// Lines that count once for each element of a list.
    case each(ItemLoop, [PostbackLine])
}

/// One element of a list.
public struct PostbackElement: Hashable, Sendable, Codable {
    /// The element's value.
    public var value: PostbackExpression
    /// What happens when it is absent: left out, empty text or null in its place, or no postback.
    public var presence: LinePresence

    /// Creates an element.
    public init(_ value: PostbackExpression, presence: LinePresence = .optional) {
        self.value = value
        self.presence = presence
    }
}
