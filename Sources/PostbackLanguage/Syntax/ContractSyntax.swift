/// A contract as it is written: what a partner documents of the requests that it takes.
public struct ContractSyntax: Sendable {
    /// The partner's id; nil where the file does not say it.
    public var id: Name?
    /// The partner's name.
    public var label: TextSyntax?
    /// Where its clauses are known from.
    public var evidence: [Spanned<EvidenceSyntax>] = []
    /// The interfaces that it describes.
    public var requests: [Spanned<ContractRequestSyntax>] = []
    /// What answers mean.
    public var answers: [Spanned<ContractAnswerSyntax>] = []

    /// Creates a contract that says nothing.
    public init() {}
}

/// `evidence name kind "address" read 2026-11-26`.
public struct EvidenceSyntax: Hashable, Sendable {
    /// The name by which clauses refer to it.
    public var name: Name
    /// `documentation`, `connector`, `legacy` or `observed`.
    public var kind: Name
    /// Where it can be looked up.
    public var address: TextSyntax
    /// The day on which it was read, as `2026-11-26`.
    public var day: Name
}

/// `request name { … }`.
public struct ContractRequestSyntax: Sendable {
    /// Its name, for messages.
    public var name: Name
    /// What stands in it.
    public var lines: Braced<ContractRequestLineSyntax>
}

/// A line of a request of a contract.
public enum ContractRequestLineSyntax: Sendable {
    /// `GET, POST "https://…" by docs`.
    case target(methods: [Name], url: ContractTextSyntax, evidence: Name?)
    /// `query by docs { … }`.
    case block(ContractBlockSyntax)
    /// A rule over several blocks.
    case rule(ContractRuleSyntax)
}

/// A part of a request, with its clauses.
public struct ContractBlockSyntax: Sendable {
    /// `query`, `matrix`, `headers`, `form`, `json` or `text`.
    public var word: Name
    /// What the whole of a body is; nil for the clauses of `lines`.
    public var type: ContractTypeSyntax?
    /// The evidence for the clauses in it that name none.
    public var evidence: Name?
    /// The clauses and rules; nil for `text TYPE`.
    public var lines: Braced<ContractLineSyntax>?
}

/// Text with types in braces.
public struct ContractTextSyntax: Sendable {
    /// A part of the text.
    public enum Piece: Sendable {
        /// Characters.
        case text(String)
        /// A piece of the given type.
        case hole(ContractTypeSyntax)
    }

    /// The parts in order.
    public var pieces: [Piece]
    /// Where it stands.
    public var range: SourceRange
}

/// A line of a block of a contract.
public enum ContractLineSyntax: Sendable {
    /// `key : type modifiers`.
    case clause(ContractClauseSyntax)
    /// A rule over the block's keys.
    case rule(ContractRuleSyntax)
}

/// `key : type modifiers by docs`.
public struct ContractClauseSyntax: Sendable {
    /// The key; nil for `others`.
    public var key: ContractTextSyntax?
    /// What its value is.
    public var type: ContractTypeSyntax
    /// What else is said of it.
    public var modifiers: [ContractModifierSyntax]
    /// Where that is known from, when the line itself says it.
    public var evidence: Name?
}

/// What is said of a key behind its type.
public enum ContractModifierSyntax: Sendable {
    /// `required`, with a condition or without.
    case required([ContractConditionSyntax])
    /// `absent when …`.
    case absent([ContractConditionSyntax])
    /// `quoted`, `repeated` or `contact`.
    case flag(Name)
}

/// The dotted name of a key, from the block or the request on.
public struct ContractKeySyntax: Hashable, Sendable {
    /// The keys on the way to it.
    public var path: [Name]
}

/// `key == value, value`, `key != value`, `key is present` or `key is absent`.
public enum ContractConditionSyntax: Sendable {
    /// The key has one of the values.
    case equals(ContractKeySyntax, [Name])
    /// The key has not the value, or is not there.
    case differs(ContractKeySyntax, Name)
    /// The key is there.
    case isPresent(ContractKeySyntax)
    /// The key is not there.
    case isAbsent(ContractKeySyntax)
}

/// A rule over several keys.
public struct ContractRuleSyntax: Sendable {
    /// What the rule demands.
    public enum Kind: Sendable {
        /// Where the first is there, the others are.
        case needs(ContractKeySyntax, [ContractKeySyntax])
        /// At least one group is there as a whole.
        case any([[ContractKeySyntax]])
        /// Exactly one is there.
        case one([[ContractKeySyntax]])
        /// No two are there.
        case atMostOne([[ContractKeySyntax]])
    }

    /// What it demands.
    public var kind: Kind
    /// Where that is known from, when the line itself says it.
    public var evidence: Name?
}

/// The type of a value.
public indirect enum ContractTypeSyntax: Sendable {
    /// A word with arguments: `text(1...100)`, `sha256 of lowercase`.
    case plain(Name, [ContractArgumentSyntax], forms: [Name])
    /// `object { … }`; without braces the clauses follow behind its modifiers.
    case object(Name, Braced<ContractLineSyntax>?)
    /// `list(1...10) of type`, or `list { … }`.
    case list(Name, [ContractArgumentSyntax], of: ContractTypeSyntax)
    /// `tuple(type, type)`.
    case tuple(Name, [ContractTypeSyntax])
    /// `json type`.
    case json(Name, ContractTypeSyntax)
    /// `type or type`.
    case either([ContractTypeSyntax])
}

/// An argument of a type.
public enum ContractArgumentSyntax: Hashable, Sendable {
    /// A word, a text or a number.
    case value(Name)
    /// `1...10` or `1...`.
    case bounds(low: Name, high: Name?)
}

/// `answer success 200...299 "body" by docs`.
public struct ContractAnswerSyntax: Sendable {
    /// `success`, `retry` or `failure`.
    public var meaning: Name
    /// The status codes.
    public var codes: [ClosedRange<Int>]
    /// The body.
    public var body: TextSyntax?
    /// Where that is known from.
    public var evidence: Name?
}
