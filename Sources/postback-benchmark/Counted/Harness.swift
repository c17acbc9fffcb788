import Foundation

/// One way of doing the work of a case.
struct Contender {
    /// What the output calls it; the case itself has no name of its own.
    var name: String
    /// Does the work so many times; what comes out goes to `keep`.
    var run: (Int) -> Void
}

/// A workload with the ways in which it can be done: ours first, then the baselines.
struct Case {
    var name: String
    /// Bytes that one piece of work puts out or takes in.
    var bytes: Int
    var contenders: [Contender]
    /// How many pieces of work one run of ours is made of, for cases that are given per piece.
    var pieces = 1
}

/// What was measured of a case.
struct Measurement {
    var name: String
    /// The median of the rounds, for one piece of work.
    var nanoseconds: Double
    var bytes: Int
    /// The case's time divided by the baseline's.
    var ratios: [(name: String, ratio: Double)]
}

enum Harness {
    /// Rounds of each case; contenders take turns within a round.
    static let rounds = 9
    /// How long one contender runs in a round, in nanoseconds.
    static let slice = 20_000_000.0

    /// Measures a case: every contender once per round, medians over the rounds.
    static func measure(_ work: Case) -> Measurement {
        let counts = work.contenders.map(calibrate)
        var times = work.contenders.map { _ in [Double]() }
        for _ in 0..<rounds {
            for (index, contender) in work.contenders.enumerated() {
                times[index].append(time(contender, counts[index]) / Double(counts[index]))
            }
        }
        let medians = times.map { $0.sorted()[rounds / 2] }
        let ratios = zip(work.contenders, medians).dropFirst().map { (name: $0.name, ratio: medians[0] / $1) }
        return Measurement(
            name: work.name, nanoseconds: medians[0] / Double(work.pieces), bytes: work.bytes, ratios: Array(ratios))
    }

    /// How often a contender can do its work in a slice of time; at least once.
    private static func calibrate(_ contender: Contender) -> Int {
        var count = 1
        while true {
            let duration = time(contender, count)
            if duration > slice / 4 { return max(1, Int(Double(count) * slice / duration)) }
            count *= 4
        }
    }

    private static func time(_ contender: Contender, _ count: Int) -> Double {
        let start = ContinuousClock.now
        contender.run(count)
        let duration = ContinuousClock.now - start
        return Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) / 1e9
    }
}

/// Uses a value, so that the work for it is not left out.
@inline(never)
@_optimize(none)
func keep<Value>(_: borrowing Value) {}
