import Foundation
import PostbackTemplate

/// The time by which postbacks become due: that of the wall when the service started, and from then on what has passed.
///
/// A wall clock that is set forwards or backwards meanwhile makes nothing due early or late. It counts again after a
/// restart.
struct ServiceClock: Sendable {
    private let wall: Timestamp
    private let start: ContinuousClock.Instant

    init() {
        wall = Self.wallTime
        start = .now
    }

    var now: Timestamp {
        let passed = ContinuousClock.now - start
        let micros = passed.components.seconds * 1_000_000 + passed.components.attoseconds / 1_000_000_000_000
        return Timestamp(microseconds: wall.microseconds + micros)
    }

    static var wallTime: Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }
}
