/// What has to stand behind a word that sets something.
enum PropertyShape {
    /// Nothing: the word is a flag.
    case flag
    /// A text.
    case text
    /// A whole number.
    case integer
    /// A duration, or `realtime`.
    case duration
    /// Two whole numbers with `...` between.
    case bounds
    /// Two durations with `...` between.
    case durationBounds
    /// Whole numbers and bounds, with commas between.
    case codes
    /// One word.
    case word
    /// Words with commas between.
    case words
    /// A word with a text behind it, with commas between.
    case spellings
    /// `= value`.
    case assignment
}

extension PropertyShape {
    /// The settings of a partner.
    static let partner: [String: PropertyShape] = [
        "revision": .integer, "category": .word, "platforms": .words, "documentation": .text, "contact": .text,
    ]

    /// The modifiers of a field.
    static let field: [String: PropertyShape] = [
        "optional": .flag, "secret": .flag, "matches": .text, "length": .bounds, "sample": .text, "help": .text,
        "deprecated": .text, "per": .word,
    ]

    /// The modifiers of a macro.
    static let macro: [String: PropertyShape] = [
        "platforms": .words, "class": .words, "role": .word, "sample": .text, "also": .spellings, "deprecated": .text,
        "unmasked": .text,
    ]

    /// The settings of `delivery`, and of what its account may choose.
    static let delivery: [String: PropertyShape] = [
        "timeout": .duration, "success": .codes, "retry": .codes, "rate": .integer,
        "concurrency": .integer,
        "oldest": .duration, "future": .duration, "delay": .durationBounds, "retries": .bounds, "body": .integer,
    ]
}

extension Parser {
    mutating func parseValue(_ shape: PropertyShape) throws(Failure) -> PropertySyntax.Value {
        let start = current.range
        switch shape {
        case .flag: return .none
        case .text: return .text(try expectText("a text in quotes"))
        case .integer:
            let number = try expectInteger()
            return .integer(number, start)
        case .duration: return .duration(try expectDuration())
        case .bounds:
            let bounds = try parseBounds()
            return .bounds(bounds, SourceRange(start.start, previousEnd))
        case .durationBounds:
            let low = try expectDuration()
            try expect(.ellipsis, " between two durations")
            let high = try expectDuration()
            guard low.seconds <= high.seconds else { throw reversedBounds(from: start) }
            return .durations(low, high)
        case .codes:
            var codes: [ClosedRange<Int>] = []
            repeat {
                let range = current.range
                if case .number(let digit, let unit) = current.kind, unit.lowercased() == "xx",
                    let first = Int(digit), (1...5).contains(first)
                {
                    report(.codeClass(text: digit + unit, from: first * 100), range)
                    advance()
                    codes.append(first * 100...first * 100 + 99)
                    continue
                }
                let low = try expectInteger()
                let high = take(.ellipsis) ? try expectInteger() : low
                guard low <= high else { throw reversedBounds(from: range) }
                codes.append(low...high)
            } while takeListComma()
            return .codes(codes, SourceRange(start.start, previousEnd))
        case .word: return .words([try expectWord("a word")])
        case .words:
            var words = [try expectWord("a word")]
            while takeListComma() { words.append(try expectWord("a word")) }
            return .words(words)
        case .spellings:
            var spellings: [SpellingSyntax] = []
            repeat {
                let vendor = try expectWord("the name of a platform")
                let text = try expectText("its spelling in quotes")
                spellings.append(SpellingSyntax(vendor: vendor, text: text, steps: try parseSteps()))
            } while takeListComma()
            return .spellings(spellings)
        case .assignment:
            try expect(.assign)
            skipNewlines()
            return .expression(try parseExpression())
        }
    }

    private mutating func parseBounds() throws(Failure) -> ClosedRange<Int> {
        let start = current.range
        let low = try expectInteger()
        try expect(.ellipsis, " between two bounds")
        let high = try expectInteger()
        guard low <= high else { throw reversedBounds(from: start) }
        return low...high
    }

    private mutating func reversedBounds(from start: SourceRange) -> Failure {
        let range = SourceRange(start.start, previousEnd)
        return failure(.reversedBounds(bounds: source.text(in: range)), range)
    }

    mutating func expectInteger() throws(Failure) -> Int {
        guard case .number(let text, let unit) = current.kind else { throw failure(expected: "a whole number") }
        guard unit.isEmpty, let number = Int(text), (0...Self.maximumInteger).contains(number) else {
            throw failure(.badNumber(number: text + unit), current.range)
        }
        advance()
        return number
    }

    mutating func expectDuration() throws(Failure) -> DurationSyntax {
        let range = current.range
        if take(word: "realtime") { return DurationSyntax(seconds: 0, text: "realtime", range: range) }
        guard case .number(let text, let unit) = current.kind else { throw failure(expected: "a duration such as 30s") }
        let scales = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let scale = scales[unit], let number = Int(text), (0...100_000).contains(number) else {
            throw failure(.badDuration(duration: text + unit), range)
        }
        advance()
        return DurationSyntax(seconds: number * scale, text: text + unit, range: range)
    }

    /// Modifiers on the same line and on lines of their own, as long as their words are known.
    mutating func parseModifiers(
        _ shapes: [String: PropertyShape], what: String
    ) throws(Failure) -> [Spanned<PropertySyntax>] {
        var modifiers: [Spanned<PropertySyntax>] = []
        while true {
            if nextSignificant.kind == .mark(.assign) {
                skipNewlines()
                let start = index
                let name = Name("=", current.range)
                let value = PropertySyntax(name: name, value: try parseValue(.assignment))
                modifiers.append(Spanned(value, range(from: start)))
                continue
            }
            let next = significantIndex(from: index)
            guard case .word(let word) = tokens[next].kind else { return modifiers }
            expected?.note(shapes.keys, at: tokens[next].range)
            guard let shape = shapes[word] else {
                if next == index { throw unknown(Name(word, current.range), what, shapes.keys.sorted()) }
                return modifiers
            }
            index = next
            let start = index
            let name = Name(word, current.range)
            advance()
            let value = PropertySyntax(name: name, value: try parseValue(shape))
            modifiers.append(Spanned(value, range(from: start)))
        }
    }
}
