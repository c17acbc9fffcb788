/// Reads a regular expression.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0

    typealias Problem = FieldPattern.Problem

    private static let deepest = 50
    private static let mostTimes = 1_000

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        place += 1
        return true
    }

    mutating func whole() throws(Problem) -> PatternNode {
        let node = try choice()
        guard next == nil else { throw Problem(.unopenedGroup, at: place) }
        return node
    }

    private mutating func choice() throws(Problem) -> PatternNode {
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws(Problem) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" { parts.append(try repeated()) }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repeated() throws(Problem) -> PatternNode {
        let start = place
        let node = try atom()
        guard let times = try times() else { return node }
        if case .start = node { throw Problem(.nothingToRepeat, at: start + 1) }
        if case .finish = node { throw Problem(.nothingToRepeat, at: start + 1) }
        // Whether few or many are tried first makes no difference to a whole value.
        _ = take("?")
        if next == "+" { throw Problem(.unsupported("a possessive repetition"), at: place) }
        if let next, "*?{".unicodeScalars.contains(next) { throw Problem(.nothingToRepeat, at: place) }
        return .repeated(node, from: times.least, upTo: times.most)
    }

    private mutating func times() throws(Problem) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard next == "{" else { return nil }
        let start = place
        place += 1
        func bad() -> Problem { Problem(.badCount, at: start) }
        guard let least = number() else { throw bad() }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}"), least <= Self.mostTimes, most.map({ $0 >= least && $0 <= Self.mostTimes }) ?? true else {
            throw bad()
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        let start = place
        while let scalar = next, ("0"..."9").contains(scalar) { place += 1 }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<place])
        // What is too large for a number is too large for a count.
        return text.isEmpty ? nil : Int(text) ?? .max
    }

    private mutating func atom() throws(Problem) -> PatternNode {
        let start = place
        guard let scalar = next else { return .sequence([]) }
        place += 1
        switch scalar {
        case "(": return try group(start)
        case "[": return .one(try set(start))
        case "\\": return .one(try escape(start, inSet: false))
        case ".": return .one(.any)
        case "^": return .start
        case "$": return .finish
        case "*", "+", "?": throw Problem(.nothingToRepeat, at: start)
        case "{", "}", "]": throw Problem(.unescaped(Character(scalar)), at: start)
        default: return .one(PatternSet(ranges: [scalar.value...scalar.value]))
        }
    }

    private mutating func group(_ start: Int) throws(Problem) -> PatternNode {
        depth += 1
        guard depth <= Self.deepest else { throw Problem(.tooDeep, at: start) }
        if take("?") {
            switch next {
            case ":": place += 1
            case "=", "!": throw Problem(.unsupported("looking ahead"), at: start)
            case "<": throw Problem(.unsupported("looking behind, or a group with a name"), at: start)
            default: throw Problem(.unsupported("an option in parentheses"), at: start)
            }
        }
        let node = try choice()
        guard take(")") else { throw Problem(.unclosedGroup, at: start) }
        depth -= 1
        return .sequence([node])
    }

    private mutating func escape(_ start: Int, inSet: Bool) throws(Problem) -> PatternSet {
        guard let scalar = next else { throw Problem(.badEscape("\\"), at: start) }
        place += 1
        switch scalar {
        case "d": return .digits
        case "D": return .digits.inverted
        case "w": return .word
        case "W": return .word.inverted
        case "s": return .blanks
        case "S": return .blanks.inverted
        case "b" where !inSet, "B" where !inSet: throw Problem(.unsupported("the end of a word"), at: start)
        case "1"..."9" where !inSet: throw Problem(.unsupported("a reference to a group"), at: start)
        case "p", "P": throw Problem(.unsupported("a Unicode property"), at: start)
        default:
            // Everything else might mean something elsewhere, or nothing.
            guard "^$\\.*+?()[]{}|/".unicodeScalars.contains(scalar) || inSet && scalar == "-" else {
                throw Problem(.badEscape("\\" + String(scalar)), at: start)
            }
            return PatternSet(ranges: [scalar.value...scalar.value])
        }
    }

    private mutating func set(_ start: Int) throws(Problem) -> PatternSet {
        let isInverted = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        if next == "]" { throw Problem(.emptyClass, at: start) }
        while !take("]") {
            guard next != nil else { throw Problem(.unclosedClass, at: start) }
            let first = place
            let (set, single) = try member(start)
            guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
                ranges += set.plainRanges
                continue
            }
            guard let single else { throw Problem(.noRange, at: first) }
            place += 1
            guard let last = try member(start).single else { throw Problem(.noRange, at: first) }
            guard last >= single else { throw Problem(.backwards, at: first) }
            ranges.append(single...last)
        }
        return PatternSet(ranges: ranges, isInverted: isInverted)
    }

    /// A member of a class, and its code where it is one character.
    private mutating func member(_ start: Int) throws(Problem) -> (set: PatternSet, single: UInt32?) {
        guard let scalar = next else { throw Problem(.unclosedClass, at: start) }
        let first = place
        place += 1
        if scalar == "\\" {
            let set = try escape(first, inSet: true)
            let isSingle = !set.isInverted && set.ranges.count == 1 && set.ranges[0].count == 1
            return (set, isSingle ? set.ranges[0].lowerBound : nil)
        }
        // What some take for the name of a class, or for a class in it.
        if scalar == "[" { throw Problem(.unescaped("["), at: first) }
        return (PatternSet(ranges: [scalar.value...scalar.value]), scalar.value)
    }
}
