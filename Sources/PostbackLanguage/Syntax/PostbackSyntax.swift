/// A postback as it is written.
public struct PostbackSyntax: Sendable {
    /// The kind, or the names of events; quoted names are custom events.
    public var triggers: [TriggerSyntax]
    /// `on ios`.
    public var platform: Name?
    /// `deprecated "…"`.
    public var deprecation: TextSyntax?
    /// `send when …`.
    public var conditions: [ConditionSyntax]
    /// `require any of …`: groups of values.
    public var alternatives: [AlternativesSyntax]
    /// `let` inside the postback.
    public var definitions: [NamedExpressionSyntax]
    /// The request line.
    public var request: RequestLineSyntax?
    /// The blocks behind it.
    public var blocks: [BlockSyntax]
    /// The header, for messages about the postback as a whole.
    public var range: SourceRange
}

/// One name in a postback's header.
public struct TriggerSyntax: Hashable, Sendable {
    /// The name.
    public var name: Name
    /// Whether it is written in quotes.
    public var isQuoted: Bool
}

/// `require any of a, b and c`.
public struct AlternativesSyntax: Sendable {
    /// Groups; in each group all values are needed.
    public var groups: [[ExpressionSyntax]]
    /// The whole of it.
    public var range: SourceRange
}

/// `let name = value`.
public struct NamedExpressionSyntax: Sendable {
    /// The name.
    public var name: Name
    /// The value.
    public var value: ExpressionSyntax
}

/// `GET endpoint "path"`.
public struct RequestLineSyntax: Sendable {
    /// `GET`, `POST` or `PUT`.
    public var method: Name
    /// The endpoint's name.
    public var endpoint: Name
    /// The path; nil when only the endpoint's own is used.
    public var path: ExpressionSyntax?
    /// The whole line.
    public var range: SourceRange
}

/// One block of a request.
public struct BlockSyntax: Sendable {
    /// What the block fills.
    public enum Kind: Sendable {
        /// `query`, `matrix`, `headers` or `form` with lines.
        case lines(LineBlock, [LineSyntax])
        /// `path ":" { … }`.
        case pathPairs(separator: TextSyntax, [LineSyntax])
        /// `json { … }` or `json [ … ]`.
        case json(ExpressionSyntax)
        /// `text value`.
        case text(ExpressionSyntax)
    }

    /// A block of lines.
    public enum LineBlock: String, Sendable, CaseIterable {
        /// Query parameters.
        case query
        /// Matrix parameters.
        case matrix
        /// Headers.
        case headers
        /// A form body.
        case form
    }

    /// What it fills.
    public var kind: Kind
    /// The block's word.
    public var name: Name
}

/// A certification case as it is written.
public struct ExampleSyntax: Sendable {
    /// What is expected.
    public enum Expectation: Sendable {
        /// A request.
        case sends(method: Name, url: TextSyntax, headers: [ExpectedHeaderSyntax], body: ExpectedBodySyntax?)
        /// A skip: its word, and the name it is about.
        case skips(reason: Name, about: [Name])
    }

    /// The case's title.
    public var title: TextSyntax
    /// The postback's trigger.
    public var postback: Name?
    /// Values of macros and fields.
    public var given: [GivenSyntax]
    /// What is expected.
    public var expectation: Expectation?
    /// The header.
    public var range: SourceRange
}

/// One value that a case sets.
public enum GivenSyntax: Sendable {
    /// `sample ios`.
    case sample(Name)
    /// `name = value`, or `name = absent` with a nil value.
    case value([Name], ExpressionSyntax?)
}

/// `"Name" "value"` in `headers { … }` of an expected request.
public struct ExpectedHeaderSyntax: Sendable {
    /// The header's name.
    public var name: TextSyntax
    /// Its value.
    public var value: TextSyntax
}

/// The body of an expected request.
public struct ExpectedBodySyntax: Sendable {
    /// `json`, `form` or `text`.
    public var form: Name
    /// The text.
    public var text: TextSyntax
}
