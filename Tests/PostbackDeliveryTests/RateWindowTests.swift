import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A rate")
struct RateWindowTests {
    @Test("holds in every span of a second, wherever it begins, and is used up where there is enough to send")
    func anySecond() {
        var random = SeededGenerator()
        for rate in [1, 2, 7, 100] {
            var window = RateWindow()
            var sent: [Int64] = []
            var now: Int64 = 1_795_420_800_000_000
            let end = now + 5_000_000
            while now < end {
                if let next = window.next(rate, now: now) {
                    #expect(next > now && next <= now + 1_000_000)
                    // Whoever waits comes a little late.
                    now = next + Int64.random(in: 0...500, using: &random)
                } else {
                    window.note(rate, now: now)
                    sent.append(now)
                }
            }
            for (place, start) in sent.enumerated() where place + rate < sent.count {
                #expect(sent[place + rate] - start >= 1_000_000, "rate \(rate)")
            }
            #expect(sent.count >= rate * 5 - rate, "\(sent.count) at rate \(rate)")
        }
    }

    @Test("may change, may end, and minds no clock that is set back")
    func changes() {
        var window = RateWindow()
        for moment in 0..<5 as Range<Int64> { window.note(5, now: moment) }
        #expect(window.next(5, now: 10) == 1_000_000 && window.next(nil, now: 10) == nil)
        #expect(window.next(8, now: 10) == nil)
        for moment in 10..<13 as Range<Int64> { window.note(8, now: moment) }
        #expect(window.next(8, now: 20) == 1_000_000)
        // Set back by an hour, nobody waits for an hour.
        #expect(window.next(8, now: -3_600_000_000) == -3_599_000_000)
    }
}
