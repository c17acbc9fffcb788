public import PostbackTemplate

/// Everything that is proved of an integration, on one page.
public struct CertificationReport: Codable, Sendable {
    /// What the proofs amount to.
    public enum Verdict: String, Codable, Sendable {
        /// All of it holds, and the partner's own word is part of it.
        case certified
        /// It holds, but nothing of the partner stands against it.
        case selfConsistent = "self-consistent"
        /// It holds, and should no longer be used.
        case deprecated
        /// Something does not hold.
        case failing
    }

    /// The contract of the partner.
    public struct ContractPart: Codable, Sendable {
        /// The number of clauses and rules.
        public var clauses: Int
        /// Those that no request was held against, as `file:line: clause`.
        public var unexercised: [String]
        /// The number of clauses by the kind of their evidence.
        public var evidence: [String: Int]
        /// The day on which the oldest evidence was read.
        public var oldest: String
        /// How many days ago that was.
        public var age: Int
        /// What the contract does not allow.
        public var violations: [String]
    }

    /// What leaves with a postback.
    public struct PostbackPart: Codable, Sendable {
        /// The postback.
        public var id: String
        /// The classified macros with their places.
        public var discloses: [SentValue]
        /// What becomes of it when personal data is withheld.
        public var reduced: String
    }

    /// A warning that is allowed.
    public struct Allowance: Codable, Sendable {
        /// The code of the warning.
        public var code: String
        /// Why.
        public var reason: String
        /// The last day.
        public var until: String
        /// The line.
        public var line: Int
    }

    /// An interface of the partner.
    public struct Interface: Codable, Sendable {
        /// The endpoint's name.
        public var name: String
        /// Its URL as the file writes it.
        public var url: String
        /// The last day of the interface; nil where none is known.
        public var until: String?
    }

    /// The partner's id.
    public var partner: String
    /// Its name.
    public var name: String
    /// The file.
    public var file: String
    /// Where the partner documents its postbacks.
    public var documentation: String
    /// The revision.
    public var revision: Int
    /// What to use instead; nil where it is not deprecated.
    public var deprecation: String?
    /// The number of examples.
    public var examples = 0
    /// Examples that fail, and warnings and errors of the file.
    public var failures: [String] = []
    /// The number of derived requests.
    public var derived = 0
    /// What no example reaches.
    public var unreached: [String] = []
    /// The number of changes that were tried.
    public var mutants = 0
    /// Changes that no example notices.
    public var survivors: [String] = []
    /// The contract; nil where there is none.
    public var contract: ContractPart?
    /// What leaves.
    public var postbacks: [PostbackPart] = []
    /// The partner's limits, in words.
    public var delivery: [String] = []
    /// Warnings that are allowed.
    public var allowances: [Allowance] = []
    /// The partner's interfaces.
    public var interfaces: [Interface] = []
    /// What it amounts to.
    public var verdict: Verdict = .failing
}
