import PostbackRuntime
import PostbackTemplate

/// A request with what its attempt has to know beside it.
struct RenderedRequest: Sendable {
    var request: OutgoingRequest
    /// How often it may be repeated.
    var retries: Int
    /// What becomes of it when nobody knows whether it arrived.
    var onUnknown: UnknownOutcomePolicy
    /// The moment of its event.
    var eventTime: Timestamp?
    /// The partner's revision that it was rendered with.
    var revision: Int
    /// Scheme, host and path without values, for logs.
    var place: String
}

/// What an attempt would send now, with the revision and the configuration of this moment.
enum RenderedAttempt: Sendable {
    /// A request.
    case request(RenderedRequest)
    /// Nothing is sent.
    case skip(code: String)
    /// Nothing is sent as long as the account has paused it.
    case held
    /// Nothing is sent now or later unless the account changes something.
    case withdrawn(code: String)
}

/// Renders postbacks when they are sent, and knows the partners' limits.
protocol AttemptRendering: AnyObject {
    /// What is to be sent for a postback.
    func render(_ lease: PostbackLease, line: [UInt8], now: Timestamp) -> RenderedAttempt
    /// The limits and answers of a partner.
    func policy(_ partner: String) -> PartnerPolicy
    /// Another number whenever policies may have changed.
    var generation: Int { get }
}

/// A partner's limits and answers, with what requests have to know of them.
final class PartnerPolicy: Sendable {
    let delivery: DeliveryPolicy
    /// Whether more than the status code of an answer is looked at.
    let looksAtAnswers: Bool
    /// The bytes of an answer that are read.
    let answerLimit: Int
    /// Whether the headers of an answer are looked at.
    let readsHeaders: Bool

    /// For partners that nobody knows any more.
    static let unknown = PartnerPolicy(DeliveryPolicy())

    init(_ delivery: DeliveryPolicy) {
        self.delivery = delivery
        let answer = delivery.answerValues
        looksAtAnswers = ![delivery.failureConditions, delivery.retryConditions, delivery.successConditions]
            .allSatisfy(\.isEmpty)
        answerLimit = answer.isEmpty ? OutgoingRequest.shortAnswer : OutgoingRequest.longAnswer
        readsHeaders = answer.contains { if case .header = $0 { true } else { false } }
    }
}
