import PostbackRuntime
import PostbackTemplate

extension Ledger {
    /// Remembers a key.
    func remember(_ key: Fingerprint, until: UInt32) {
        seen[key] = max(until, seen[key] ?? 0)
    }

    /// The second until which a key that is done is remembered; nil for one that is not, or not any more.
    func remembered(_ key: Fingerprint) -> UInt32? { seen[key].flatMap { $0 > forgotten ? $0 : nil } }

    /// Remembers a key no longer.
    func forget(_ key: Fingerprint) { seen[key] = nil }

    /// Forgets the keys and claims whose time has passed.
    func forget(now: Timestamp) {
        let second = Self.seconds(now)
        forgotten = max(forgotten, second)
        seen.removeAll(upTo: forgotten, part: nextForgotten)
        nextForgotten = (nextForgotten + 1) % KeyTable.partCount
        claims.forget(second: second)
    }

    /// The oldest dead letter or parked postback that is beyond the limits; nil when all may stay.
    func nextBeyond(_ limits: DeadLetterLimits, now: Timestamp) -> Int32? {
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
