import PostbackTemplate

/// The time by which postbacks become due: the machine's clock when the service started, and from then on the time that has
/// passed.
///
/// A clock that is set forwards or backwards meanwhile makes nothing due early or late. It is read again at a restart.
struct ServiceClock: Sendable {
    private let started: Timestamp
    private let instant: ContinuousClock.Instant

    init() {
        started = .now
        instant = .now
    }

    var now: Timestamp {
        let passed = ContinuousClock.now - instant
        let micros = passed.components.seconds * 1_000_000 + passed.components.attoseconds / 1_000_000_000_000
        return Timestamp(microseconds: started.microseconds + micros)
    }
}
