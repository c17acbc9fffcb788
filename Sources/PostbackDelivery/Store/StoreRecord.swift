import PostbackRuntime
import PostbackTemplate

/// What the records of a journal say.
enum StoreRecord: Hashable {
    /// An event with its postbacks, as they are when it is written: when it comes, and when it is moved on.
    case event(line: [UInt8], received: Timestamp, [Posting])
    /// An attempt is about to be made whose outcome must not stay unknown.
    case intent(Fingerprint, revision: UInt32)
    /// It waits again.
    case again(Fingerprint, attempts: UInt8, due: Timestamp, revision: UInt32)
    /// Nothing more is to be done.
    case done(Fingerprint, at: Timestamp, revision: UInt32)
    /// It was put aside.
    case settled(Fingerprint, SettledState, attempts: UInt8, reason: String, revision: UInt32)
    /// What was put aside waits again.
    case revived(Fingerprint, due: Timestamp)
    /// Keys that were done, each with the second until which it is remembered.
    case seen([Seen])

    /// A postback with what has become of it.
    struct Posting: Hashable {
        var postback: AcceptedPostback
        var attempts: UInt8 = 0
        /// The partner's revision with which it was rendered last; 0 for never.
        var revision: UInt32 = 0
        /// 0 while it waits.
        var state: UInt8 = 0
        var reason = ""
    }

    /// A key that was done.
    struct Seen: Hashable {
        var key: Fingerprint
        var until: UInt32
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
        }
    }

    /// The payload's bytes.
    var payload: [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .event(let line, let received, let postings):
            bytes.reserveCapacity(line.count + 32 + postings.count * 96)
            bytes.append(block: line)
            bytes.append(received)
            bytes.append(little: UInt32(postings.count))
            for posting in postings {
                bytes.append(posting.postback.key)
                bytes.append(text: posting.postback.target.app)
                bytes.append(text: posting.postback.target.partner)
                bytes.append(text: posting.postback.target.name)
                bytes.append(posting.postback.due)
                bytes.append(posting.postback.withheld.rawValue)
                bytes.append(posting.postback.retention ?? Timestamp(microseconds: .min))
                bytes += [posting.attempts, posting.state]
                bytes.append(little: posting.revision)
                bytes.append(text: posting.reason)
            }
        case .intent(let key, let revision):
            bytes.append(key)
            bytes.append(little: revision)
        case .again(let key, let attempts, let due, let revision):
            bytes.append(key)
            bytes.append(attempts)
            bytes.append(due)
            bytes.append(little: revision)
        case .done(let key, let moment, let revision):
            bytes.append(key)
            bytes.append(moment)
            bytes.append(little: revision)
        case .settled(let key, let state, let attempts, let reason, let revision):
            bytes.append(key)
            bytes += [state.rawValue, attempts]
            bytes.append(text: reason)
            bytes.append(little: revision)
        case .revived(let key, let due):
            bytes.append(key)
            bytes.append(due)
        case .seen(let keys):
            for seen in keys {
                bytes.append(seen.key)
                bytes.append(little: seen.until)
            }
        }
        return bytes
    }

    /// Reads a payload; nil for one that nobody has written.
    init?(kind: UInt8, _ payload: [UInt8]) {
        var reader = Reader(bytes: payload)
        guard let record = reader.record(kind), reader.place == payload.count else { return nil }
        self = record
    }
}

extension StoreRecord {
    /// Takes fields from a payload; nil where it ends too early.
    private struct Reader {
        let bytes: [UInt8]
        var place = 0

        mutating func record(_ kind: UInt8) -> StoreRecord? {
            switch kind {
            case 1: return event()
            case 2:
                guard let key = key(), let revision = number(UInt32.self) else { return nil }
                return .intent(key, revision: revision)
            case 3:
                guard let key = key(), let attempts = byte(), let due = moment(), let revision = number(UInt32.self)
                else { return nil }
                return .again(key, attempts: attempts, due: due, revision: revision)
            case 4:
                guard let key = key(), let moment = moment(), let revision = number(UInt32.self) else { return nil }
                return .done(key, at: moment, revision: revision)
            case 5:
                guard let key = key(), let state = byte().flatMap(SettledState.init), let attempts = byte(),
                    let reason = text(), let revision = number(UInt32.self)
                else { return nil }
                return .settled(key, state, attempts: attempts, reason: reason, revision: revision)
            case 6:
                guard let key = key(), let due = moment() else { return nil }
                return .revived(key, due: due)
            case 7:
                var keys: [Seen] = []
                while place < bytes.count {
                    guard let key = key(), let until = number(UInt32.self) else { return nil }
                    keys.append(Seen(key: key, until: until))
                }
                return .seen(keys)
            default: return nil
            }
        }

        private mutating func event() -> StoreRecord? {
            guard let line = block(), let received = moment(), let count = number(UInt32.self) else { return nil }
            var postings: [Posting] = []
            for _ in 0..<count {
                guard let key = key(), let app = text(), let partner = text(), let name = text(), let due = moment(),
                    let withheld = byte(), let retention = moment(), let attempts = byte(), let state = byte(),
                    let revision = number(UInt32.self), let reason = text()
                else { return nil }
                let postback = AcceptedPostback(
                    key: key, target: PostbackTarget(app: app, partner: partner, name: name),
                    withheld: ClassificationSet(rawValue: withheld), due: due,
                    retention: retention.microseconds == .min ? nil : retention)
                postings.append(
                    Posting(
                        postback: postback, attempts: attempts, revision: revision, state: state, reason: reason))
            }
            return .event(line: line, received: received, postings)
        }

        private mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
            let size = MemoryLayout<Number>.size
            guard place + size <= bytes.count else { return nil }
            defer { place += size }
            return bytes.little(type, at: place)
        }

        private mutating func byte() -> UInt8? { number(UInt8.self) }

        private mutating func moment() -> Timestamp? { number(Int64.self).map(Timestamp.init(microseconds:)) }

        private mutating func key() -> Fingerprint? {
            guard let high = number(UInt64.self), let low = number(UInt64.self) else { return nil }
            return Fingerprint(high: high, low: low)
        }

        private mutating func block() -> [UInt8]? {
            guard let count = number(UInt32.self), place + Int(count) <= bytes.count else { return nil }
            defer { place += Int(count) }
            return Array(bytes[place..<place + Int(count)])
        }

        private mutating func text() -> String? { block().map { String(decoding: $0, as: UTF8.self) } }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ moment: Timestamp) { append(little: moment.microseconds) }

    fileprivate mutating func append(_ key: Fingerprint) {
        append(little: key.high)
        append(little: key.low)
    }

    fileprivate mutating func append(block: [UInt8]) {
        append(little: UInt32(block.count))
        self += block
    }

    fileprivate mutating func append(text: String) { append(block: Array(text.utf8)) }
}
