public import PostbackRuntime
public import PostbackTemplate

/// Where a postback goes: a configuration by its names, which is looked up anew for every attempt.
public struct PostbackTarget: Hashable, Sendable {
    /// The app's id.
    public var app: String
    /// The partner's id.
    public var partner: String
    /// What the account calls the postback.
    public var name: String

    /// Creates a target.
    public init(app: String, partner: String, name: String) {
        self.app = app
        self.partner = partner
        self.name = name
    }
}

/// A postback of an event that is taken in.
public struct AcceptedPostback: Hashable, Sendable {
    /// Names it, over restarts and repeated input.
    public var key: Fingerprint
    /// Where it goes.
    public var target: PostbackTarget
    /// The place of the event's item that it is for, from 0; nil for one that is for the event.
    public var item: Int?
    /// What the partner is not shown, as it was decided when the event came.
    public var withheld: ClassificationSet
    /// When it may be sent; stays what it is when the setting changes.
    public var due: Timestamp
    /// The span of time that it takes for a device's session; nil for other events.
    public var claim: SessionClaim?

    /// Creates a postback.
    public init(
        key: Fingerprint, target: PostbackTarget, item: Int? = nil, withheld: ClassificationSet = [], due: Timestamp,
        claim: SessionClaim? = nil
    ) {
        self.key = key
        self.target = target
        self.item = item
        self.withheld = withheld
        self.due = due
        self.claim = claim
    }
}

/// An event that is taken in, with what is sent for it.
public struct AcceptedEvent: Sendable {
    /// The event as it came, one JSON object.
    public var line: [UInt8]
    /// When it came.
    public var received: Timestamp
    /// What is sent for it.
    public var postbacks: [AcceptedPostback]
    /// Names the input, where it is handed out once more should the process end before it was put; nil where whoever
    /// offered it does that.
    public var origin: String?

    /// Creates an event.
    public init(line: [UInt8], received: Timestamp, postbacks: [AcceptedPostback], origin: String? = nil) {
        self.line = line
        self.received = received
        self.postbacks = postbacks
        self.origin = origin
    }
}

/// What became of an event that was put.
public enum PutOutcome: Sendable {
    /// Which of its postbacks were taken.
    case taken([Bool])
    /// Nothing of it is kept; it may be offered again where the problem says so.
    case refused(StoreProblem)
}

/// A postback whose turn has come, held by whoever sends it.
public struct PostbackLease: Sendable {
    /// Names the postback.
    public let key: Fingerprint
    /// Where it goes.
    public let target: PostbackTarget
    /// The place of the event's item that it is for, from 0; nil for one that is for the event.
    public let item: Int?
    /// What the partner is not shown.
    public let withheld: ClassificationSet
    /// When the event was received, from which its age counts.
    public let received: Timestamp
    /// When it was due.
    public let due: Timestamp
    /// How often it has been sent.
    public let attempts: Int
    /// What the store finds it by.
    public let handle: Int
    /// The partner's revision with which it was rendered last; 0 before that. Whoever renders it sets it, and the store
    /// keeps it with the outcome.
    public var revision: UInt32

    /// Creates a lease. The handle is what the store finds the postback by; it means nothing to anybody else.
    public init(
        key: Fingerprint, target: PostbackTarget, item: Int? = nil, withheld: ClassificationSet, received: Timestamp,
        due: Timestamp, attempts: Int, handle: Int, revision: UInt32
    ) {
        self.key = key
        self.target = target
        self.item = item
        self.withheld = withheld
        self.received = received
        self.due = due
        self.attempts = attempts
        self.handle = handle
        self.revision = revision
    }
}

/// What has become of a postback that is not waiting any more.
public enum SettledState: UInt8, Hashable, Sendable {
    /// A dead letter: nothing more is sent, unless a person wants it.
    case dead = 2
    /// Nobody knows whether the partner has it.
    case parked = 3
}

/// A dead letter, or a parked postback.
public struct SettledPostback: Hashable, Sendable {
    /// Names the postback.
    public var key: Fingerprint
    /// Where it goes.
    public var target: PostbackTarget
    /// What has become of it.
    public var state: SettledState
    /// Why, in a word.
    public var reason: String
    /// How often it was sent.
    public var attempts: Int
    /// The partner's revision with which it was rendered last; 0 for never.
    public var revision: UInt32
    /// When that was decided.
    public var time: Timestamp

    /// Creates one.
    public init(
        key: Fingerprint, target: PostbackTarget, state: SettledState, reason: String, attempts: Int, revision: UInt32,
        time: Timestamp
    ) {
        self.key = key
        self.target = target
        self.state = state
        self.reason = reason
        self.attempts = attempts
        self.revision = revision
        self.time = time
    }
}
