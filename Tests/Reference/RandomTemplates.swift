import PostbackRuntime
public import PostbackTemplate

/// Random templates, fields and events, for holding two renderers against each other.
///
/// Expressions need not make sense: rendering has to be total for all of them.
public struct RandomTemplates<Generator: RandomNumberGenerator> {
    /// The macros.
    public let catalogue: MacroCatalogue
    /// Where randomness comes from.
    public var random: Generator
    private var variables: [(name: String, properties: [String])] = []
    /// How many values of a postback look at the query.
    var queryUses = 0
    /// Whether the value is one with a name.
    var isNamed = false
    private let plain: [MacroDefinition]
    private let lists: [MacroDefinition]
    private let maps: [MacroDefinition]

    /// Creates a source of templates over a catalogue.
    public init(catalogue: MacroCatalogue, random: Generator) {
        self.catalogue = catalogue
        self.random = random
        plain = catalogue.macros.filter { macro in
            if case .list = macro.type { return false }
            return !macro.isOpenMap && catalogue.itemList(of: macro.name) == nil
        }
        lists = catalogue.macros.filter { if case .list = $0.type { true } else { false } }
        maps = catalogue.macros.filter(\.isOpenMap)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    private mutating func many<Element>(
        _ range: ClosedRange<Int>, _ make: (inout Self) -> Element
    ) -> [Element] {
        (0..<Int.random(in: range, using: &random)).map { _ in make(&self) }
    }

    private static var texts: [String] {
        [
            "", "a", "true", "0", "1", "USD", "jpy", "en_US", "us", " US ", "4.99", "-0.50", "1e3", "12",
            "+1 415-000-0000", " Jane.D+x@Gmail.com ", "a.b@googlemail.com", "@", "x@y@z", "++@gmail.com",
            "0049 151 2345678", "a b&c=d/ü?", "%41%zz", "%C3%BC", "\u{1F600}x", "line\nbreak", "\"quoted\\\"",
            "ÄÖÜß", "ŉ ΐ", "\u{A0}padded\u{2003}", "..", ".", "install", "purchase",
            "38400000-8CF0-11BD-B23E-10B96E40000D",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)", "https://cb.partner.test/x?t=__TS__&k=__KEY__",
            "https://cb.partner.test/x?t={ts}&u=%7bts%7D&v=__OTHER_1__&w={x.y}", "https://cb.partner.test/{ts&__TS__{",
            "2026-11-23T08:00:00.123456Z", "\u{0}\u{7F}\t", "x\u{301}", "_under-score~.", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        ]
    }

    private mutating func text() -> String {
        guard chance(15) else { return pick(Self.texts) }
        return String(
            many(0...40) { generator in
                Character(generator.pick(Array("abcXYZ019-_.~ &=?/%+\"\\é漢😀".unicodeScalars)))
            })
    }

    private mutating func literal() -> PostbackLiteral {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: .number(ExactDecimal(Int.random(in: -9...99, using: &random)))
        case 1: .number(ExactDecimal(pick(["0.5", "12.345", "-3.10", "99999999999999999999.01", "0"])) ?? .init(1))
        case 2: .boolean(chance(50))
        default: .text(text())
        }
    }

    private mutating func macro() -> PostbackExpression {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: .macro(String(pick(maps).name.dropLast()) + pick(["level", "sub1", "deep.key", "none"]))
        case 1: .macro(pick(lists).name)
        default: .macro(pick(plain).name)
        }
    }

    private mutating func step() -> PipelineStep {
        if chance(12) { return .map(pick(["m0", "m1", "m2"])) }
        let name = pick(TransformName.allCases)
        let parameters = name.definition.parameters.filter { !$0.isOptional || chance(50) }
        return .transform(name, parameters.map { argument($0) })
    }

    /// Any argument that a parameter allows, and now and then, for a number or a text, one that it does not.
    private mutating func argument(_ parameter: TransformDefinition.Parameter) -> PostbackExpression {
        guard parameter.isLiteral else { return chance(50) ? .field("secret") : leaf() }
        switch parameter.allowed {
        case .range(let range):
            return .literal(.number(ExactDecimal(Int.random(in: 0...min(range.upperBound, 9), using: &random))))
        case .oneOf(let numbers): return .literal(.number(ExactDecimal(pick(numbers))))
        case .datePattern:
            return .literal(.text(pick(["yyyy-MM-dd", "MM/dd/yy HH:mm:ss.SSS", "'T'ss''", "HH:mm Z", "ddXXX xxx"])))
        case .offset: return .literal(.text(pick(["+03:00", "-05:30", "+00:00"])))
        case .words(let words): return .literal(.text(pick(words)))
        case .duration: return .literal(.number(ExactDecimal(Int.random(in: 0...100_000, using: &random))))
        case .any, .filled: return .literal(.text(text()))
        }
    }

    private mutating func leaf() -> PostbackExpression {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .literal(literal())
        case 1: return .field(pick(["id", "secret", "amount", "gone"]))
        case 2: return .definition(pick(["d0", "d1", "d2"]))
        case 3: return .system(pick(SystemValue.allCases))
        case 4:
            // What a line of the query takes of the query may double it, so there are few such lines, and none in loops.
            guard queryUses < 2, variables.isEmpty, !isNamed else { return .request(.body) }
            let part = pick(RequestPart.allCases)
            if part != .body { queryUses += 1 }
            return .request(part)
        case 7:
            let list = pick(lists).name
            guard let property = catalogue.itemProperties(of: list).map(\.name).randomElement(using: &random) else {
                return macro()
            }
            return .element(
                list: list, index: Int.random(in: 0...3, using: &random),
                property: String(property.dropFirst(list.count + 1)))
        case 5...6:
            guard !variables.isEmpty else { return macro() }
            let variable = pick(variables)
            if variable.properties.isEmpty || chance(20) { return .variable(variable.name) }
            return .item(variable: variable.name, property: pick(variable.properties))
        default: return macro()
        }
    }

    /// A value; objects and arrays only where JSON may stand.
    mutating func expression(_ depth: Int, json: Bool = false) -> PostbackExpression {
        guard depth > 0 else { return leaf() }
        let next = depth - 1
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return .text(many(1...3) { $0.expression(next) })
        case 1...4: return .pipeline(chance(15) ? list(next) : expression(next), many(1...3) { $0.step() })
        case 5: return .fallback(many(1...3) { $0.expression(next, json: json) })
        case 6:
            let branches = many(1...2) { PostbackBranch($0.condition(next), $0.expression(next, json: json)) }
            return .choose(branches, otherwise: chance(60) ? expression(next, json: json) : nil)
        case 7: return list(next, json: json)
        case 8: return loop(next, json: json)
        case 9 where chance(25):
            let entries = PostbackExpression.entries(self.entries())
            return json ? entries : .json(entries)
        case 9: return json ? .object(lines(next, json: true)) : .json(.object(lines(next, json: true)))
        case 10: return .unescaped(expression(next), characters: pick([":", ":@,", "!$'"]))
        case 11: return bare(next)
        default: return leaf()
        }
    }

    private mutating func entries() -> OpenMapEntries {
        OpenMapEntries(
            String(pick(maps).name.dropLast(2)), names: chance(50) ? [] : ["level", "none"], leavesOut: chance(50))
    }

    /// A text of which the file's own part stands bare, alone or among others, or a list that such a text joins.
    private mutating func bare(_ depth: Int) -> PostbackExpression {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return .bare(.text([.literal(.text("[")), expression(depth), .literal(.text(":"))]))
        case 1:
            let list = chance(70) ? self.list(depth) : .macro(pick(lists).name)
            return .pipeline(list, [.apply(.join, .bare(.literal(.text(pick([",", "/", "]["])))))])
        case 2: return .fallback([.bare(expression(depth)), expression(depth)])
        default: return .bare(expression(depth))
        }
    }

    private mutating func list(_ depth: Int, json: Bool = false) -> PostbackExpression {
        chance(30) ? loop(depth, json: json) : .list(many(0...3) { $0.element(depth, json: json) })
    }

    private mutating func element(_ depth: Int, json: Bool) -> PostbackElement {
        PostbackElement(expression(depth, json: json), presence: presence(json))
    }

    private mutating func presence(_ json: Bool) -> LinePresence {
        if chance(6) { return .required }
        if chance(12) { return json && chance(50) ? .keepNull : .keepEmpty }
        return .optional
    }

    private mutating func loop(_ depth: Int, json: Bool) -> PostbackExpression {
        let list = pick(lists)
        let properties = catalogue.itemProperties(of: list.name).map { String($0.name.dropFirst(list.name.count + 1)) }
        let name = "v\(variables.count)"
        let input: PostbackExpression = chance(85) ? .macro(list.name) : expression(depth)
        return inside(name, properties, input) { generator, loop in
            .each(loop, yield: generator.element(depth, json: json))
        }
    }

    /// What stands in a loop, which now and then counts its elements.
    private mutating func inside<Bound>(
        _ name: String, _ properties: [String], _ input: PostbackExpression, _ make: (inout Self, ItemLoop) -> Bound
    ) -> Bound {
        let number = chance(40) ? name + "n" : nil
        let outside = variables.count
        variables.append((name, properties))
        if let number { variables.append((number, [])) }
        defer { variables.removeLast(variables.count - outside) }
        return make(&self, ItemLoop(name, number: number, first: chance(50) ? 1 : 0, in: input))
    }

    /// What stands in a loop over the items of a list.
    mutating func items<Bound>(_ make: (inout Self, ItemLoop) -> Bound) -> Bound {
        let list = pick(lists)
        let properties = catalogue.itemProperties(of: list.name).map { String($0.name.dropFirst(list.name.count + 1)) }
        return inside("i", properties, .macro(list.name), make)
    }

    /// Lines for each element of a list, with its number in a key.
    private mutating func repeated(_ depth: Int, json: Bool, keys: [String]) -> PostbackLine {
        let list = pick(lists)
        let properties = catalogue.itemProperties(of: list.name).map { String($0.name.dropFirst(list.name.count + 1)) }
        let input: PostbackExpression = chance(85) ? .macro(list.name) : expression(depth)
        return inside("w\(variables.count)", properties, input) { generator, loop in
            var lines = generator.lines(depth - 1, json: json, keys: keys)
            let key = loop.number.map {
                LineKey([.text(generator.pick(keys)), .number($0)], isBare: generator.chance(30))
            }
            let value = generator.expression(depth - 1, json: json)
            lines.append(
                .pair(key ?? LineKey([.text(generator.pick(keys))]), value, presence: generator.presence(json)))
            return .each(loop, lines)
        }
    }

    mutating func condition(_ depth: Int) -> PostbackCondition {
        let next = max(depth - 1, 0)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .equals(expression(next), expression(next))
        case 1: return .isIn(expression(next), many(1...3) { .literal($0.literal()) })
        case 2: return .isTrue(expression(next))
        case 3 where depth > 0: return .not(condition(next))
        case 4 where depth > 0: return .all(many(1...3) { $0.condition(next) })
        case 5 where depth > 0: return .any(many(1...3) { $0.condition(next) })
        default: return .isPresent(expression(next))
        }
    }

    mutating func lines(
        _ depth: Int, json: Bool = false, keys: [String] = ["k", "a b", "ü&", "x[0]", "\"q\"", "level"]
    )
        -> [PostbackLine]
    {
        many(0...4) { generator in
            if depth > 0, generator.chance(15) {
                return .when(
                    generator.condition(1), generator.lines(depth - 1, json: json, keys: keys),
                    otherwise: generator.lines(depth - 1, json: json, keys: keys))
            }
            let isPlain = keys.contains("k")
            if depth > 0, isPlain, generator.chance(12) {
                return generator.repeated(depth, json: json, keys: keys)
            }
            if isPlain, generator.chance(6) { return .pair(.none, .entries(generator.entries())) }
            if isPlain, !json, generator.chance(6) { return .pair(.none, generator.bare(1)) }
            return .pair(
                LineKey(stringLiteral: generator.pick(keys)), generator.expression(max(depth, 0), json: json),
                presence: generator.presence(json))
        }
    }
}
