/// How long a postback waits before it is sent again.
struct RetrySchedule: Sendable {
    /// Seconds before the first redelivery.
    var base = 5.0
    /// The longest wait of our own.
    var longest = 1_800.0
    /// The longest wait that a partner may ask for.
    var longestAsked = 3_600.0
    /// The largest part by which chance makes a wait longer; never shorter, so that nothing comes in waves.
    var jitter = 0.5

    /// Seconds to wait.
    ///
    /// - Parameters:
    ///   - attempts: how often it has been sent, from 1.
    ///   - asked: what the partner asked for; it counts from our own wait up to four times that, and an hour at most.
    ///   - chance: a number from 0 to 1.
    func wait(after attempts: Int, asked: Double?, chance: Double) -> Double {
        let own = min(longest, base * Double(1 << min(max(attempts, 1) - 1, 20)))
        let wait = max(own, min(asked ?? 0, min(longestAsked, own * 4)))
        return wait * (1 + jitter * chance)
    }
}
