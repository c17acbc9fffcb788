/// A question about a partner's answer.
public indirect enum AnswerCondition: Hashable, Sendable, Codable {
    /// The value is there and is this.
    case equals(AnswerValue, PostbackLiteral)
    /// The value is one of these.
    case isIn(AnswerValue, [PostbackLiteral])
    /// There is such a value; `null` is none.
    case isPresent(AnswerValue)
    /// The opposite.
    case not(AnswerCondition)
    /// All of them hold.
    case all([AnswerCondition])
    /// At least one of them holds.
    case any([AnswerCondition])
}

/// A value of a partner's answer.
public enum AnswerValue: Hashable, Sendable, Codable {
    /// The status code, a number.
    case status
    /// The body as text, without white space at its ends.
    case text
    /// A value of the body, which is JSON, by the steps that lead to it.
    case member([AnswerStep])
    /// A header as text; upper and lower case of its name are the same, and of several with one name the first counts.
    case header(String)
}

/// A step into JSON.
public enum AnswerStep: Hashable, Sendable, Codable {
    /// The member of an object.
    case key(String)
    /// The element of an array, from 0.
    case index(Int)
}

extension AnswerValue {
    /// Whether it stands in the body.
    package var isInBody: Bool {
        switch self {
        case .text, .member: true
        case .status, .header: false
        }
    }
}

extension AnswerCondition {
    /// The values that it looks at.
    fileprivate var values: [AnswerValue] {
        switch self {
        case .equals(let value, _), .isIn(let value, _), .isPresent(let value): [value]
        case .not(let inner): inner.values
        case .all(let inner), .any(let inner): inner.flatMap(\.values)
        }
    }
}

extension DeliveryPolicy {
    /// What conditions look at in an answer; empty where there are none.
    public var answerValues: [AnswerValue] {
        (successConditions + retryConditions + failureConditions).flatMap(\.values)
    }
}
