public import PostbackLanguage

/// What a partner documents of the requests that it takes, each clause with its evidence.
public struct Contract: Sendable {
    /// The partner's id.
    public var id: String
    /// The partner's name.
    public var name: String
    /// The file.
    public var source: SourceFile
    /// Where its clauses are known from, in the order of the file.
    public var evidence: [Evidence]
    /// The interfaces.
    public var requests: [RequestContract]
    /// What answers mean.
    public var answers: [ContractAnswer]
    /// Every clause and rule, in the order of the file.
    public var places: [ContractPlace]
}

/// One clause or rule of a contract: where it stands, and where it is known from.
public struct ContractPlace: Hashable, Sendable {
    /// Its number in the contract, from 0.
    public var number: Int
    /// The line of the file, from 1.
    public var line: Int
    /// The clause as it is written, without what it holds in braces.
    public var text: String
    /// Where it is known from.
    public var evidence: Evidence
}

/// One interface of a partner.
public struct RequestContract: Sendable {
    /// Its name.
    public var name: String
    /// The methods that it takes.
    public var methods: [String]
    /// The URL without its query.
    public var target: TargetPattern
    /// The pairs behind the path, the query, the headers and the form.
    public var pairs: [Part: ObjectContract]
    /// What the body is; nil where it is a form or empty.
    public var body: Body?
    /// Rules over several parts.
    public var rules: [RuleContract]
    /// The line with method and URL.
    public var place: ContractPlace

    /// A part of a request that holds pairs.
    public enum Part: String, CaseIterable, Sendable {
        case matrix, query, headers, form
    }

    /// A body that is no form.
    public enum Body: Sendable {
        /// JSON of a type.
        case json(ContractType)
        /// Any other text, of a type.
        case text(ContractType)
    }
}

/// What an answer means.
public struct ContractAnswer: Sendable {
    /// What the sender has to make of an answer.
    public enum Meaning: String, CaseIterable, Sendable {
        case success, retry, failure
    }

    /// What it means.
    public var meaning: Meaning
    /// The status codes.
    public var codes: [ClosedRange<Int>]
    /// The body; empty where any is meant.
    public var body: String
    /// Where that stands.
    public var place: ContractPlace
}

/// The keys that an object, a query or a form may have.
public struct ObjectContract: Sendable {
    /// What is said of single keys.
    public var clauses: [ClauseContract] = []
    /// What is said of all other keys; nil where there are none.
    public var others: ClauseContract?
    /// What is said of several keys.
    public var rules: [RuleContract] = []
}

extension ObjectContract {
    /// The clause for a key of a condition or a rule; pieces of a type in its name may be anything.
    func clause(named key: String) -> ClauseContract? {
        clauses.first { $0.key.matches(key) { _, _ in true } }
    }
}

/// What is said of one key.
public struct ClauseContract: Sendable {
    /// The key.
    public var key: TextPattern
    /// What its value is.
    public var type: ContractType
    /// Whether it is always there.
    public var isRequired = false
    /// Where it is there as well.
    public var requiredWhen: [[ContractCondition]] = []
    /// Where it is not there.
    public var absentWhen: [[ContractCondition]] = []
    /// Whether a number or boolean of JSON is written as text.
    public var isQuoted = false
    /// Whether the key may come several times.
    public var isRepeated = false
    /// Whether the value may be readable contact data.
    public var isContact = false
    /// Where that stands.
    public var place: ContractPlace
}

/// Something that holds of keys or not.
public enum ContractCondition: Hashable, Sendable {
    /// The key has one of the values.
    case equals([String], [String])
    /// The key has not the value, or is not there.
    case differs([String], String)
    /// The key is there.
    case isPresent([String])
    /// The key is not there.
    case isAbsent([String])
}

extension ContractCondition {
    /// The key that it is about.
    var key: [String] {
        switch self {
        case .equals(let key, _), .differs(let key, _), .isPresent(let key), .isAbsent(let key): key
        }
    }
}

/// What is said of several keys; a key is the names on the way to it.
public struct RuleContract: Sendable {
    /// What is demanded.
    public enum Kind: Hashable, Sendable {
        /// Where the first is there, the others are.
        case needs([String], [[String]])
        /// At least one group is there as a whole.
        case any([[[String]]])
        /// Exactly one is there.
        case one([[[String]]])
        /// No two are there.
        case atMostOne([[[String]]])
    }

    /// What is demanded.
    public var kind: Kind
    /// Where that stands.
    public var place: ContractPlace
}
