public import PostbackRuntime
public import PostbackTemplate

/// What becomes of an event for one partner; the request, where one was rendered, is in the buffer.
public struct PostbackDecision: Sendable {
    /// The account's id; nil when no configured app fits the event.
    public var account: String?
    /// The app's id; what the event calls its app when no configured one fits, if it says so.
    public var app: String?
    /// The partner's id; nil when no configured app fits the event.
    public var partner: String?
    /// The postback's id, or the kind or name of the event when the partner has none for it.
    public var postback: String?
    /// The place of the item that the postback is for, from 0; nil for one that is for the event.
    public var item: Int?
    /// What the account calls the postback: the kind or the name of the events; nil where nothing is configured.
    public var name: String?
    /// The partner's revision.
    public var revision: Int?
    /// The method of the request.
    public var method: RequestMethod = .get
    /// Why there is no request; nil when there is one.
    public var skip: PostbackSkip?
    /// How long the request waits.
    public var delay: DeliveryDelay = .realtime
    /// How often it is tried: once, and once more for each retry.
    public var attempts = 0
    /// What this partner is not shown because it did not win the attribution.
    public var withheld: ClassificationSet = []
    /// What names the postback over retries, restarts and repeated input; nil where there is none to send.
    public var key: Fingerprint?
    /// The period of a session; nil for all other events.
    public var period: SessionPeriod?
    /// The span of time that a session takes for its device; nil for all other events.
    public var claim: SessionClaim?

    /// Creates a decision.
    public init(app: String? = nil, partner: String? = nil, postback: String? = nil, skip: PostbackSkip? = nil) {
        self.app = app
        self.partner = partner
        self.postback = postback
        self.skip = skip
    }
}
