public import PostbackRuntime
public import PostbackTemplate

extension RandomTemplates {
    /// A partner with some postbacks.
    public mutating func partner() -> PartnerTemplate {
        let fields = [
            FieldDefinition("id", "Id", .text), FieldDefinition("secret", "Secret", .text, isSecret: true),
            FieldDefinition("amount", "Amount", .decimal, isOptional: true),
            FieldDefinition("gone", "Gone", .text, isOptional: true),
        ]
        let maps = (0..<3).map { index in
            var entries: [ValueMap.Entry] = []
            var seen: Set<String> = []
            for _ in 0..<4 {
                let key = someText()
                if seen.insert(key).inserted { entries.append(ValueMap.Entry(key, someLiteral())) }
            }
            let fallback: ValueMap.Fallback = index == 0 ? .absent : index == 1 ? .value(someLiteral()) : .skip
            return ValueMap("m\(index)", entries, fallback: fallback)
        }
        var definitions: [PostbackDefinition] = []
        for index in 0..<3 {
            // A definition uses only those before it; expressions that name a later one are absent there.
            definitions.append(PostbackDefinition("d\(index)", definition(index)))
        }
        return PartnerTemplate(
            "random", name: "Random", revision: 1, category: "test", platforms: [.ios, .android], fields: fields,
            maps: maps, definitions: definitions, postbacks: (0..<3).map { postback("p\($0)") },
            delivery: DeliveryPolicy(bodyBytes: Int.random(in: 0..<4, using: &random) == 0 ? 60 : nil))
    }

    private mutating func someText() -> String {
        if case .text(let text) = someLiteral() { text } else { "install" }
    }

    private mutating func someLiteral() -> PostbackLiteral {
        if case .literal(let literal) = expression(0) {
            literal
        } else {
            .text("v\(UInt8.random(in: 0...9, using: &random))")
        }
    }

    /// An expression without definitions, which cannot go round in circles.
    private mutating func definition(_ index: Int) -> PostbackExpression {
        isNamed = true
        defer { isNamed = false }
        while true {
            let value = expression(2)
            if !"\(value)".contains("definition(") { return value }
        }
    }

    /// A postback, now and then one with a request for each item.
    private mutating func postback(_ id: String) -> PostbackTemplate {
        guard chance(15) else { return postback(id, items: nil) }
        return items { generator, loop in generator.postback(id, items: loop) }
    }

    private mutating func postback(_ id: String, items: ItemLoop?) -> PostbackTemplate {
        queryUses = 0
        let kind = Int.random(in: 0..<6, using: &random)
        let body: BodyTemplate =
            switch kind {
            case 0: .form(lines(2))
            case 1, 2: .json(expression(3, json: true))
            case 3: .text(expression(2))
            default: .none
            }
        var path: [URLPiece] = [.literal("/p")]
        for _ in 0..<Int.random(in: 0...2, using: &random) { path += [.literal("/"), .hole(expression(1))] }
        if Bool.random(using: &random) { path.append(.literal("/")) }
        let isCallback = Int.random(in: 0..<12, using: &random) == 0
        let isLoose = Int.random(in: 0..<4, using: &random) > 0
        return PostbackTemplate(
            id, trigger: .kind("install"), items: items,
            conditions: isLoose ? [] : [condition(2)],
            alternatives: isLoose ? [] : [[[expression(1), expression(1)], [expression(2)]]],
            request: RequestTemplate(
                kind < 4 ? .post : .get,
                callback: isCallback
                    ? CallbackTemplate(
                        url: expression(1), hosts: ["*.partner.test", "cb.partner.test"],
                        marks: lines(1, keys: ["__TS__", "__KEY__", "__TS__&", "{ts}"]))
                    : nil,
                origin: isCallback ? [] : [.literal("https://api."), .hole(.field("id")), .literal("partner.test")],
                path: isCallback ? [] : path,
                pathPairs: kind == 5 ? PathPairs(separator: ":", lines: lines(1)) : nil,
                matrix: kind == 4 ? lines(1) : [], query: lines(3), headers: lines(1, keys: ["X-A", "X-B"]),
                cookies: kind == 3 ? lines(2) : [], body: body)
        )
    }

    /// Field values.
    public mutating func fields() -> [String: String] {
        var fields = ["id": "a%b", "secret": "s€cret"]
        if Bool.random(using: &random) { fields["amount"] = "12.50" }
        return fields
    }

    /// An event with a random half of its macros.
    public mutating func event() -> PostbackEvent {
        var event = PostbackEvent(catalogue: catalogue)
        for macro in catalogue.macros where !macro.isOpenMap && catalogue.itemList(of: macro.name) == nil {
            guard Bool.random(using: &random) else { continue }
            event[macro.name] = value(macro)
        }
        for macro in catalogue.macros where macro.isOpenMap {
            for key in ["level", "sub1", "deep.key", "k", "ü&\"\n"] where Bool.random(using: &random) {
                event[entry: String(macro.name.dropLast()) + key] = PostbackValue(someLiteral())
            }
        }
        return event
    }

    private mutating func value(_ macro: MacroDefinition) -> PostbackValue {
        switch macro.type {
        case .list(.item):
            let properties = catalogue.itemProperties(of: macro.name)
            return .list(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    var item: [String: PostbackValue] = [:]
                    for property in properties where Bool.random(using: &random) {
                        item[String(property.name.dropFirst(macro.name.count + 1))] = value(property)
                    }
                    return .item(item)
                })
        case .list(let element):
            return .list(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in value(MacroDefinition(macro.name, element)) })
        case .integer: return .integer(.random(in: -1_000_000...1_000_000, using: &random))
        case .decimal: return .decimal(ExactDecimal("\(Int.random(in: -9_999...9_999, using: &random)).50") ?? .init(0))
        case .boolean: return .boolean(Bool.random(using: &random))
        case .timestamp:
            let seconds = Int64.random(in: -2_000_000_000...4_000_000_000, using: &random)
            return .timestamp(
                Timestamp(
                    microseconds: seconds * 1_000_000 + [0, 123_000, 123_456][Int.random(in: 0..<3, using: &random)]))
        case .choice(let values) where Bool.random(using: &random):
            return .text(values[Int.random(in: 0..<values.count, using: &random)])
        default: return .text(someText())
        }
    }
}
