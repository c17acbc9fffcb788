import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A rate")
struct RateWindowTests {
    @Test("holds in every span of its length, wherever it begins, and is used up where there is enough to send")
    func anySecond() {
        var random = SeededGenerator()
        for (rate, span) in [(1, RequestRate.Span.second), (2, .second), (7, .minute), (100, .second), (3, .hour)] {
            let limit = RateShare(RequestRate(rate, per: span))
            let length = Int64(span.seconds) * 1_000_000
            var window = RateWindow()
            var sent: [Int64] = []
            var now: Int64 = 1_795_420_800_000_000
            let end = now + 5 * length
            while now < end {
                if let next = window.next(limit, now: now) {
                    #expect(next > now && next <= now + length)
                    // Whoever waits comes a little late.
                    now = next + Int64.random(in: 0...500, using: &random)
                } else {
                    window.note(limit, now: now)
                    sent.append(now)
                }
            }
            for (place, start) in sent.enumerated() where place + rate < sent.count {
                #expect(sent[place + rate] - start >= length, "rate \(rate)")
            }
            #expect(sent.count >= rate * 5 - rate, "\(sent.count) at rate \(rate)")
        }
    }

    @Test("may change, may end, and minds no clock that is set back")
    func changes() {
        var window = RateWindow()
        for moment in 0..<5 as Range<Int64> { window.note(RateShare(.init(5, per: .second)), now: moment) }
        #expect(
            window.next(RateShare(.init(5, per: .second)), now: 10) == 1_000_000 && window.next(nil, now: 10) == nil)
        #expect(window.next(RateShare(.init(8, per: .second)), now: 10) == nil)
        for moment in 10..<13 as Range<Int64> { window.note(RateShare(.init(8, per: .second)), now: moment) }
        #expect(window.next(RateShare(.init(8, per: .second)), now: 20) == 1_000_000)
        // Set back by an hour, nobody waits for an hour.
        #expect(window.next(RateShare(.init(8, per: .second)), now: -3_600_000_000) == -3_599_000_000)
    }
}
