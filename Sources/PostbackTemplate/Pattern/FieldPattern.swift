/// A regular expression that a whole value has to fit.
///
/// It is read by a machine that is in all its states at once, so that matching takes a time which grows with the length of
/// the value and of the expression, and never more: no expression makes it go back and try again.
///
/// What can be said is what ECMAScript, Python and most others agree on: characters, `.`, classes such as `[a-z_]` and
/// `[^/]`, `\d`, `\w` and `\s` (of ASCII) with their opposites, groups, `|`, `*`, `+`, `?` and counts such as `{2,4}`, `^`
/// and `$` for both ends of the value.
public struct FieldPattern: Sendable {
    let steps: [PatternStep]

    /// Reads an expression.
    public init(_ text: String) throws(Problem) {
        var parser = PatternParser(text)
        let node = try parser.whole()
        guard node.size < TemplateLimits.mostPatternSteps else { throw Problem(.tooLarge, at: 0) }
        var steps: [PatternStep] = []
        node.write(to: &steps)
        steps.append(.end)
        self.steps = steps
    }

    /// Whether the whole text fits.
    public func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var states = StateSet(steps.count)
        var next = StateSet(steps.count)
        states.enter(0, steps, isStart: true, isEnd: scalars.isEmpty)
        for (place, scalar) in scalars.enumerated() {
            next.removeAll()
            for state in states.members {
                guard case .one(let set) = steps[state], set.contains(scalar) else { continue }
                next.enter(state + 1, steps, isStart: false, isEnd: place + 1 == scalars.count)
            }
            if next.members.isEmpty { return false }
            swap(&states, &next)
        }
        return states.members.contains(steps.count - 1)
    }

    /// States that are entered, each once.
    private struct StateSet {
        private(set) var members: [Int] = []
        private var isMember: [Bool]
        private var open: [Int] = []

        init(_ count: Int) {
            isMember = Array(repeating: false, count: count)
        }

        mutating func removeAll() {
            for member in members { isMember[member] = false }
            members.removeAll(keepingCapacity: true)
        }

        /// Enters a state and all that can be reached from it without a character.
        mutating func enter(_ state: Int, _ steps: [PatternStep], isStart: Bool, isEnd: Bool) {
            open.append(state)
            while let state = open.popLast() {
                guard !isMember[state] else { continue }
                isMember[state] = true
                members.append(state)
                switch steps[state] {
                case .one, .end: break
                case .jump(let target): open.append(target)
                case .either(let first, let second):
                    open.append(second)
                    open.append(first)
                case .start: if isStart { open.append(state + 1) }
                case .finish: if isEnd { open.append(state + 1) }
                }
            }
        }
    }
}

/// A step of the machine.
enum PatternStep: Sendable {
    /// One character of a set.
    case one(PatternSet)
    /// Go on elsewhere.
    case jump(Int)
    /// Go on in two places.
    case either(Int, Int)
    /// The beginning of the value.
    case start
    /// The end of the value.
    case finish
    /// The value fits.
    case end
}

/// A set of characters.
struct PatternSet: Hashable, Sendable {
    /// Sorted, and apart from each other.
    let ranges: [ClosedRange<UInt32>]
    let isInverted: Bool

    init(ranges: [ClosedRange<UInt32>], isInverted: Bool = false) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
        self.isInverted = isInverted
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        return (low < ranges.count && ranges[low].lowerBound <= scalar.value) != isInverted
    }

    static let digits = PatternSet(ranges: [0x30...0x39])
    static let word = PatternSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let blanks = PatternSet(ranges: [0x09...0x0D, 0x20...0x20])
    /// Everything but the end of a line.
    static let any = PatternSet(ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029], isInverted: true)

    var inverted: PatternSet { PatternSet(ranges: ranges, isInverted: !isInverted) }

    /// The same without an inversion.
    var plainRanges: [ClosedRange<UInt32>] {
        guard isInverted else { return ranges }
        var rest: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { rest.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { rest.append(next...0x10FFFF) }
        return rest
    }
}
