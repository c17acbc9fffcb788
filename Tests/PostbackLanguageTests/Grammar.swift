import TestSupport

@testable import PostbackLanguage

/// A grammar in EBNF, as the handbook has it.
struct Grammar {
    /// A part of a rule.
    indirect enum Part {
        case literal(String)
        case token(String)
        case rule(String)
        case sequence([Part])
        case choice([Part])
        case optional(Part)
        case repeated(Part)
    }

    private(set) var rules: [String: Part] = [:]

    /// Reads the `ebnf` blocks of a page.
    init(page: String) throws {
        let blocks = page.components(separatedBy: "```ebnf\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
        var words: [String] = []
        for match in blocks.joined(separator: "\n").matches(of: /"[^"]+"|[A-Za-z][A-Za-z-]*|[=|\[\]{}()]/) {
            words.append(String(match.output))
        }
        var reader = Reader(words: words)
        while let (name, part) = try reader.rule() { rules[name] = part }
    }

    private struct Reader {
        let words: [String]
        var index = 0

        struct Mistake: Error {
            var index: Int
        }

        init(words: [String]) {
            self.words = words
        }

        private func word(_ distance: Int = 0) -> String? {
            index + distance < words.count ? words[index + distance] : nil
        }

        mutating func rule() throws -> (String, Part)? {
            guard let name = word() else { return nil }
            guard word(1) == "=" else { throw Mistake(index: index) }
            index += 2
            return (name, try choice())
        }

        private mutating func choice() throws -> Part {
            var parts = [try sequence()]
            while word() == "|" {
                index += 1
                parts.append(try sequence())
            }
            return parts.count == 1 ? parts[0] : .choice(parts)
        }

        private mutating func sequence() throws -> Part {
            var parts: [Part] = []
            while let next = word(), !["|", "]", "}", ")"].contains(next), word(1) != "=" || next.hasPrefix("\"") {
                parts.append(try part())
            }
            return .sequence(parts)
        }

        private mutating func part() throws -> Part {
            guard let next = word() else { throw Mistake(index: index) }
            index += 1
            let closing = ["[": "]", "{": "}", "(": ")"]
            if let end = closing[next] {
                let inner = try choice()
                guard word() == end else { throw Mistake(index: index) }
                index += 1
                return next == "[" ? .optional(inner) : next == "{" ? .repeated(inner) : inner
            }
            if next.hasPrefix("\"") { return .literal(String(next.dropFirst().dropLast())) }
            return next.allSatisfy { $0.isUppercase } ? .token(next) : .rule(next)
        }
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}

// MARK: Recognition

extension Grammar {
    /// Whether a file is a sentence of the grammar, the holes of its texts included.
    func accepts(_ source: SourceFile, as rule: String) -> Bool {
        var lexer = Lexer(source)
        let tokens = Self.significant(lexer.lex())
        guard lexer.diagnostics.isEmpty, matches(tokens, rule) else { return false }
        return tokens.allSatisfy { acceptsHoles($0, source) }
    }

    private func acceptsHoles(_ token: Token, _ source: SourceFile) -> Bool {
        guard case .string(let pieces) = token.kind else { return true }
        return pieces.allSatisfy { piece in
            guard case .hole(let range) = piece else { return true }
            var lexer = Lexer(source, in: range)
            let tokens = Self.significant(lexer.lex())
            return lexer.diagnostics.isEmpty && matches(tokens, "expression")
                && tokens.allSatisfy { acceptsHoles($0, source) }
        }
    }

    /// The tokens without the line breaks that are none, and with one for several.
    private static func significant(_ tokens: [Token]) -> [Token] {
        let opening: Set<String> = ["{", "[", "(", ",", "=", ":", "|", "??"]
        let closing: Set<String> = ["}", "]", ")", "|", "??"]
        var result: [Token] = []
        for (index, token) in tokens.enumerated() where token.kind != .end {
            guard token.kind == .newline else {
                result.append(token)
                continue
            }
            let next = tokens[index...].first { $0.kind != .newline }
            let isDropped =
                result.isEmpty || result.last?.kind == .newline
                || result.last?.kind.spelling.map(opening.contains) ?? false
                || next?.kind.spelling.map(closing.contains) ?? false
            if !isDropped { result.append(token) }
        }
        return result
    }

    private func matches(_ tokens: [Token], _ rule: String) -> Bool {
        let matcher = Matcher(rules: rules, tokens: tokens)
        return matcher.ends(ofRule: rule, from: 0).contains(tokens.count)
    }

    /// Finds every place where a part can end, and remembers what it found for each rule.
    private final class Matcher {
        let rules: [String: Part]
        let tokens: [Token]
        private var known: [String: [Int: Set<Int>]] = [:]

        init(rules: [String: Part], tokens: [Token]) {
            self.rules = rules
            self.tokens = tokens
        }

        func ends(ofRule name: String, from start: Int) -> Set<Int> {
            if let known = known[name]?[start] { return known }
            let ends = rules[name].map { self.ends(of: $0, from: start) } ?? []
            known[name, default: [:]][start] = ends
            return ends
        }

        private func ends(of part: Part, from start: Int) -> Set<Int> {
            switch part {
            case .rule(let name): return ends(ofRule: name, from: start)
            case .literal(let text):
                return start < tokens.count && tokens[start].kind.spelling == text ? [start + 1] : []
            case .token("DATE"):
                // A date is read as a number and what stands behind it on its line.
                guard start < tokens.count, case .number = tokens[start].kind else { return [] }
                var end = start
                while end < tokens.count, case .number = tokens[end].kind { end += 1 }
                return [end]
            case .token(let name): return start < tokens.count && Self.fits(tokens[start].kind, name) ? [start + 1] : []
            case .sequence(let parts):
                return parts.reduce([start]) { starts, part in
                    starts.reduce(into: []) { $0.formUnion(ends(of: part, from: $1)) }
                }
            case .choice(let parts): return parts.reduce(into: []) { $0.formUnion(ends(of: $1, from: start)) }
            case .optional(let inner): return ends(of: inner, from: start).union([start])
            case .repeated(let inner):
                var found: Set<Int> = [start]
                var open = [start]
                while let next = open.popLast() {
                    for end in ends(of: inner, from: next) where found.insert(end).inserted { open.append(end) }
                }
                return found
            }
        }

        private static func fits(_ kind: Token.Kind, _ name: String) -> Bool {
            switch (kind, name) {
            case (.word, "WORD"), (.string, "TEXT"), (.block, "BLOCK"), (.newline, "NL"): true
            // A key may have a unit behind its number.
            case (.number(_, let unit), "NUMBER"): unit.isEmpty
            case (.number(_, let unit), "DURATION"): !unit.isEmpty
            default: false
            }
        }
    }
}

// MARK: Sentences

extension Grammar {
    /// A random sentence of a rule.
    func sentence(_ rule: String, _ random: inout SeededGenerator) -> String {
        var words: [String] = []
        write(.rule(rule), into: &words, 0, &random)
        return words.joined(separator: " ").replacing(" \n ", with: "\n")
    }

    private func write(_ part: Part, into words: inout [String], _ depth: Int, _ random: inout SeededGenerator) {
        switch part {
        case .literal(let text): words.append(text)
        case .token(let name): words.append(Self.example(name, &random))
        case .rule(let name): if let inner = rules[name] { write(inner, into: &words, depth + 1, &random) }
        case .sequence(let parts): for part in parts { write(part, into: &words, depth, &random) }
        case .choice(let parts):
            // Deep inside, the way that ends soonest is taken.
            let chosen = depth < 11 ? parts.randomElement(using: &random) : parts.min { cost($0, 6) < cost($1, 6) }
            if let chosen { write(chosen, into: &words, depth, &random) }
        case .optional(let inner):
            if depth < 11, Bool.random(using: &random) { write(inner, into: &words, depth, &random) }
        case .repeated(let inner):
            guard depth < 11 else { return }
            for _ in 0..<Int.random(in: 0...2, using: &random) { write(inner, into: &words, depth, &random) }
        }
    }

    private func cost(_ part: Part, _ depth: Int) -> Int {
        guard depth > 0 else { return 1_000 }
        switch part {
        case .literal, .token: return 1
        case .rule(let name): return 1 + (rules[name].map { cost($0, depth - 1) } ?? 1_000)
        case .sequence(let parts): return parts.reduce(0) { $0 + cost($1, depth) }
        case .choice(let parts): return parts.map { cost($0, depth) }.min() ?? 1_000
        case .optional, .repeated: return 0
        }
    }

    private static func example(_ token: String, _ random: inout SeededGenerator) -> String {
        switch token {
        case "WORD": ["alpha", "beta", "gamma-ray", "x_1"].randomElement(using: &random) ?? "alpha"
        case "NUMBER": "12"
        case "DURATION": "30s"
        case "DATE": "2027-03-31"
        case "TEXT":
            ["\"t\"", "\"\"", "\"é \\\\{\""].randomElement(using: &random)?.replacing("\\\\{", with: "\\{") ?? ""
        case "BLOCK": "\"\"\"\n b\n\"\"\""
        default: "\n"
        }
    }
}
