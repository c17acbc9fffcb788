import Foundation

/// Reads a text as editors do with a TextMate grammar: rules of one line, and regions from a beginning to an end.
struct TextMateGrammar {
    /// A rule of the grammar.
    private final class Rule {
        var name: String?
        var match: NSRegularExpression?
        var begin: NSRegularExpression?
        var end: NSRegularExpression?
        var captures: [Int: String] = [:]
        var endCaptures: [Int: String] = [:]
        var include: String?
        var patterns: [Rule] = []

        init(_ json: [String: Any]) throws {
            name = json["name"] as? String
            include = (json["include"] as? String).map { String($0.dropFirst()) }
            match = try (json["match"] as? String).map { try NSRegularExpression(pattern: $0) }
            begin = try (json["begin"] as? String).map { try NSRegularExpression(pattern: $0) }
            end = try (json["end"] as? String).map { try NSRegularExpression(pattern: $0) }
            captures = Self.names(json["captures"] ?? json["beginCaptures"])
            endCaptures = Self.names(json["endCaptures"])
            patterns = try (json["patterns"] as? [[String: Any]] ?? []).map(Rule.init)
        }

        private static func names(_ json: Any?) -> [Int: String] {
            var names: [Int: String] = [:]
            for (key, value) in json as? [String: [String: String]] ?? [:] { names[Int(key) ?? 0] = value["name"] }
            return names
        }
    }

    private let root: Rule
    private var repository: [String: Rule] = [:]

    init(_ json: Data) throws {
        let object = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
        root = try Rule(["patterns": object["patterns"] ?? []])
        for (key, value) in object["repository"] as? [String: [String: Any]] ?? [:] {
            repository[key] = try Rule(value)
        }
    }

    /// The innermost scope of every unit of UTF-16 of a text; empty where no rule has a name for it.
    func scopes(of text: String) -> [String] {
        let units = text as NSString
        var scopes = [String](repeating: "", count: units.length)
        var stack: [Rule] = [root]
        var start = 0
        while start < units.length {
            let line = units.lineRange(for: NSRange(location: start, length: 0))
            var end = line.location + line.length
            if end > start, units.character(at: end - 1) == 0x0A { end -= 1 }
            read(units, start..<end, &stack, &scopes)
            start = line.location + line.length
        }
        return scopes
    }

    private func read(_ text: NSString, _ line: Range<Int>, _ stack: inout [Rule], _ scopes: inout [String]) {
        var position = line.lowerBound
        let bounds = NSRange(location: line.lowerBound, length: line.count)
        // Regions that are empty must not be opened for ever.
        var steps = 0
        while position <= line.upperBound, steps < 10_000 {
            steps += 1
            let rest = NSRange(location: position, length: line.upperBound - position)
            let current = stack[stack.count - 1]
            var best: (rule: Rule, result: NSTextCheckingResult, isEnd: Bool)?
            func consider(_ rule: Rule, _ expression: NSRegularExpression?, isEnd: Bool) {
                // The beginning of the line is seen, as editors see it, though the search begins behind it.
                guard
                    let result = expression?.firstMatch(
                        in: text.substring(with: bounds), options: [.withTransparentBounds, .withoutAnchoringBounds],
                        range: NSRange(location: rest.location - bounds.location, length: rest.length))
                else { return }
                if best.map({ result.range.location < $0.result.range.location }) ?? true {
                    best = (rule, result, isEnd)
                }
            }
            consider(current, current.end, isEnd: true)
            for rule in expanded(current.patterns) { consider(rule, rule.match ?? rule.begin, isEnd: false) }
            let inner = stack.last { $0.name != nil }?.name ?? ""
            guard let (rule, result, isEnd) = best else {
                fill(position..<line.upperBound, inner, &scopes)
                return
            }
            let from = result.range.location + bounds.location
            let to = from + result.range.length
            fill(position..<from, inner, &scopes)
            fill(from..<to, (isEnd ? nil : rule.name) ?? inner, &scopes)
            for (number, name) in (isEnd ? rule.endCaptures : rule.captures).sorted(by: { $0.key < $1.key })
            where number < result.numberOfRanges && result.range(at: number).location != NSNotFound {
                let range = result.range(at: number)
                let start = range.location + bounds.location
                fill(start..<start + range.length, name, &scopes)
            }
            if isEnd {
                stack.removeLast()
            } else if rule.begin != nil {
                stack.append(rule)
            } else if to == from {
                position = to + 1
                continue
            }
            position = to
            if position == line.upperBound, !isEnd, rule.begin == nil, stack.count == 1 { return }
        }
    }

    private func fill(_ range: Range<Int>, _ name: String, _ scopes: inout [String]) {
        for place in range { scopes[place] = name }
    }

    private func expanded(_ rules: [Rule]) -> [Rule] {
        rules.flatMap { rule -> [Rule] in
            if let include = rule.include { return repository[include].map { expanded([$0]) } ?? [] }
            return rule.match == nil && rule.begin == nil ? expanded(rule.patterns) : [rule]
        }
    }
}
