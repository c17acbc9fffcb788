import PostbackTemplate
import Synchronization

/// The time by which postbacks become due: the machine's clock when the service started, and from then on the time that has
/// passed.
///
/// A clock that is set forwards or backwards meanwhile makes nothing due early or late. It is read again at a restart. Where
/// dispatchers share a store they all go by the clock of its servers, whatever their own machines' clocks show.
final class ServiceClock: Sendable {
    private let started: Timestamp
    private let instant: ContinuousClock.Instant
    /// Microseconds by which the time that counts is ahead of this machine's.
    private let ahead = Atomic<Int64>(0)

    /// Creates a clock.
    ///
    /// - Parameter error: microseconds by which the machine's clock is wrong; for tests.
    init(error: Int64 = 0) {
        started = Timestamp(microseconds: Timestamp.now.microseconds + error)
        instant = .now
    }

    var now: Timestamp {
        let passed = Int64((ContinuousClock.now - instant) / .microseconds(1))
        return Timestamp(microseconds: started.microseconds + passed + ahead.load(ordering: .relaxed))
    }

    /// Takes a moment that another clock showed between two moments that this one showed. It is corrected only by what is
    /// sure to be wrong.
    func compare(_ other: Timestamp, between first: Timestamp, and last: Timestamp) {
        if other < first {
            ahead.add(other.microseconds - first.microseconds, ordering: .relaxed)
        } else if other > last {
            ahead.add(other.microseconds - last.microseconds, ordering: .relaxed)
        }
    }
}
