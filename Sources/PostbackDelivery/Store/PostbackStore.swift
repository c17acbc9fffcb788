import PostbackRuntime
import PostbackTemplate

/// Where a postback goes: a configuration by its names, which is looked up anew for every attempt.
struct PostbackTarget: Hashable, Sendable {
    var app: String
    var partner: String
    /// What the account calls the postback.
    var name: String
}

/// A postback of an event that is taken in.
struct AcceptedPostback: Hashable, Sendable {
    var key: Fingerprint
    var target: PostbackTarget
    /// What the partner is not shown, as it was decided when the event came.
    var withheld: ClassificationSet
    /// When it may be sent; stays what it is when the setting changes.
    var due: Timestamp
    /// Until when the key is remembered, beyond the window in which input is compared; for the periods of sessions.
    var retention: Timestamp?
}

/// An event that is taken in, with what is sent for it.
struct AcceptedEvent: Sendable {
    /// The event as it came, one JSON object.
    var line: [UInt8]
    var received: Timestamp
    var postbacks: [AcceptedPostback]
}

/// A postback whose turn has come, held by whoever sends it.
struct PostbackLease: Sendable {
    var key: Fingerprint
    var target: PostbackTarget
    var withheld: ClassificationSet
    /// When the event was received, from which its age counts.
    var received: Timestamp
    var due: Timestamp
    /// How often it has been sent.
    var attempts: Int
    /// Its place in the store.
    var slot: Int32
    /// The partner's revision with which it was rendered last; 0 before that. Whoever renders it sets it, and the store
    /// keeps it with the outcome.
    var revision: UInt32 = 0
}

/// What has become of a postback that is not waiting any more.
enum SettledState: UInt8, Sendable {
    /// Nothing more is sent, unless a person wants it.
    case dead = 2
    /// Nobody knows whether the partner has it.
    case parked = 3
}

/// What keeps the postbacks that wait: in memory, in a journal, or in a broker.
///
/// Used by one thread. What was put is kept once `commit` has been performed; a store without a disk keeps it at once.
protocol PostbackStore: AnyObject {
    /// Takes in an event with those of its postbacks whose keys are not known; says for each whether it was taken.
    func put(_ event: AcceptedEvent, now: Timestamp) throws(JournalProblem) -> [Bool]
    /// The partners for which something waits or is out.
    var partners: [String] { get }
    /// When the next postback for a partner is due, first attempts and repeated ones apart; nil while none waits.
    func nextDue(_ partner: String, isRetry: Bool) -> Timestamp?
    /// The next postback for a partner that is due; it is out until one of the calls below.
    func lease(_ partner: String, isRetry: Bool, now: Timestamp) -> PostbackLease?
    /// The event of a postback, as it came.
    func line(of lease: PostbackLease) throws(JournalProblem) -> [UInt8]
    /// Notes that an attempt is about to be made, for those whose outcome must not stay unknown.
    func intend(_ lease: PostbackLease) throws(JournalProblem)
    /// Nothing more is to be done for it.
    func done(_ lease: PostbackLease, now: Timestamp) throws(JournalProblem)
    /// It waits again, after so many attempts.
    func again(_ lease: PostbackLease, attempts: Int, due: Timestamp) throws(JournalProblem)
    /// It is put aside, with the reason in a word.
    func settle(
        _ lease: PostbackLease, as state: SettledState, reason: String, attempts: Int, now: Timestamp
    ) throws(JournalProblem)
    /// What was put aside waits again from the beginning; false when there is no such postback.
    func revive(_ key: Fingerprint, due: Timestamp) throws(JournalProblem) -> Bool
    /// What was put aside.
    var settled: [SettledPostback] { get }
    /// How many postbacks wait or are out.
    var pendingCount: Int { get }
    /// What has to reach the disk before what was done so far can be relied on, in this order.
    func commit() -> [Journal.Commit]
    /// What can be written now so that it outlives the process, while no commit is being performed.
    func flush() -> Journal.Commit?
    /// Gives up what is needed no more, a little at a time.
    func tidy(now: Timestamp) throws(JournalProblem)
}

/// A postback that was put aside.
struct SettledPostback: Hashable, Sendable {
    var key: Fingerprint
    var target: PostbackTarget
    var state: SettledState
    var reason: String
    var attempts: Int
    /// The partner's revision with which it was rendered last; 0 for never.
    var revision: UInt32
}
