/// A postback as it is written.
public struct PostbackSyntax: Sendable {
    /// The kind, or the names of events; quoted names are custom events.
    public var triggers: [Name]
    /// `on ios`.
    public var platform: Name?
    /// `deprecated "…"`.
    public var deprecation: TextSyntax?
    /// What stands between its braces.
    public var body: Braced<PostbackLineSyntax>
    /// The header, for messages about the postback as a whole.
    public var range: SourceRange
}

/// One line of a postback.
public enum PostbackLineSyntax: Sendable {
    /// `for item, n in list`: a request for each.
    case each(LoopSyntax)
    /// `send when …`.
    case condition(ConditionSyntax)
    /// `require any of …`.
    case alternatives(AlternativesSyntax)
    /// `let name = value`.
    case definition(NamedExpressionSyntax)
    /// `GET endpoint "path"`.
    case request(RequestLineSyntax)
    /// `query { … }` and the other blocks.
    case block(BlockSyntax)
    /// `include name`: what postbacks share.
    case include(Name)
}

extension PostbackSyntax {
    /// The list for each element of which there is a request.
    public var items: LoopSyntax? {
        body.contents.compactMap { if case .each(let loop) = $0 { loop } else { nil } }.first
    }

    /// Conditions that must all hold.
    public var conditions: [ConditionSyntax] {
        body.contents.compactMap { if case .condition(let condition) = $0 { condition } else { nil } }
    }

    /// Groups of values, of which one is needed.
    public var alternatives: [AlternativesSyntax] {
        body.contents.compactMap { if case .alternatives(let alternatives) = $0 { alternatives } else { nil } }
    }

    /// `let` inside the postback.
    public var definitions: [NamedExpressionSyntax] {
        body.contents.compactMap { if case .definition(let definition) = $0 { definition } else { nil } }
    }

    /// The request line.
    public var request: RequestLineSyntax? {
        body.contents.compactMap { if case .request(let request) = $0 { request } else { nil } }.first
    }

    /// The blocks of the request.
    public var blocks: [BlockSyntax] {
        body.contents.compactMap { if case .block(let block) = $0 { block } else { nil } }
    }
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
    /// What stands behind the block's word.
    public enum Content: Sendable {
        /// `{ … }` with lines.
        case lines(Braced<LineSyntax>)
        /// `":" { … }`: a separator, and lines.
        case separated(TextSyntax, Braced<LineSyntax>)
        /// A value, for JSON an object or a list.
        case value(ExpressionSyntax)
    }

    /// What it fills.
    public var word: BlockWord
    /// What it is filled with.
    public var content: Content
    /// Where the word stands.
    public var range: SourceRange
}

/// A certification case as it is written.
public struct ExampleSyntax: Sendable {
    /// One line of a case.
    public enum Line: Sendable {
        /// `postback install`.
        case postback(Name)
        /// `given { … }`.
        case given(Braced<GivenSyntax>)
        /// What is expected.
        case expectation(Expectation)
        /// `with name = value without name skips …`.
        case variation(VariationSyntax)
        /// `answers 200 … succeeds`.
        case answer(AnswerSyntax)
        /// `rows map { key -> value … }`.
        case rows(map: Name, Braced<RowSyntax>)
    }

    /// The event of a case with some other values, of which nothing is sent.
    public struct VariationSyntax: Sendable {
        /// The values behind `with`.
        public var changed: [GivenSyntax]
        /// The macros and fields behind `without`.
        public var removed: [[Name]]
        /// The word behind `skips`.
        public var reason: Name
        /// The name that the skip is about; empty where none is written.
        public var about: [Name]
        /// The whole of it.
        public var range: SourceRange
    }

    /// An answer of the partner, and what it is expected to mean.
    public struct AnswerSyntax: Sendable {
        /// The status code.
        public var status: Int
        /// Headers and body.
        public var parts: [ExpectedPartSyntax]
        /// `succeeds`, `retries` or `fails`.
        public var meaning: Name
        /// The whole of it.
        public var range: SourceRange
    }

    /// A key of a map, and what it is expected to give.
    public struct RowSyntax: Sendable {
        /// The key.
        public var key: Name
        /// What it gives.
        public var value: MapSyntax.Fallback
    }

    /// What is expected.
    public enum Expectation: Sendable {
        /// A request.
        case sends(method: Name, url: TextSyntax, Braced<ExpectedPartSyntax>?)
        /// A skip: its word, and the name it is about.
        case skips(reason: Name, about: [Name])
    }

    /// The case's title.
    public var title: TextSyntax
    /// What stands between its braces.
    public var body: Braced<Line>
    /// The header.
    public var range: SourceRange
}

extension ExampleSyntax {
    /// The postback's trigger.
    public var postback: Name? {
        body.contents.compactMap { if case .postback(let name) = $0 { name } else { nil } }.first
    }

    /// Values of macros and fields.
    public var given: [GivenSyntax] {
        body.contents.flatMap { if case .given(let values) = $0 { values.contents } else { [] as [GivenSyntax] } }
    }

    /// Its event with other values, of which nothing is sent.
    public var variations: [VariationSyntax] {
        body.contents.compactMap { if case .variation(let variation) = $0 { variation } else { nil } }
    }

    /// Answers and what they mean.
    public var answers: [AnswerSyntax] {
        body.contents.compactMap { if case .answer(let answer) = $0 { answer } else { nil } }
    }

    /// Tables of what maps give.
    public var rows: [(map: Name, rows: Braced<RowSyntax>)] {
        body.contents.compactMap { if case .rows(let map, let rows) = $0 { (map, rows) } else { nil } }
    }

    /// What is expected: of each request, where a postback has one for each item.
    public var expectations: [Expectation] {
        body.contents.compactMap { if case .expectation(let expectation) = $0 { expectation } else { nil } }
    }
}

/// One value that a case sets.
public enum GivenSyntax: Sendable {
    /// `sample ios`.
    case sample(Name)
    /// `name = value`, or `name = absent` with a nil value.
    case value([Name], ExpressionSyntax?)
}

/// One part of an expected request.
public enum ExpectedPartSyntax: Sendable {
    /// `header "Name" "value"`.
    case header(name: TextSyntax, value: TextSyntax)
    /// `body json "…"`, `body form "…"` or `body text "…"`.
    case body(form: Name, text: TextSyntax)
}
