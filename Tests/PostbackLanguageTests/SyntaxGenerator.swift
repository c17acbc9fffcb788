import TestSupport
@testable import PostbackLanguage

/// Random syntax trees of partner files: every form of the language, with no regard to what it means.
struct SyntaxGenerator {
    private var random: SeededGenerator
    private let nowhere = SourceRange(0, 0)

    /// Creates a generator from random numbers.
    init(_ random: SeededGenerator) {
        self.random = random
    }

    /// A file of some declarations.
    mutating func file() -> FileSyntax {
        FileSyntax(items: many(1...6) { Spanned($0.declaration(), $0.nowhere) })
    }

    private mutating func many<Element>(_ count: ClosedRange<Int>, _ make: (inout Self) -> Element) -> [Element] {
        (0..<Int.random(in: count, using: &random)).map { _ in make(&self) }
    }

    private mutating func braced<Line>(_ count: ClosedRange<Int>, _ make: (inout Self) -> Line) -> Braced<Line> {
        Braced(many(count) { Spanned(make(&$0), $0.nowhere) }, nowhere)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    // MARK: Words

    private mutating func name(_ words: [String] = ["alpha", "beta", "gamma", "delta", "x1", "long_name_of_it"]) -> Name
    {
        Name(pick(words), nowhere)
    }

    /// A key of a line, which may have holes and stand bare.
    private mutating func lineKey() -> Name {
        guard chance(15) else { return key() }
        var key = Name("item{n}", nowhere, isQuoted: true)
        key.pieces = [.text("item"), .hole(Name("n", nowhere))]
        key.isBare = chance(50)
        return key
    }

    private mutating func key() -> Name {
        let text = pick(["ifa", "click-id", "ud[em]", "a b", "when", "é\"", "\\", "{x}", "key", "v\u{200B}"])
        return Name(text, nowhere, isQuoted: !["ifa", "click-id", "key"].contains(text))
    }

    private mutating func text() -> TextSyntax {
        let text = pick(["Label", "", "two words", "q\"q", "{brace}", "tab\there", "é 漢", "line\nbreak", "back\\slash"])
        return TextSyntax(text: text, range: nowhere)
    }

    private mutating func blockText() -> TextSyntax {
        let text = pick(["one", "a\n  b\nc", "x\n\ny", "\"quoted\" {not a hole}", ""])
        return TextSyntax(text: text, range: nowhere, isBlock: true)
    }

    private mutating func path() -> [Name] {
        var path = [name(["device", "event", "field", "click", "user"])] + many(0...2) { $0.name() }
        if chance(10) { path.append(Name("odd key", nowhere, isQuoted: true)) }
        return path
    }

    // MARK: Declarations

    private mutating func declaration() -> DeclarationSyntax {
        switch Int.random(in: 0..<14, using: &random) {
        case 0: return .partner(id: name(), label: text(), documentation: nil)
        case 1: return .property(PropertySyntax(name: Name("revision", nowhere), value: .integer(7, nowhere)))
        case 2:
            return .property(PropertySyntax(name: Name("platforms", nowhere), value: .words(many(1...3) { $0.name() })))
        case 3: return .field(field())
        case 4:
            return .endpoint(
                EndpointSyntax(
                    id: name(), url: textValue(2), insecure: chance(30) ? name(["insecure"]) : nil,
                    lastDay: chance(30) ? name(["2028-02-29"]) : nil))
        case 5: return .callback(CallbackSyntax(id: name(), value: expression(2), hosts: many(1...3) { $0.text() }))
        case 6: return .map(MapSyntax(id: name(), rows: rows()))
        case 7: return .definition(name: name(), value: expression(4))
        case 8: return .acceptance(macro: path(), reason: text(), nowhere)
        case 9: return .delivery(delivery(), nowhere)
        case 10: return .example(example())
        case 11: return .lines(name: name(), lines(3))
        case 12: return .shared(name: name(), postback().body)
        default: return .postback(postback())
        }
    }

    private mutating func field() -> FieldSyntax {
        let arguments: TypeSyntax.Arguments =
            switch Int.random(in: 0..<3, using: &random) {
            case 0: .none
            case 1: .bounds(3...9)
            default: .words([Name("us", nowhere), Name("a b", nowhere, isQuoted: true)])
            }
        let typeName = if case .words = arguments { "choice" } else { "digits" }
        var modifiers: [PropertySyntax] =
            chance(30) ? [PropertySyntax(name: Name("secret", nowhere), value: .none)] : []
        if chance(40) { modifiers.append(PropertySyntax(name: Name("=", nowhere), value: .expression(literal()))) }
        if chance(40) {
            modifiers.append(PropertySyntax(name: Name("length", nowhere), value: .bounds(1...40, nowhere)))
        }
        if chance(40) { modifiers.append(PropertySyntax(name: Name("sample", nowhere), value: .text(text()))) }
        if chance(40) { modifiers.append(PropertySyntax(name: Name("help", nowhere), value: .text(text()))) }
        return FieldSyntax(
            id: name(), label: text(),
            type: TypeSyntax(name: Name(typeName, nowhere), arguments: arguments, range: nowhere),
            modifiers: modifiers.map { Spanned($0, nowhere) })
    }

    private mutating func rows() -> Braced<MapSyntax.Row> {
        var rows: Braced<MapSyntax.Row> = braced(0...4) {
            .entry(keys: $0.many(1...3) { $0.key() }, value: $0.literal())
        }
        if chance(70) {
            let fallback: MapSyntax.Fallback = pick([.skip, .absent, .value(literal())])
            rows.lines.append(Spanned(.otherwise(fallback, Name("else", nowhere)), nowhere))
        }
        return rows
    }

    private mutating func delivery() -> Braced<PropertySyntax> {
        braced(0...4) { generator in
            let nowhere = generator.nowhere
            let duration = DurationSyntax(seconds: 30, text: "30s", range: nowhere)
            return generator.pick([
                PropertySyntax(name: Name("timeout", nowhere), value: .duration(duration)),
                PropertySyntax(name: Name("retry", nowhere), value: .codes([408...408, 500...599], nowhere)),
                PropertySyntax(
                    name: Name("rate", nowhere), value: .rate(200, per: generator.name(["second", "hour"]), nowhere)),
                PropertySyntax(name: Name("delay", nowhere), value: .durations(duration, duration)),
                PropertySyntax(name: Name("default retries", nowhere), value: .integer(3, nowhere)),
                PropertySyntax(
                    name: generator.name(["success", "retry", "fail"]), value: .answer(generator.condition(2))),
            ])
        }
    }

    // MARK: Postbacks and examples

    private mutating func postback() -> PostbackSyntax {
        var body: Braced<PostbackLineSyntax> = braced(0...2) {
            switch Int.random(in: 0..<4, using: &$0.random) {
            case 0: return .condition($0.condition(3))
            case 2: return .include($0.name())
            case 1:
                return .alternatives(
                    AlternativesSyntax(
                        groups: $0.many(1...9) { $0.many(1...2) { $0.expression(1) } }, range: $0.nowhere))
            default: return .definition(NamedExpressionSyntax(name: $0.name(), value: $0.expression(3)))
            }
        }
        if chance(20) {
            let number = chance(50) ? name() : nil
            let loop = LoopSyntax(
                variable: name(), number: number, first: number == nil ? 1 : pick([0, 1, 7]), list: expression(1))
            body.lines.append(Spanned(.each(loop), nowhere))
        }
        let request = RequestLineSyntax(
            method: name(["GET", "POST", "PUT"]), endpoint: name(), path: chance(80) ? textValue(2) : nil,
            range: nowhere)
        body.lines.append(Spanned(.request(request), nowhere))
        body.lines += many(0...3) { Spanned(.block($0.block()), $0.nowhere) }
        return PostbackSyntax(
            triggers: many(1...3) { $0.chance(30) ? Name("boss defeated", $0.nowhere, isQuoted: true) : $0.name() },
            platform: chance(30) ? name(["ios"]) : nil, deprecation: chance(20) ? text() : nil, body: body,
            range: nowhere)
    }

    private mutating func block() -> BlockSyntax {
        let word = pick(BlockWord.allCases)
        let content: BlockSyntax.Content =
            switch word.form {
            case .lines: .lines(lines(3))
            case .separatedLines: .separated(TextSyntax(text: pick([":", "=", "-"]), range: nowhere), lines(2))
            case .structure: .value(chance(50) ? object(3) : list(3))
            case .value: .value(expression(3))
            }
        return BlockSyntax(word: word, content: content, range: nowhere)
    }

    private mutating func example() -> ExampleSyntax {
        var body: Braced<ExampleSyntax.Line> = braced(0...1) { .postback($0.name()) }
        body.lines += many(0...2) { generator in
            let values: Braced<GivenSyntax> = generator.braced(0...6) {
                if $0.chance(20) { return .sample($0.name()) }
                return .value($0.path(), $0.chance(20) ? nil : $0.expression(1))
            }
            return Spanned(.given(values), generator.nowhere)
        }
        body.lines += many(0...2) { generator in
            let parts: [ExpectedPartSyntax] =
                generator.chance(50) ? [.header(name: generator.text(), value: generator.text())] : []
            let answer = ExampleSyntax.AnswerSyntax(
                status: 200, parts: parts, meaning: generator.name(["succeeds", "retries", "fails"]),
                range: generator.nowhere)
            return Spanned(.answer(answer), generator.nowhere)
        }
        if chance(20) {
            let rows: Braced<ExampleSyntax.RowSyntax> = braced(0...3) {
                ExampleSyntax.RowSyntax(key: $0.key(), value: $0.pick([.skip, .absent, .value($0.literal())]))
            }
            body.lines.append(Spanned(.rows(map: name(), rows), nowhere))
        }
        if chance(50) {
            body.lines.append(Spanned(.expectation(.skips(reason: name(), about: chance(50) ? path() : [])), nowhere))
        } else {
            let parts: Braced<ExpectedPartSyntax>? =
                chance(50) ? braced(0...3) { .header(name: $0.text(), value: $0.text()) } : nil
            var sends = parts
            sends?.lines.append(Spanned(.body(form: name(["json", "form", "text"]), text: blockText()), nowhere))
            let url = chance(50) ? text() : blockText()
            body.lines += many(1...2) { generator in
                Spanned(.expectation(.sends(method: generator.name(["GET"]), url: url, sends)), generator.nowhere)
            }
        }
        body.lines += many(0...2) { Spanned(.variation($0.variation()), $0.nowhere) }
        return ExampleSyntax(title: text(), body: body, range: nowhere)
    }

    private mutating func variation() -> ExampleSyntax.VariationSyntax {
        let changed: [GivenSyntax] = many(0...2) { .value($0.path(), $0.chance(20) ? nil : $0.literal()) }
        return ExampleSyntax.VariationSyntax(
            changed: changed, removed: many((changed.isEmpty ? 1 : 0)...2) { $0.path() }, reason: name(),
            about: chance(50) ? path() : [], range: nowhere)
    }

    // MARK: Values

    private mutating func literal() -> ExpressionSyntax {
        ExpressionSyntax(
            pick([.number("12"), .number("-4.50"), .boolean(true), .text([.literal("a{b}", nowhere)]), .name([name()])]
            ),
            nowhere)
    }

    private mutating func textValue(_ depth: Int) -> ExpressionSyntax {
        var pieces: [TextPieceSyntax] = []
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            if case .literal? = pieces.last {
                pieces.append(.hole(depth > 0 ? plain(depth - 1) : literal()))
            } else {
                pieces.append(.literal(pick(["https://x.test", "/a b", "é", "\"", "{", "$"]), nowhere))
            }
        }
        return ExpressionSyntax(.text(pieces), nowhere)
    }

    /// A value without a block of text, which cannot stand in a hole.
    private mutating func plain(_ depth: Int) -> ExpressionSyntax {
        guard depth > 0 else { return literal() }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return pipeline(plain(depth - 1), depth)
        case 1: return ExpressionSyntax(.fallback(many(2...3) { $0.plain(depth - 1) }), nowhere)
        case 2: return textValue(depth - 1)
        default: return ExpressionSyntax(.name(path()), nowhere)
        }
    }

    private mutating func pipeline(_ head: ExpressionSyntax, _ depth: Int) -> ExpressionSyntax {
        let steps = many(1...3) {
            StepSyntax(name: $0.name(), arguments: $0.many(0...2) { $0.plain(depth - 1) }, range: $0.nowhere)
        }
        return ExpressionSyntax(.pipeline(head, steps), nowhere)
    }

    private mutating func expression(_ depth: Int) -> ExpressionSyntax {
        guard depth > 0 else { return literal() }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return pipeline(expression(depth - 1), depth)
        case 1: return ExpressionSyntax(.fallback(many(2...3) { $0.expression(depth - 1) }), nowhere)
        case 2: return textValue(depth - 1)
        case 3: return ExpressionSyntax(.block(blockText().text), nowhere)
        case 4: return list(depth)
        case 5:
            return ExpressionSyntax(
                .each(
                    loop(depth),
                    yield: ElementSyntax(presence: presence(), value: expression(depth - 1))), nowhere)
        case 6: return object(depth)
        case 7: return ExpressionSyntax(.json(chance(50) ? object(depth) : list(depth)), nowhere)
        case 8:
            var branches: Braced<BranchSyntax> = braced(1...3) {
                .branch($0.condition(depth - 1), $0.expression(depth - 1))
            }
            if chance(60) { branches.lines.append(Spanned(.otherwise(expression(depth - 1)), nowhere)) }
            return ExpressionSyntax(.choose(branches), nowhere)
        default: return ExpressionSyntax(.name(path()), nowhere)
        }
    }

    private mutating func loop(_ depth: Int) -> LoopSyntax {
        let number = chance(40) ? name() : nil
        return LoopSyntax(
            variable: name(), number: number, first: number == nil ? 1 : pick([0, 1]), list: expression(depth - 1))
    }

    private mutating func list(_ depth: Int) -> ExpressionSyntax {
        let elements = many(0...4) {
            Spanned(ElementSyntax(presence: $0.presence(), value: $0.expression(depth - 1)), $0.nowhere)
        }
        return ExpressionSyntax(.list(elements), nowhere)
    }

    private mutating func object(_ depth: Int) -> ExpressionSyntax { ExpressionSyntax(.object(lines(depth)), nowhere) }

    private mutating func presence() -> PresenceSyntax { pick([.optional, .optional, .required, .keep, .keepNull]) }

    private mutating func lines(_ depth: Int) -> Braced<LineSyntax> {
        braced(0...4) { $0.line(depth) }
    }

    private mutating func line(_ depth: Int) -> LineSyntax {
        if depth > 0, chance(20) {
            var otherwise: Braced<LineSyntax>? = chance(50) ? lines(depth - 1) : nil
            if chance(30) { otherwise = Braced([Spanned(line(depth - 1), nowhere)], nowhere) }
            return .when(condition(depth), lines(depth - 1), otherwise: otherwise, nowhere)
        }
        if chance(8) { return .include(name()) }
        if chance(8) {
            let entries = ExpressionSyntax(.name([name(), name()]), nowhere)
            return .entries(chance(50) ? entries : pipeline(entries, 1))
        }
        if depth > 0, chance(8) { return .each(loop(depth), lines(depth - 1), nowhere) }
        if chance(8) {
            let value = ExpressionSyntax(.bare(textValue(1)), nowhere)
            return .alone(presence(), value: value, isInsecure: chance(10))
        }
        return .pair(presence(), key: lineKey(), value: expression(depth - 1), isInsecure: chance(10))
    }

    private mutating func condition(_ depth: Int) -> ConditionSyntax {
        guard depth > 0 else { return .isPresent(ExpressionSyntax(.name(path()), nowhere), isNegated: chance(50)) }
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return .equals(plain(1), plain(1), isNegated: chance(50))
        case 1: return .isIn(plain(1), many(1...3) { $0.literal() })
        case 2: return .value(ExpressionSyntax(.name(path()), nowhere))
        case 3: return .not(condition(depth - 1))
        case 4: return .all(many(2...3) { $0.condition(depth - 1) })
        case 5: return .any(many(2...3) { $0.condition(depth - 1) })
        default: return .isPresent(plain(depth), isNegated: chance(50))
        }
    }
}
