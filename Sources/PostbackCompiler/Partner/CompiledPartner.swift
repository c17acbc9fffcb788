public import PostbackLanguage
public import PostbackTemplate

/// A partner file after compilation.
public struct CompiledPartner: Sendable {
    /// The file.
    public var source: SourceFile
    /// The compiled form.
    public var template: PartnerTemplate
    /// The certification cases.
    public var examples: [CertificationExample]
    /// Lines of the file, from 1, by what stands there.
    package var lines: [SourcePlace: Int]
    /// Lines of which changes make no difference.
    public var equalChanges: [EqualChange]
    /// Maps with a row for every value that they may be given.
    package var totalMaps: Set<String>
    /// The warnings that the file allows.
    public var allowances: [AllowanceSyntax]
    /// The partner's interfaces.
    public var endpoints: [PinnedEndpoint]
    /// Where the partner's id stands.
    var idRange: SourceRange
}

/// An interface of a partner, with its last day.
public struct PinnedEndpoint: Sendable {
    /// The name.
    public var id: Name
    /// Where the URL stands.
    public var urlRange: SourceRange
    /// The last day, as `2027-03-31`; nil where none is known.
    public var lastDay: Name?
}

/// Lines of a partner file of which changes make no difference, as `allow equal_change` says.
public struct EqualChange: Hashable, Sendable {
    /// The lines, from 1.
    public var lines: ClosedRange<Int>
    /// The line of the allowance itself.
    public var line: Int
    /// Why.
    public var reason: String
}

/// One certification case: an event and account, and the exact request or skip that follow.
public struct CertificationExample: Hashable, Sendable {
    /// A value that the case sets.
    public enum Value: Hashable, Sendable {
        /// No value.
        case absent
        /// A literal.
        case literal(PostbackLiteral)
        /// Items with their properties.
        case items([[String: PostbackLiteral]])
    }

    /// A macro that the case sets.
    public struct Setting: Hashable, Sendable {
        /// The macro's name.
        public var macro: String
        /// What it is set to.
        public var value: Value
    }

    /// The form in which a body is written in the case.
    public enum BodyForm: String, Hashable, Sendable {
        /// JSON; white space between its tokens does not count.
        case json
        /// A form; line breaks and indentation do not count.
        case form
        /// The exact text.
        case text
    }

    /// What is expected.
    public enum Expectation: Hashable, Sendable {
        /// A request: method, URL, headers beside `Content-Type`, body.
        case request(method: RequestMethod, url: String, headers: [[String]], form: BodyForm?, body: String)
        /// A skip: its code and the macro or field it is about.
        case skip(code: String, about: String?)
    }

    /// The title.
    public var title: String
    /// The line of the file, from 1.
    public var line: Int
    /// The kind of the event.
    public var kind: String
    /// The name of the event, for in-app events.
    public var eventName: String?
    /// The platform whose samples fill what the case does not set; nil for none.
    public var samples: Platform?
    /// Macros that the case sets, in the order of the file, in which the event carries them.
    public var values: [Setting]
    /// Fields that the case sets; a nil value leaves the field out.
    public var fields: [String: String?]
    /// Values given to the renderer from outside.
    public var system: [SystemValue: PostbackLiteral]
    /// What is expected: one thing, or one for each item where the postback has a request for each.
    public var expectations: [Expectation]
    /// Answers of the partner, and what they are expected to mean.
    public var answers: [Answer] = []
    /// Keys of maps, and what they are expected to give.
    public var rows: [Row] = []

    /// An answer of the partner.
    public struct Answer: Hashable, Sendable {
        /// What an answer means for a postback.
        public enum Meaning: String, Hashable, Sendable {
            /// The partner has it.
            case succeeds
            /// It is tried again.
            case retries
            /// It is given up.
            case fails
        }

        /// The status code.
        public var status: Int
        /// Names and values of headers.
        public var headers: [[String]]
        /// The body.
        public var body: String
        /// What is expected.
        public var meaning: Meaning
    }

    /// A key of a map.
    public struct Row: Hashable, Sendable {
        /// The map.
        public var map: String
        /// The key.
        public var key: String
        /// What is expected.
        public var result: ValueMap.Fallback
    }
}
