import PostbackRuntime
import PostbackTemplate

extension Ledger {
    /// The first of the numbers of keys that are seconds since 1970; smaller ones are places of postbacks, which never are so
    /// many. The second lies in January 2004: where a clock stands before it, keys are remembered until then.
    static let firstSecond: UInt32 = 1 << 30

    /// Whether a key is in use or has been.
    func isKnown(_ key: Fingerprint) -> Bool { keys[key].map { $0 < Self.firstSecond || $0 > forgotten } ?? false }

    /// The place of a postback that is not done.
    func slot(of key: Fingerprint) -> Int32? {
        keys[key].flatMap { $0 < Self.firstSecond ? Int32(bitPattern: $0) : nil }
    }

    /// The second until which a key that is done is remembered; nil for one that is not, or not any more.
    func remembered(_ key: Fingerprint) -> UInt32? {
        keys[key].flatMap { $0 >= Self.firstSecond && $0 > forgotten ? $0 : nil }
    }

    /// Remembers a key of which no postback has to be done.
    mutating func remember(_ key: Fingerprint, until: UInt32) {
        keys[key] = max(until, Self.firstSecond, keys[key] ?? 0)
    }

    /// Forgets the keys and claims whose time has passed.
    mutating func forget(now: Timestamp) {
        let second = Self.seconds(now)
        forgotten = max(forgotten, second)
        if forgotten >= Self.firstSecond {
            keys.removeAll(in: Self.firstSecond...forgotten, part: nextForgotten)
        }
        nextForgotten = (nextForgotten + 1) % KeyTable.partCount
        claims.forget(second: second)
    }

    /// The oldest dead letter or parked postback that is beyond the limits; nil when all may stay.
    mutating func nextBeyond(_ limits: DeadLetterLimits, now: Timestamp) -> Int32? {
        // A time that is longer than all time is no limit.
        let (age, isEndless) = limits.seconds.multipliedReportingOverflow(by: 1_000_000)
        let (moment, isEarlier) = now.microseconds.subtractingReportingOverflow(age)
        let latest = isEndless || isEarlier ? Int64.min : moment
        while let first = letters.first {
            let entry = entries[Int(first.slot)]
            guard entry.settled != nil, entry.due == first.due else {
                // It was revived or discarded since.
                _ = letters.removeFirst()
                continue
            }
            return first.due < latest || letterCount > limits.most ? first.slot : nil
        }
        return nil
    }

    /// Whole seconds since 1970, within what 32 bits hold.
    static func seconds(_ moment: Timestamp) -> UInt32 {
        UInt32(clamping: moment.microseconds / 1_000_000)
    }
}

extension UInt32 {
    /// The sum, or the largest number.
    func addingClamped(_ other: UInt32) -> UInt32 {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
