import PostbackTemplate

/// What one dispatcher may send of a partner's rate: all of it, or its part where several share it.
struct RateShare: Hashable, Sendable {
    /// The number of requests.
    var count: Int
    /// The length of the span, in microseconds.
    var microseconds: Int64

    /// Whole requests for a span; of a rate that has fewer than there are dispatchers, one for a longer span.
    init(_ rate: RequestRate, of sharers: Int = 1) {
        let (all, sharers) = (max(rate.count, 1), max(sharers, 1))
        let length = Int64(rate.span.seconds) * 1_000_000
        count = max(1, all / sharers)
        microseconds = all >= sharers ? length : length * Int64(sharers) / Int64(all)
    }
}

/// Holds requests to a number within any span of time of a length, wherever the span begins.
struct RateWindow: Sendable {
    /// When the latest requests were sent, in microseconds; as a ring whose oldest stands at `oldest`.
    private var times: [Int64] = []
    private var oldest = 0
    /// When the next request may be sent; nil when that is now.
    func next(_ rate: RateShare?, now: Int64) -> Int64? {
        guard let rate, times.count >= rate.count else { return nil }
        let length = rate.microseconds
        let free = times[oldest] + length
        // A clock that was set back keeps nobody waiting for longer than a span.
        return free > now ? min(free, now + length) : nil
    }

    /// Notes a request.
    mutating func note(_ rate: RateShare?, now: Int64) {
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
