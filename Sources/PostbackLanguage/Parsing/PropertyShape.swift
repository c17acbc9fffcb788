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
        "platforms": .words, "class": .word, "role": .word, "sample": .text, "also": .spellings,
    ]

    /// The settings of `delivery`, and of what its account may choose.
    static let delivery: [String: PropertyShape] = [
        "timeout": .duration, "success": .codes, "retry": .codes, "rate": .integer, "concurrency": .integer,
        "oldest": .duration, "future": .duration, "delay": .durationBounds, "retries": .bounds,
    ]
}

extension Parser {
    /// The largest whole number that a setting may have.
    static let maximumInteger = 1_000_000_000

    mutating func parseValue(_ shape: PropertyShape) throws(Failure) -> PropertySyntax.Value {
        let start = current.range
        switch shape {
        case .flag: return .none
        case .text: return .text(try expectText("a text in quotes"))
        case .integer:
            let number = try expectInteger()
            return .integer(number, start)
        case .duration:
            let seconds = try expectDuration()
            return .duration(seconds, start)
        case .bounds: return try parseBounds { parser throws(Failure) in try parser.expectInteger() }
        case .durationBounds: return try parseBounds { parser throws(Failure) in try parser.expectDuration() }
        case .codes:
            var codes: [ClosedRange<Int>] = []
            repeat {
                let low = try expectInteger()
                let high = take(.ellipsis) ? try expectInteger() : low
                guard low <= high else { throw failure(expected: "bounds in rising order before this") }
                codes.append(low...high)
            } while take(.comma)
            return .codes(codes, SourceRange(start.start, previousEnd))
        case .word: return .words([try expectWord("a word")])
        case .words:
            var words = [try expectWord("a word")]
            while take(.comma) { words.append(try expectWord("a word")) }
            return .words(words)
        case .spellings:
            var spellings: [SpellingSyntax] = []
            repeat {
                skipNewlines()
                let vendor = try expectWord("the name of a platform")
                spellings.append(SpellingSyntax(vendor: vendor, text: try expectText("its spelling in quotes")))
            } while take(.comma)
            return .spellings(spellings)
        case .assignment:
            try expect(.assign)
            return .expression(try parseExpression())
        }
    }

    private mutating func parseBounds(
        _ parse: (inout Parser) throws(Failure) -> Int
    ) throws(Failure) -> PropertySyntax.Value {
        let start = current.range
        let low = try parse(&self)
        try expect(.ellipsis, " between two bounds")
        let high = try parse(&self)
        guard low <= high else {
            let range = SourceRange(start.start, previousEnd)
            diagnostics.append(.expected(source, range, "bounds in rising order", found: source.text(in: range)))
            throw Failure()
        }
        return .bounds(low...high, SourceRange(start.start, previousEnd))
    }

    mutating func expectInteger() throws(Failure) -> Int {
        guard case .number(let text, let unit) = current.kind else { throw failure(expected: "a whole number") }
        guard unit.isEmpty, let number = Int(text), (0...Self.maximumInteger).contains(number) else {
            diagnostics.append(.numberTooLarge(source, current.range))
            throw Failure()
        }
        advance()
        return number
    }

    /// Seconds.
    mutating func expectDuration() throws(Failure) -> Int {
        if take(word: "realtime") { return 0 }
        guard case .number(let text, let unit) = current.kind else { throw failure(expected: "a duration such as 30s") }
        let scales = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let scale = scales[unit], let number = Int(text), (0...100_000).contains(number) else {
            diagnostics.append(.unknownUnit(source, current.range))
            throw Failure()
        }
        advance()
        return number * scale
    }

    /// Modifiers on the same line and on lines of their own, as long as their words are known.
    mutating func parseModifiers(_ shapes: [String: PropertyShape], what: String) throws(Failure) -> [PropertySyntax] {
        var modifiers: [PropertySyntax] = []
        while true {
            if at(.assign) {
                let name = Name("=", current.range)
                modifiers.append(PropertySyntax(name: name, value: try parseValue(.assignment)))
                continue
            }
            var ahead = 0
            while peek(ahead).kind == .newline { ahead += 1 }
            guard case .word(let word) = peek(ahead).kind else { return modifiers }
            guard let shape = shapes[word] else {
                if ahead == 0 {
                    let name = Name(word, current.range)
                    diagnostics.append(.unknownWord(source, name, what: what, known: shapes.keys.sorted()))
                    throw Failure()
                }
                return modifiers
            }
            index += ahead
            let name = Name(word, current.range)
            advance()
            modifiers.append(PropertySyntax(name: name, value: try parseValue(shape)))
        }
    }
}
