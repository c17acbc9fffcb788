public import PostbackRuntime
public import PostbackTemplate

/// What keeps the postbacks that wait: in memory, in a journal, or in a broker.
///
/// A dispatcher uses it from one thread. What was put is kept once the commit that was asked for next has been performed;
/// until then nobody may be told that it is. Every store passes the suite of `PostbackStoreConformance`.
///
/// A call that throws a problem of kind `full` has changed nothing. After any other problem the store is not used again:
/// what it has kept is found when it is opened anew.
public protocol PostbackStore: AnyObject {
    /// Takes in an event with those of its postbacks whose keys are not known and whose sessions lie in no span that is
    /// taken; says for each whether it was taken. An event of which nothing was taken is not kept.
    func put(_ event: AcceptedEvent, now: Timestamp) throws(StoreProblem) -> [Bool]
    /// Takes in many events, each as `put` does by itself, in this order. A store that other machines are asked about does so
    /// for all of them at once.
    func put(_ events: [AcceptedEvent], now: Timestamp) throws(StoreProblem) -> [PutOutcome]
    /// Whether an attempt that was noted may be made, once the commit that followed has been performed: false where another
    /// dispatcher has the postback by now.
    func mayBeSent(_ lease: PostbackLease) -> Bool
    /// A postback that was handed out is not sent now, and nothing is said about it: another dispatcher may have it.
    func giveBack(_ lease: PostbackLease)
    /// Nothing more is asked of the store: waits, for a while, until what was said is kept.
    func end()
    /// How many dispatchers share the store, this one included.
    var sharers: Int { get }
    /// Has a closure called, from any thread, when something has come that may be due.
    func notify(_ arrived: @escaping @Sendable () -> Void)
    /// The partners for which something waits, is in flight or has waited.
    var partners: [String] { get }
    /// When the next postback for a partner is due, first attempts and repeated ones apart; nil while none waits.
    func nextDue(_ partner: String, isRetry: Bool) -> Timestamp?
    /// The next postback for a partner that is due; it is in flight until one of the calls below that take a lease.
    func lease(_ partner: String, isRetry: Bool, now: Timestamp) -> PostbackLease?
    /// The event of a postback, as it came.
    func line(of lease: PostbackLease) throws(StoreProblem) -> [UInt8]
    /// Notes that an attempt is about to be made, for those whose outcome must not stay unknown.
    func intend(_ lease: PostbackLease) throws(StoreProblem)
    /// Nothing more is to be done for it; its key is remembered for the deduplication window.
    func done(_ lease: PostbackLease, now: Timestamp) throws(StoreProblem)
    /// It waits again, after so many attempts.
    func again(_ lease: PostbackLease, attempts: Int, due: Timestamp) throws(StoreProblem)
    /// It becomes a dead letter, or is parked, with the reason in a word.
    func settle(
        _ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now: Timestamp
    ) throws(StoreProblem)
    /// It is kept back as it is, and not leased, until `releaseHeld` or until the store is opened anew.
    func hold(_ lease: PostbackLease)
    /// What is held waits again, as it did before.
    func releaseHeld()
    /// A dead letter, or a parked postback, waits again from its first attempt; false when there is no such postback.
    func revive(_ key: Fingerprint, due: Timestamp) throws(StoreProblem) -> Bool
    /// A dead letter, or a parked postback, is given up; false when there is no such postback. Its key is remembered for the
    /// deduplication window.
    func discard(_ key: Fingerprint, now: Timestamp) throws(StoreProblem) -> Bool
    /// The dead letters and the parked postbacks, in any order.
    var settled: [SettledPostback] { get }
    /// How many postbacks the store holds, by partner.
    var counts: [String: StoreCounts] { get }
    /// How many postbacks of each target wait, are held or are in flight; may take time that grows with all that waits.
    func waiting() -> [PostbackTarget: Int]
    /// What has to be performed before what was done so far can be relied on; nil for nothing. It is performed on another
    /// thread, and the next one is not asked for before that.
    func commit() -> StoreCommit?
    /// What can be performed now, on the thread of the caller, so that what was done so far outlives the process; nil for
    /// nothing. Only while no commit is being performed.
    func flush() -> StoreCommit?
    /// Whether what survived before still does, where there is nothing to commit; a problem where it does not.
    func verify() throws(StoreProblem)
    /// Gives up what is needed no more, a little at a time: keys and claims that have been remembered for long enough, and
    /// dead letters beyond the limits, which it names.
    func maintain(now: Timestamp) throws(StoreProblem) -> [SettledPostback]
    /// Dead letters and parked postbacks that are kept, and for how long.
    var letterLimits: DeadLetterLimits { get set }
    /// What another process asks to have done with dead letters; nil for nothing. It is asked for again until `answered`.
    func request() throws(StoreProblem) -> LetterRequest?
    /// What was asked for has been done and will survive.
    func answered()
}

extension PostbackStore {
    /// One after the other.
    public func put(_ events: [AcceptedEvent], now: Timestamp) throws(StoreProblem) -> [PutOutcome] {
        var outcomes: [PutOutcome] = []
        for event in events {
            do throws(StoreProblem) {
                outcomes.append(.taken(try put(event, now: now)))
            } catch {
                guard error.kind != .failed else { throw error }
                outcomes.append(.refused(error))
            }
        }
        return outcomes
    }

    /// A store of one dispatcher has no other.
    public func mayBeSent(_: PostbackLease) -> Bool { true }

    /// Never said of a store that has one dispatcher.
    public func giveBack(_: PostbackLease) {}

    /// What was committed is kept.
    public func end() {}

    /// Only this one has it.
    public var sharers: Int { 1 }

    /// Nothing comes that nobody has put.
    public func notify(_: @escaping @Sendable () -> Void) {}

    /// A store that cannot be taken away under a service has nothing to look at.
    public func verify() {}

    /// No other process asks for anything.
    public func request() -> LetterRequest? { nil }

    /// Nobody has asked.
    public func answered() {}
}

/// Work that has to be performed before what a store has taken in can be relied on.
public struct StoreCommit: Sendable {
    private let body: @Sendable () throws(StoreProblem) -> Void

    /// Creates a commit from what performs it.
    public init(_ body: @escaping @Sendable () throws(StoreProblem) -> Void) {
        self.body = body
    }

    /// Performs it, and returns when it will survive.
    public func perform() throws(StoreProblem) { try body() }
}

/// Why a store did not do what it was asked for.
public struct StoreProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What it means for whoever asked.
    public enum Kind: Hashable, Sendable {
        /// There is no room now. Nothing has changed; it may work later.
        case full
        /// What was given is too large, or has a form that the store cannot keep. Nothing has changed.
        case refused
        /// Nobody knows what is kept; the store is not to be used any more.
        case failed
    }

    /// What it means.
    public var kind: Kind
    /// The problem in one sentence.
    public var description: String

    /// Creates a problem.
    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}

/// How many postbacks of one partner a store holds.
public struct StoreCounts: Hashable, Sendable {
    /// Those that wait, are held or are in flight.
    public var pending = 0
    /// Those of `pending` that are held.
    public var held = 0
    /// Dead letters.
    public var dead = 0
    /// Parked postbacks.
    public var parked = 0

    /// Creates counts of nothing.
    public init() {}
}

/// How many dead letters and parked postbacks a store keeps, and for how long.
public struct DeadLetterLimits: Hashable, Sendable {
    /// The most that are kept; of more, the oldest are discarded.
    public var most: Int
    /// Seconds for which one is kept.
    public var seconds: Int64

    /// Creates limits; without arguments a million letters, for thirty days.
    public init(most: Int = 1_000_000, seconds: Int64 = 30 * 86_400) {
        self.most = most
        self.seconds = seconds
    }
}

/// What somebody asks to have done with dead letters and parked postbacks.
public struct LetterRequest: Hashable, Sendable {
    /// What is done.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// They wait again, from their first attempt.
        case replay
        /// They are given up.
        case discard
    }

    /// What is done.
    public var action: Action
    /// With which of them.
    public var keys: [Fingerprint]

    /// Creates a request.
    public init(_ action: Action, _ keys: [Fingerprint]) {
        self.action = action
        self.keys = keys
    }
}
