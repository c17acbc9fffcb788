import PostbackRuntime
import PostbackTemplate

/// A postback as a message holds it: the record of a journal for an event with one postback.
struct BrokerRecord: Hashable {
    var line: [UInt8]
    var received: Timestamp
    var posting: StoreRecord.Posting

    init(_ event: AcceptedEvent, _ postback: AcceptedPostback) {
        line = event.line
        received = event.received
        posting = StoreRecord.Posting(postback: postback)
        // What a session takes is kept by itself.
        posting.postback.claim = nil
    }

    /// Reads a message; nil for one that nobody has written.
    init?(_ payload: [UInt8]) {
        guard case .event(let line, let received, let postings)? = StoreRecord(kind: 1, payload[...]),
            postings.count == 1
        else { return nil }
        (self.line, self.received, posting) = (Array(line), received, postings[0])
    }

    var payload: [UInt8] { StoreRecord.event(line: line[...], received: received, [posting]).payload }

    var key: Fingerprint { posting.postback.key }
    var partner: String { posting.postback.target.partner }

    /// Whether it is dead or parked; nil while it waits.
    var settled: SettledState? { SettledState(rawValue: posting.state) }

    /// The letter that it is; nil while it waits.
    var letter: SettledPostback? {
        guard let state = settled else { return nil }
        return SettledPostback(
            key: key, target: posting.postback.target, state: state, reason: posting.reason,
            attempts: Int(posting.attempts), revision: posting.revision, time: posting.postback.due)
    }
}

/// What a bucket says about a key: who has taken it, and until when that is remembered.
struct BrokerKey: Hashable {
    /// The input that it was taken for, which may come once more before it is done with it; empty where that is known to
    /// be done.
    var owner: String
    /// When it was taken, in seconds since 1970.
    var taken: UInt32
    /// Until when it is remembered, in seconds since 1970.
    var until: UInt32
    /// Names the taking, over whatever is asked again: the message that follows is kept once.
    var taking: String

    /// Seconds after which whoever has taken a key and has not said that it is done is taken to be gone.
    static let abandoned: UInt32 = 20

    var payload: [UInt8] { Array("\(owner) \(taken) \(until) \(taking)".utf8) }

    init(owner: String, taken: UInt32, until: UInt32, taking: String = "") {
        self.owner = owner
        self.taken = taken
        self.until = until
        self.taking = taking
    }

    init?(_ payload: [UInt8]) {
        let parts = String(decoding: payload, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 4, let taken = UInt32(parts[1]), let until = UInt32(parts[2]) else { return nil }
        self.init(owner: String(parts[0]), taken: taken, until: until, taking: String(parts[3]))
    }
}

/// The spans of time that sessions of a device have taken, with the postback that each was taken for.
struct BrokerSpans: Hashable {
    struct Span: Hashable {
        var start: Int64
        var end: Int64
        var until: UInt32
        var owner: Fingerprint
    }

    var spans: [Span] = []

    var payload: [UInt8] {
        Array(spans.map { "\($0.start) \($0.end) \($0.until) \($0.owner)" }.joined(separator: "\n").utf8)
    }

    init() {}

    init?(_ payload: [UInt8]) {
        for line in String(decoding: payload, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 4, let start = Int64(parts[0]), let end = Int64(parts[1]),
                let until = UInt32(parts[2]), let owner = Fingerprint(String(parts[3])), start <= end
            else { return nil }
            spans.append(Span(start: start, end: end, until: until, owner: owner))
        }
    }

    /// Whether a moment lies in a span that another postback has taken.
    func isTaken(_ moment: Timestamp, forOthersThan owner: Fingerprint, now: UInt32) -> Bool {
        spans.contains {
            $0.owner != owner && $0.until > now && $0.start <= moment.microseconds && moment.microseconds < $0.end
        }
    }

    /// Takes a span, and forgets those whose time has passed.
    mutating func take(_ claim: SessionClaim, for owner: Fingerprint, received: Timestamp, now: UInt32) {
        spans.removeAll { $0.until <= now || $0.owner == owner }
        spans.append(
            Span(
                start: claim.start.microseconds, end: claim.end.microseconds,
                until: Ledger.seconds(claim.retention(now: received)), owner: owner))
    }
}
