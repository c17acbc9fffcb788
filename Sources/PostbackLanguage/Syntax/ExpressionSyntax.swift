/// A word in a source file.
public struct Name: Hashable, Sendable {
    /// The word.
    public var text: String
    /// Where it stands.
    public var range: SourceRange
    /// Whether it is written in quotes.
    public var isQuoted: Bool
    /// The number of an element, from 0, for `[0]` behind a name; nil for a word.
    public var index: Int?
    /// The parts of a key that has the number of an element in it; nil for one without.
    public var pieces: [KeyPieceSyntax]?
    /// Whether `bare` stands in front of the key.
    public var isBare = false

    /// The number of an element in brackets.
    init(index: Int, _ range: SourceRange) {
        self.init("[\(index)]", range)
        self.index = index
    }

    /// Creates a name.
    public init(_ text: String, _ range: SourceRange, isQuoted: Bool = false) {
        self.text = text
        self.range = range
        self.isQuoted = isQuoted
    }
}

/// A part of a key with holes.
public enum KeyPieceSyntax: Hashable, Sendable {
    /// Characters.
    case text(String)
    /// A name in braces.
    case hole(Name)
}

/// `for item in list`, or `for item, n from 0 in list`.
public struct LoopSyntax: Hashable, Sendable {
    /// The name that stands for an element.
    public var variable: Name
    /// The name that stands for its number.
    public var number: Name?
    /// The number of the first element.
    public var first: Int
    /// The list.
    public var list: ExpressionSyntax
}

/// A value as it is written.
public struct ExpressionSyntax: Hashable, Sendable {
    /// What stands there.
    public indirect enum Kind: Hashable, Sendable {
        /// Text with holes.
        case text([TextPieceSyntax])
        /// Text between three quotes.
        case block(String)
        /// A number as written.
        case number(String)
        /// `true` or `false`.
        case boolean(Bool)
        /// A duration, as an argument of a transform.
        case duration(DurationSyntax)
        /// A dotted name.
        case name([Name])
        /// `[a, b]`.
        case list([Spanned<ElementSyntax>])
        /// `[for item in list: value]`.
        case each(LoopSyntax, yield: ElementSyntax)
        /// `{ key = value }`.
        case object(Braced<LineSyntax>)
        /// `json [ … ]` or `json { … }` where text is wanted.
        case json(ExpressionSyntax)
        /// `when { condition -> value … else -> value }`.
        case choose(Braced<BranchSyntax>)
        /// `value | step | step`.
        case pipeline(ExpressionSyntax, [StepSyntax])
        /// `a ?? b`.
        case fallback([ExpressionSyntax])
        /// `bare "text"`.
        case bare(ExpressionSyntax)
        /// Something that was reported already.
        case invalid
    }

    /// What stands there.
    public var kind: Kind
    /// Where.
    public var range: SourceRange

    /// Creates an expression.
    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

/// A part of a quoted text.
public enum TextPieceSyntax: Hashable, Sendable {
    /// Characters.
    case literal(String, SourceRange)
    /// A value in braces.
    case hole(ExpressionSyntax)
}

/// One element of a list.
public struct ElementSyntax: Hashable, Sendable {
    /// `require`, `keep` or `keep null` in front of it.
    public var presence: PresenceSyntax
    /// The value.
    public var value: ExpressionSyntax
}

/// One branch of a `when` value.
public enum BranchSyntax: Hashable, Sendable {
    /// `condition -> value`.
    case branch(ConditionSyntax, ExpressionSyntax)
    /// `else -> value`.
    case otherwise(ExpressionSyntax)
}

/// One step of a pipeline.
public struct StepSyntax: Hashable, Sendable {
    /// The transform's or map's name.
    public var name: Name
    /// The arguments.
    public var arguments: [ExpressionSyntax]
    /// Name and arguments.
    public var range: SourceRange
}

/// A condition as it is written.
public indirect enum ConditionSyntax: Hashable, Sendable {
    /// `a == b`, or `a != b` when `isNegated`.
    case equals(ExpressionSyntax, ExpressionSyntax, isNegated: Bool)
    /// `a in [b, c]`.
    case isIn(ExpressionSyntax, [ExpressionSyntax])
    /// `a is present`, or `a is absent` when `isNegated`.
    case isPresent(ExpressionSyntax, isNegated: Bool)
    /// A boolean value.
    case value(ExpressionSyntax)
    /// `not c`.
    case not(ConditionSyntax)
    /// `c and d`.
    case all([ConditionSyntax])
    /// `c or d`.
    case any([ConditionSyntax])
}

/// What an author says about an absent value.
public enum PresenceSyntax: Hashable, Sendable {
    /// Nothing: left out.
    case optional
    /// `require`.
    case required
    /// `keep`.
    case keep
    /// `keep null`.
    case keepNull
}

/// One line of a block.
public indirect enum LineSyntax: Hashable, Sendable {
    /// `key = value`; `insecure` in front lets a credential stand in the query.
    case pair(PresenceSyntax, key: Name, value: ExpressionSyntax, isInsecure: Bool)
    /// `when condition { … } else { … }`.
    case when(ConditionSyntax, Braced<LineSyntax>, otherwise: Braced<LineSyntax>?, SourceRange)
    /// `bare "text"`: a value that stands alone, without a key.
    case alone(PresenceSyntax, value: ExpressionSyntax, isInsecure: Bool)
    /// `for item in list { … }`.
    case each(LoopSyntax, Braced<LineSyntax>, SourceRange)
    /// `include name`: lines that are declared once.
    case include(Name)
    /// `include event.data | without("a")`: the entries of an open map, each a line of its own.
    case entries(ExpressionSyntax)
}
