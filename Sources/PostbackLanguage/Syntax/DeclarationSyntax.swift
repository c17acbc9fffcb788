/// A file as it is written.
public struct FileSyntax: Sendable {
    /// The declarations in order, with the source they span.
    public var items: [Spanned<DeclarationSyntax>]
    /// The comments in order, documentation included.
    public var comments: [CommentSyntax] = []
    /// What is allowed, in order.
    public var allowances: [AllowanceSyntax] = []
    /// Names that declarations which could not be read may have declared, so that their uses are not reported as well.
    public var unreadNames: Set<String> = []
    /// The words of declarations that could not be read, such as `revision`.
    public var unreadKeywords: Set<String> = []

    /// Creates a file.
    public init(items: [Spanned<DeclarationSyntax>]) {
        self.items = items
    }

    /// The declarations without their places.
    public var declarations: [DeclarationSyntax] { items.map(\.content) }
}

/// One declaration of a partner or schema file.
public enum DeclarationSyntax: Sendable {
    /// `partner id "Name"`.
    case partner(id: Name, label: TextSyntax, documentation: String?)
    /// `revision`, `category`, `platforms`, `documentation`, `contact` or `status`.
    case property(PropertySyntax)
    /// `field …`.
    case field(FieldSyntax)
    /// `endpoint id "https://…"`.
    case endpoint(EndpointSyntax)
    /// `map id { … }`.
    case map(MapSyntax)
    /// `let id = value`.
    case definition(name: Name, value: ExpressionSyntax)
    /// `lines id { … }`: lines that blocks include.
    case lines(name: Name, Braced<LineSyntax>)
    /// `shared id { … }`: what postbacks include.
    case shared(name: Name, Braced<PostbackLineSyntax>)
    /// `postback … { … }`.
    case postback(PostbackSyntax)
    /// `callback id from value hosts "…"`.
    case callback(CallbackSyntax)
    /// `delivery { … }`.
    case delivery(Braced<PropertySyntax>, SourceRange)
    /// `example "…" { … }`.
    case example(ExampleSyntax)
    /// `accepts plaintext user.email "reason"`.
    case acceptance(macro: [Name], reason: TextSyntax, SourceRange)
    /// `macro name : type …` of a schema.
    case macro(MacroSyntax)
    /// `kind name "Label"` or `event name "Label"` of a schema.
    case event(EventSyntax)
    /// `signal macro = value withholds …` of a schema.
    case signal(macro: [Name], value: ExpressionSyntax, withholds: [Name])
    /// `together macro, macro` of a schema.
    case together([[Name]])
}

/// Text without holes.
public struct TextSyntax: Hashable, Sendable {
    /// The text.
    public var text: String
    /// Where it stands, quotes included.
    public var range: SourceRange
    /// Whether it stands between three quotes.
    public var isBlock = false
}

/// A word and what it is set to.
public struct PropertySyntax: Hashable, Sendable {
    /// What stands behind the word.
    public enum Value: Hashable, Sendable {
        /// Nothing.
        case none
        /// A text.
        case text(TextSyntax)
        /// A whole number.
        case integer(Int, SourceRange)
        /// A number of requests and the span that they are counted in.
        case rate(Int, per: Name, SourceRange)
        /// A duration.
        case duration(DurationSyntax)
        /// A range of whole numbers.
        case bounds(ClosedRange<Int>, SourceRange)
        /// A range of durations.
        case durations(DurationSyntax, DurationSyntax)
        /// Ranges of whole numbers.
        case codes([ClosedRange<Int>], SourceRange)
        /// Words.
        case words([Name])
        /// Words with a text each.
        case spellings([SpellingSyntax])
        /// A literal value.
        case expression(ExpressionSyntax)
        /// A condition on the partner's answer.
        case answer(ConditionSyntax)
    }

    /// The word.
    public var name: Name
    /// The value.
    public var value: Value
}

/// A duration as it is written.
public struct DurationSyntax: Hashable, Sendable {
    /// Its length in seconds; 0 for `realtime`.
    public var seconds: Int
    /// How it is written: `30s`, `10m`, `realtime`.
    public var text: String
    /// Where it stands.
    public var range: SourceRange
}

/// A vendor and its spelling of a macro.
public struct SpellingSyntax: Hashable, Sendable {
    /// The vendor.
    public var vendor: Name
    /// The spelling.
    public var text: TextSyntax
    /// What makes that platform's value of the macro's: empty where they are the same.
    public var steps: [StepSyntax]
}

/// A type as it is written.
public struct TypeSyntax: Hashable, Sendable {
    /// What stands between the parentheses.
    public enum Arguments: Hashable, Sendable {
        /// No parentheses.
        case none
        /// Words.
        case words([Name])
        /// Bounds.
        case bounds(ClosedRange<Int>)
    }

    /// The type's word.
    public var name: Name
    /// Its arguments.
    public var arguments: Arguments
    /// The whole of it.
    public var range: SourceRange
}

/// A network-specific field.
public struct FieldSyntax: Sendable {
    /// The name.
    public var id: Name
    /// The label that a person sees.
    public var label: TextSyntax
    /// The type.
    public var type: TypeSyntax
    /// Modifiers in order.
    public var modifiers: [Spanned<PropertySyntax>]
}

/// A base URL.
public struct EndpointSyntax: Sendable {
    /// The name.
    public var id: Name
    /// The URL with holes.
    public var url: ExpressionSyntax
    /// `insecure`, where plain http is meant.
    public var insecure: Name?
    /// The last day of the interface, as `2027-03-31`; nil where none is known.
    public var lastDay: Name?
}

/// A URL that the partner hands over on the click.
public struct CallbackSyntax: Sendable {
    /// The name.
    public var id: Name
    /// The value that holds the URL.
    public var value: ExpressionSyntax
    /// The hosts that it may name.
    public var hosts: [TextSyntax]
}

/// A table.
public struct MapSyntax: Sendable {
    /// What unknown keys give.
    public enum Fallback: Sendable {
        /// A literal value.
        case value(ExpressionSyntax)
        /// `absent`.
        case absent
        /// `skip`.
        case skip
    }

    /// One row.
    public enum Row: Sendable {
        /// Keys and their value.
        case entry(keys: [Name], value: ExpressionSyntax)
        /// `else`.
        case otherwise(Fallback, Name)
    }

    /// The name.
    public var id: Name
    /// The rows.
    public var rows: Braced<Row>
}

/// A macro of a schema.
public struct MacroSyntax: Sendable {
    /// The dotted name; `*` as the last part makes it an open map.
    public var name: [Name]
    /// The type.
    public var type: TypeSyntax
    /// Modifiers in order.
    public var modifiers: [Spanned<PropertySyntax>]
    /// The documentation in front of it.
    public var documentation: String?
}

/// A kind of events, or a standard event, of a schema.
public struct EventSyntax: Sendable {
    /// Whether it is a kind.
    public var isKind: Bool
    /// The name.
    public var name: Name
    /// The name as people write it.
    public var label: TextSyntax
    /// Macros that it carries.
    public var macros: [[Name]]
    /// The documentation in front of it.
    public var documentation: String?
}
