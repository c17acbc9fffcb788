/// Something in a request that a contract does not allow.
public struct ContractViolation: Hashable, Sendable {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// The URL is none; with what is wrong with it.
        case badURL(String)
        /// No request of the contract has the method and URL; with what it has instead.
        case otherTarget(expected: String, found: String)
        /// A key that no clause names; with one that is near.
        case unknownKey(meant: String?)
        /// A key that has to be there and is not.
        case missing
        /// A key that has to be there because of others; with the condition.
        case missingBecause(String)
        /// A key that must not be there because of others.
        case unwantedBecause(String)
        /// A key that is there more than once.
        case repeated
        /// A value of another type; with what was expected and what is there.
        case mistyped(expected: String, found: String)
        /// A value that was percent-encoded before it was encoded.
        case encodedTwice(String)
        /// A placeholder, or a word that stands for nothing.
        case neverMeant(String)
        /// The digest of an empty text.
        case digestOfNothing
        /// The digest of a digest.
        case digestOfDigest
        /// The digest of something else than the text in the form that is asked for.
        case otherForm(String)
        /// An e-mail address that can be read.
        case readableAddress
        /// A rule over several keys; with the rule.
        case rule(String)
        /// The body is none of the kind that is expected.
        case body(String)
        /// Bytes that are no UTF-8.
        case notText
    }

    /// The partner.
    public var partner: String
    /// Where in the request: `query click-id`, `json data[0].user.em`.
    public var position: String
    /// What is wrong.
    public var reason: Reason
    /// The clause or rule; nil where it is about the contract as a whole.
    public var place: ContractPlace?
}

extension ContractViolation: CustomStringConvertible {
    /// What is wrong, in one sentence without a full stop.
    public var description: String {
        switch reason {
        case .badURL(let why): "the URL cannot be asked for as it stands: \(why)"
        case .otherTarget(let expected, let found): "\(found) is sent where \(expected) is documented"
        case .unknownKey(let meant):
            "\(position) is not documented" + (meant.map { "; '\($0)' is" } ?? "")
        case .missing: "\(position) is missing"
        case .missingBecause(let why): "\(position) is missing, where \(why)"
        case .unwantedBecause(let why): "\(position) is there, where \(why)"
        case .repeated: "\(position) is there more than once"
        case .mistyped(let expected, let found): "\(position) is \(found); expected \(expected)"
        case .encodedTwice(let value): "\(position) was percent-encoded twice: it arrives as '\(value)'"
        case .neverMeant(let value): "\(position) is '\(value)', which nobody means"
        case .digestOfNothing: "\(position) is the digest of an empty text"
        case .digestOfDigest: "\(position) is the digest of a digest"
        case .otherForm(let form): "\(position) is the digest of no value of the event in the form \(form)"
        case .readableAddress: "\(position) holds an e-mail address that can be read"
        case .rule(let rule): rule
        case .body(let what): "the body is not \(what)"
        case .notText: "\(position) is no UTF-8"
        }
    }

    /// The clause with its evidence: `awin.contract:12, documentation, read 2026-11-26`.
    public func source(in contract: Contract) -> String {
        guard let place else { return contract.source.path }
        let evidence = place.evidence
        return
            "\(contract.source.path):\(place.line), \(evidence.kind.rawValue) read \(evidence.day), \(evidence.address)"
    }
}
