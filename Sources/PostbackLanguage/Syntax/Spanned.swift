/// Something with the source that it spans.
public struct Spanned<Content: Sendable>: Sendable {
    /// What stands there.
    public var content: Content
    /// Where, from its first word to its last.
    public var range: SourceRange

    /// Creates it.
    public init(_ content: Content, _ range: SourceRange) {
        self.content = content
        self.range = range
    }
}

extension Spanned: Equatable where Content: Equatable {}
extension Spanned: Hashable where Content: Hashable {}

/// Lines between braces.
public struct Braced<Line: Sendable>: Sendable {
    /// The lines in order.
    public var lines: [Spanned<Line>]
    /// Where the block stands, braces included.
    public var range: SourceRange
    /// Whether every line could be read.
    public var isComplete: Bool

    /// Creates a block.
    public init(_ lines: [Spanned<Line>], _ range: SourceRange, isComplete: Bool = true) {
        self.lines = lines
        self.range = range
        self.isComplete = isComplete
    }

    /// The lines without their places.
    public var contents: [Line] { lines.map(\.content) }
}

extension Braced: Equatable where Line: Equatable {}
extension Braced: Hashable where Line: Hashable {}

/// A comment, from its slashes to the end of its line.
public struct CommentSyntax: Hashable, Sendable {
    /// The text with its slashes, without white space at its end.
    public var text: String
    /// Where it stands.
    public var range: SourceRange
}

/// `allow code "reason" until date` in front of a line or a declaration.
public struct AllowanceSyntax: Hashable, Sendable {
    /// The code of the finding that is allowed.
    public var code: Name
    /// Why.
    public var reason: TextSyntax
    /// The last day on which it counts, as `2027-03-31`.
    public var lastDay: Name
    /// Where it stands.
    public var range: SourceRange
    /// The line or declaration below it; nil when there is none.
    public var target: SourceRange?
}
