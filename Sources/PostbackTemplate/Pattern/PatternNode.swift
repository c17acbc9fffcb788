/// A part of a regular expression.
indirect enum PatternNode: Sendable {
    case one(PatternSet)
    case start
    case finish
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `upTo` is nil for as often as there is.
    case repeated(PatternNode, from: Int, upTo: Int?)

    /// How many steps it takes; no more than is looked at.
    var size: Int {
        let size: Int
        switch self {
        case .one, .start, .finish: size = 1
        case .sequence(let parts): size = parts.reduce(0) { $0 + $1.size }
        case .choice(let parts): size = parts.reduce(0) { $0 + $1.size + 2 }
        case .repeated(let part, let least, let most):
            size = (part.size + 1) * max(most ?? least + 1, 1) + 2
        }
        return min(size, 1 << 20)
    }

    func write(to steps: inout [PatternStep]) {
        switch self {
        case .one(let set): steps.append(.one(set))
        case .start: steps.append(.start)
        case .finish: steps.append(.finish)
        case .sequence(let parts): for part in parts { part.write(to: &steps) }
        case .choice(let parts):
            var jumps: [Int] = []
            for part in parts.dropLast() {
                let fork = steps.count
                steps.append(.end)
                part.write(to: &steps)
                jumps.append(steps.count)
                steps.append(.end)
                steps[fork] = .either(fork + 1, steps.count)
            }
            parts.last?.write(to: &steps)
            for jump in jumps { steps[jump] = .jump(steps.count) }
        case .repeated(let part, let least, let most):
            for _ in 0..<least { part.write(to: &steps) }
            guard let most else {
                let fork = steps.count
                steps.append(.end)
                part.write(to: &steps)
                steps.append(.jump(fork))
                steps[fork] = .either(fork + 1, steps.count)
                return
            }
            var forks: [Int] = []
            for _ in least..<max(least, most) {
                forks.append(steps.count)
                steps.append(.end)
                part.write(to: &steps)
            }
            for fork in forks { steps[fork] = .either(fork + 1, steps.count) }
        }
    }
}
