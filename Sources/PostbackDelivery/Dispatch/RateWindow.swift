import PostbackTemplate

/// Holds requests to a number within any span of time of a length, wherever the span begins.
struct RateWindow: Sendable {
    /// When the latest requests were sent, in microseconds; as a ring whose oldest stands at `oldest`.
    private var times: [Int64] = []
    private var oldest = 0
    /// When the next request may be sent; nil when that is now.
    func next(_ rate: RequestRate?, now: Int64) -> Int64? {
        guard let rate, times.count >= max(rate.count, 1) else { return nil }
        let length = Int64(rate.span.seconds) * 1_000_000
        let free = times[oldest] + length
        // A clock that was set back keeps nobody waiting for longer than a span.
        return free > now ? min(free, now + length) : nil
    }

    /// Notes a request.
    mutating func note(_ rate: RequestRate?, now: Int64) {
        guard let rate = rate?.count else {
            self = RateWindow()
            return
        }
        if times.count > max(rate, 1) { self = RateWindow() }
        if times.count < max(rate, 1) {
            // A ring that grows begins at its start.
            if oldest > 0 { times = Array(times[oldest...] + times[..<oldest]) }
            oldest = 0
            times.append(now)
        } else {
            times[oldest] = now
            oldest = (oldest + 1) % times.count
        }
    }
}
