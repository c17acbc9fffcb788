/// The partner's limits and answers.
public struct DeliveryPolicy: Hashable, Sendable, Codable {
    /// Seconds until an attempt counts as failed.
    public var timeoutSeconds: Int
    /// Status codes that mean success.
    public var successCodes: [ClosedRange<Int>]
    /// What must hold of an answer with such a code too, all of it.
    public var successConditions: [AnswerCondition]
    /// Status codes after which an attempt is repeated.
    public var retryCodes: [ClosedRange<Int>]
    /// What makes an answer, whatever its code, one after which an attempt is repeated: any of it.
    public var retryConditions: [AnswerCondition]
    /// What makes an answer, whatever its code, one after which nothing is tried again: any of it, before all else.
    public var failureConditions: [AnswerCondition]
    /// Requests that the partner takes in a span of time; nil for no stated limit.
    public var rate: RequestRate?
    /// Requests in flight that the partner takes; nil for no stated limit.
    public var concurrency: Int?
    /// Seconds after which an event is too old for the partner.
    public var oldestSeconds: Int?
    /// Seconds that an event may lie in the future.
    public var futureSeconds: Int?
    /// Bytes that a body may have; nil for no stated limit.
    public var bodyBytes: Int?
    /// Bounds of the delivery delay in seconds.
    public var delaySeconds: ClosedRange<Int>
    /// The delivery delay in seconds that counts when the account sets none.
    public var defaultDelaySeconds: Int
    /// Bounds of the retry attempts.
    public var retries: ClosedRange<Int>
    /// The retry attempts that count when the account sets none.
    public var defaultRetries: Int

    /// Creates a policy; without arguments it is the one of a partner file without a `delivery` block.
    public init(
        timeoutSeconds: Int = 10, successCodes: [ClosedRange<Int>] = [200...299],
        successConditions: [AnswerCondition] = [],
        retryCodes: [ClosedRange<Int>] = [408...408, 425...425, 429...429, 500...599],
        retryConditions: [AnswerCondition] = [], failureConditions: [AnswerCondition] = [], rate: RequestRate? = nil,
        concurrency: Int? = nil, oldestSeconds: Int? = nil, futureSeconds: Int? = nil, bodyBytes: Int? = nil,
        delaySeconds: ClosedRange<Int> = 0...600, defaultDelaySeconds: Int = 0, retries: ClosedRange<Int> = 0...10,
        defaultRetries: Int = 3
    ) {
        self.timeoutSeconds = timeoutSeconds
        self.successCodes = successCodes
        self.successConditions = successConditions
        self.retryCodes = retryCodes
        self.retryConditions = retryConditions
        self.failureConditions = failureConditions
        self.rate = rate
        self.concurrency = concurrency
        self.oldestSeconds = oldestSeconds
        self.futureSeconds = futureSeconds
        self.bodyBytes = bodyBytes
        self.delaySeconds = delaySeconds
        self.defaultDelaySeconds = defaultDelaySeconds
        self.retries = retries
        self.defaultRetries = defaultRetries
    }
}

/// How many requests there may be in any span of time of a length.
public struct RequestRate: Hashable, Sendable, Codable {
    /// The number of requests.
    public var count: Int
    /// The length of the span.
    public var span: Span

    /// A length of time.
    public enum Span: String, Hashable, Sendable, CaseIterable, Codable {
        /// 1 second.
        case second
        /// 60 seconds.
        case minute
        /// 3,600 seconds.
        case hour

        /// Its length.
        public var seconds: Int {
            switch self {
            case .second: 1
            case .minute: 60
            case .hour: 3_600
            }
        }
    }

    /// Creates a rate.
    public init(_ count: Int, per span: Span) {
        self.count = count
        self.span = span
    }
}
