import PostbackRuntime
import PostbackTemplate

/// What the records of a journal say.
enum StoreRecord: Hashable {
    /// An event with its postbacks, as they are when it is written: when it comes, and when it is moved on.
    case event(line: ArraySlice<UInt8>, received: Timestamp, [Posting])
    /// An attempt is about to be made whose outcome must not stay unknown.
    case intent(Fingerprint, revision: UInt32)
    /// It waits again.
    case again(Fingerprint, attempts: UInt8, due: Timestamp, revision: UInt32)
    /// Nothing more is to be done.
    case done(Fingerprint, at: Timestamp, revision: UInt32)
    /// It became dead or parked.
    case settled(Fingerprint, SettledState, attempts: UInt8, reason: String, revision: UInt32, at: Timestamp)
    /// What is dead or parked waits again.
    case revived(Fingerprint, due: Timestamp)
    /// Keys that were done, each with the second until which it is remembered.
    case seen([Seen])
    /// Spans of time that sessions have taken.
    case claimed([Claimed])

    /// A postback with what has become of it.
    struct Posting: Hashable {
        var postback: AcceptedPostback
        var attempts: UInt8 = 0
        /// The partner's revision with which it was rendered last; 0 for never.
        var revision: UInt32 = 0
        /// 0 while it waits.
        var state: UInt8 = 0
        var reason = ""

        /// The bit of the byte of the state that says that the place of an item follows.
        static let hasItem: UInt8 = 0x80
    }

    /// A key that was done.
    struct Seen: Hashable {
        var key: Fingerprint
        var until: UInt32
    }

    /// A span that a device has taken under one of its identifiers.
    struct Claimed: Hashable {
        var holder: Fingerprint
        var span: SessionClaims.Span
    }

    /// The number of the kind.
    var kind: UInt8 {
        switch self {
        case .event: 1
        case .intent: 2
        case .again: 3
        case .done: 4
        case .settled: 5
        case .revived: 6
        case .seen: 7
        case .claimed: 8
        }
    }

    /// The payload's bytes.
    var payload: [UInt8] {
        var bytes = RecordBytes()
        append(to: &bytes)
        return bytes.take()
    }

    /// Appends the payload's bytes.
    func append(to bytes: inout RecordBytes) {
        switch self {
        case .event(let line, let received, let postings):
            bytes.append(little: UInt32(line.count))
            bytes.append(line)
            bytes.append(received)
            bytes.append(little: UInt32(postings.count))
            for posting in postings {
                bytes.append(posting.postback.key)
                bytes.append(text: posting.postback.target.app)
                bytes.append(text: posting.postback.target.partner)
                bytes.append(text: posting.postback.target.name)
                bytes.append(posting.postback.due)
                bytes.append(little: posting.postback.withheld.rawValue)
                bytes.append(posting.postback.claim)
                let item = posting.postback.item.map { UInt32(clamping: $0) }
                bytes.append(little: posting.attempts)
                bytes.append(little: posting.state | (item == nil ? 0 : Posting.hasItem))
                bytes.append(little: posting.revision)
                bytes.append(text: posting.reason)
                if let item { bytes.append(little: item) }
            }
        case .intent(let key, let revision):
            bytes.append(key)
            bytes.append(little: revision)
        case .again(let key, let attempts, let due, let revision):
            bytes.append(key)
            bytes.append(little: attempts)
            bytes.append(due)
            bytes.append(little: revision)
        case .done(let key, let moment, let revision):
            bytes.append(key)
            bytes.append(moment)
            bytes.append(little: revision)
        case .settled(let key, let state, let attempts, let reason, let revision, let moment):
            bytes.append(key)
            bytes.append(little: state.rawValue)
            bytes.append(little: attempts)
            bytes.append(text: reason)
            bytes.append(little: revision)
            bytes.append(moment)
        case .revived(let key, let due):
            bytes.append(key)
            bytes.append(due)
        case .seen(let keys):
            for seen in keys {
                bytes.append(seen.key)
                bytes.append(little: seen.until)
            }
        case .claimed(let claims):
            for claim in claims {
                bytes.append(claim.holder)
                bytes.append(Timestamp(microseconds: claim.span.start))
                bytes.append(Timestamp(microseconds: claim.span.end))
                bytes.append(little: claim.span.until)
            }
        }
    }
}

/// Microseconds from 1970 of the furthest moments that are kept, some ten thousand years.
let furthestMoment: Int64 = 400_000_000_000_000_000

extension RecordBytes {
    fileprivate mutating func append(_ moment: Timestamp) {
        append(little: Swift.min(Swift.max(moment.microseconds, -furthestMoment), furthestMoment))
    }

    fileprivate mutating func append(_ claim: SessionClaim?) {
        let holders = claim?.holders.prefix(255) ?? []
        append(little: UInt8(holders.count))
        guard let claim, !holders.isEmpty else { return }
        for holder in holders { append(holder) }
        append(claim.session)
        append(claim.start)
        append(claim.end)
    }

    fileprivate mutating func append(_ key: Fingerprint) {
        append(little: key.high)
        append(little: key.low)
    }
}
