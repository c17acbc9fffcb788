import PostbackRuntime
import PostbackTemplate

extension StoreRecord {
    /// Reads a payload; nil for one that nobody has written.
    init?(kind: UInt8, _ payload: ArraySlice<UInt8>) {
        var reader = Reader(bytes: payload, place: payload.startIndex)
        guard let record = reader.record(kind), reader.place == payload.endIndex else { return nil }
        self = record
    }

    /// Takes fields from a payload; nil where it ends too early.
    private struct Reader {
        let bytes: ArraySlice<UInt8>
        var place: Int

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
                    let reason = text(), let revision = number(UInt32.self), let moment = moment()
                else { return nil }
                return .settled(key, state, attempts: attempts, reason: reason, revision: revision, at: moment)
            case 6:
                guard let key = key(), let due = moment() else { return nil }
                return .revived(key, due: due)
            case 7:
                var keys: [Seen] = []
                while place < bytes.endIndex {
                    guard let key = key(), let until = number(UInt32.self) else { return nil }
                    keys.append(Seen(key: key, until: until))
                }
                return .seen(keys)
            case 8:
                var claims: [Claimed] = []
                while place < bytes.endIndex {
                    guard let holder = key(), let start = moment(), let end = moment(), let until = number(UInt32.self),
                        start <= end
                    else { return nil }
                    claims.append(
                        Claimed(
                            holder: holder,
                            span: .init(start: start.microseconds, end: end.microseconds, until: until)))
                }
                return .claimed(claims)
            default: return nil
            }
        }

        private mutating func event() -> StoreRecord? {
            guard let line = block(), let received = moment(), let count = number(UInt32.self) else { return nil }
            var postings: [Posting] = []
            for _ in 0..<count {
                guard let key = key(), let app = text(), let partner = text(), let name = text(), let due = moment(),
                    let withheld = byte(), let claim = claim(), let attempts = byte(), let state = byte(),
                    let revision = number(UInt32.self), let reason = text()
                else { return nil }
                var item: UInt32?
                if state & Posting.hasItem != 0 {
                    guard let number = number(UInt32.self) else { return nil }
                    item = number
                }
                let postback = AcceptedPostback(
                    key: key, target: PostbackTarget(app: app, partner: partner, name: name),
                    item: item.map { Int($0) },
                    withheld: ClassificationSet(rawValue: withheld), due: due, claim: claim)
                postings.append(
                    Posting(
                        postback: postback, attempts: attempts, revision: revision, state: state & ~Posting.hasItem,
                        reason: reason))
            }
            return .event(line: line, received: received, postings)
        }

        private mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
            let size = MemoryLayout<Number>.size
            guard place + size <= bytes.endIndex else { return nil }
            defer { place += size }
            return bytes.little(type, at: place)
        }

        private mutating func byte() -> UInt8? { number(UInt8.self) }

        /// A moment that arithmetic can be done with; nothing else is ever written.
        private mutating func moment() -> Timestamp? {
            guard let number = number(Int64.self), (-furthestMoment...furthestMoment).contains(number) else {
                return nil
            }
            return Timestamp(microseconds: number)
        }

        /// A claim, or none where no holder is named; nil where neither can be read.
        private mutating func claim() -> SessionClaim?? {
            guard let count = byte() else { return nil }
            guard count > 0 else { return .some(nil) }
            var holders: [Fingerprint] = []
            for _ in 0..<count {
                guard let holder = key() else { return nil }
                holders.append(holder)
            }
            guard let session = moment(), let start = moment(), let end = moment(), start <= end else { return nil }
            return SessionClaim(holders: holders, session: session, start: start, end: end)
        }

        private mutating func key() -> Fingerprint? {
            guard let high = number(UInt64.self), let low = number(UInt64.self) else { return nil }
            return Fingerprint(high: high, low: low)
        }

        private mutating func block() -> ArraySlice<UInt8>? {
            guard let count = number(UInt32.self), place + Int(count) <= bytes.endIndex else { return nil }
            defer { place += Int(count) }
            return bytes[place..<place + Int(count)]
        }

        private mutating func text() -> String? { block().map { String(decoding: $0, as: UTF8.self) } }
    }
}
