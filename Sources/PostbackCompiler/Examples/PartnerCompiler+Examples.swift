import PostbackSupport
import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    /// The case, and behind it its event with other values, a case each.
    mutating func compile(_ syntax: ExampleSyntax) -> [CertificationExample] {
        guard let example = base(of: syntax) else { return [] }
        var cases = [example]
        for variation in syntax.variations {
            guard let one = compile(variation, of: example) else { continue }
            if cases.dropFirst().contains(where: { $0.isSame(as: one) }) {
                report(.duplicateExample(title: one.title), variation.range)
            }
            cases.append(one)
        }
        return cases
    }

    private mutating func base(of syntax: ExampleSyntax) -> CertificationExample? {
        guard let trigger = syntax.postback else {
            if syntax.body.isComplete { report(.exampleWithoutPostback, syntax.range) }
            return nil
        }
        guard !syntax.expectations.isEmpty else {
            if syntax.body.isComplete { report(.exampleWithoutExpectation, syntax.range) }
            return nil
        }
        let isKind = catalogue.kinds.contains { $0.name == trigger.text }
        let known = partner.postbacks.flatMap { postback -> [String] in
            switch postback.trigger {
            case .kind(let kind): [kind]
            case .events(let names): names
            }
        }
        var example = CertificationExample(
            title: syntax.title.text, line: source.line(at: syntax.range.start),
            kind: isKind ? trigger.text : PostbackTrigger.eventKind, eventName: isKind ? nil : trigger.text,
            samples: nil,
            values: [], fields: [:], system: [:], expectations: [])
        guard known.contains(trigger.text) || (!isKind && known.contains(PostbackTrigger.eventKind)) else {
            if !diagnostics.hasErrors {
                report(
                    .eventWithoutPostback(name: trigger.text, suggestion: nearest(to: trigger.text, among: known)),
                    trigger.range)
            }
            // What it gives is looked at all the same.
            for given in syntax.given { add(given, to: &example) }
            return nil
        }
        if syntax.expectations.count > 1, !hasRequestPerItem(trigger, isKind: isKind) {
            let ranges = syntax.body.lines.filter { if case .expectation = $0.content { true } else { false } }.map(
                \.range)
            report(.twoExpectations, ranges[1], related: label(ranges[0], "the first one"))
        }
        for given in syntax.given { add(given, to: &example) }
        for expectation in syntax.expectations {
            guard let compiled = compile(expectation) else { return nil }
            example.expectations.append(compiled)
        }
        example.answers = syntax.answers.compactMap { compile($0) }
        for (map, rows) in syntax.rows { example.rows += compile(rows: rows, of: map) }
        return example
    }

    /// Whether an event may give a request for each of its items.
    private func hasRequestPerItem(_ event: Name, isKind: Bool) -> Bool {
        partner.postbacks.contains { postback in
            guard postback.items != nil else { return false }
            return switch postback.trigger {
            case .kind(let kind): kind == (isKind ? event.text : PostbackTrigger.eventKind)
            case .events(let names): names.contains(event.text)
            }
        }
    }

    mutating func add(_ given: GivenSyntax, to example: inout CertificationExample) {
        switch given {
        case .sample(let name):
            example.samples = Platform(rawValue: name.text)
            if example.samples == nil {
                let near = nearest(to: name.text, among: Platform.allCases.map(\.rawValue))
                report(.unknownPlatform(name: name.text, suggestion: near), name.range)
            }
        case .value(let names, let value):
            let name = names.map(\.text).joined(separator: ".")
            let range = names[0].range.union(names[names.count - 1].range)
            switch names[0].text {
            case "field": add(field: name, range, value, to: &example)
            case "system":
                guard let key = SystemValue(rawValue: String(name.dropFirst(7))), let literal = value?.literal,
                    key.type.accepts(literal.text)
                else { return report(.exampleValue(why: "'\(name)' is not a value that an example can set so"), range) }
                example.system[key] = literal
            default: add(macro: name, range, value, to: &example)
            }
        }
    }

    private mutating func add(
        field name: String, _ range: SourceRange, _ value: ExpressionSyntax?, to example: inout CertificationExample
    ) {
        let id = String(name.dropFirst(6))
        guard let field = fields[id] else {
            if scopes.fields.isBroken(id) { return }
            return report(
                .unknownField(name: id, suggestion: nearest(to: id, among: fields.keys.sorted())), range)
        }
        guard let value else { return example.fields[id] = .some(nil) }
        guard let literal = value.literal else {
            return report(.notLiteral(what: "a value of an example"), value.range)
        }
        if let expected = field.expectation(unmetBy: literal.text) {
            report(.badSample(what: "'\(name)'", wanted: expected), value.range)
        }
        example.fields[id] = literal.text
    }

    private mutating func add(
        macro name: String, _ range: SourceRange, _ value: ExpressionSyntax?, to example: inout CertificationExample
    ) {
        guard let macro = catalogue.definition(name) else {
            let near = nearest(to: name, among: catalogue.macros.map(\.name))
            return report(.unknownMacro(name: name, suggestion: near), range)
        }
        if let list = catalogue.itemList(of: macro.name) {
            return report(
                .exampleValue(why: "'\(name)' is a part of each item: write \(list) = [{ … }]"), range)
        }
        if example.values.contains(where: { $0.macro == name }) { report(.duplicateKey(key: name), range) }
        func set(_ value: CertificationExample.Value) { example.values.append(.init(macro: name, value: value)) }
        guard let value else { return set(.absent) }
        if macro.type == .list(.item) {
            guard let items = items(value, list: name) else { return }
            return set(.items(items))
        }
        guard let literal = value.literal else {
            return report(.notLiteral(what: "a value of an example"), value.range)
        }
        if !macro.type.accepts(literal.text) {
            report(.badSample(what: "'\(name)'", wanted: macro.type.expectation), value.range)
        }
        set(.literal(literal))
    }

    private mutating func items(_ value: ExpressionSyntax, list: String) -> [[String: PostbackLiteral]]? {
        guard case .list(let elements) = value.kind else {
            report(.exampleValue(why: "'\(list)' is written as [{ id = \"sku-1\" }]"), value.range)
            return nil
        }
        var items: [[String: PostbackLiteral]] = []
        for element in elements.map(\.content) {
            guard case .object(let lines) = element.value.kind else {
                report(.exampleValue(why: "an item is written as { id = \"sku-1\" }"), element.value.range)
                return nil
            }
            var item: [String: PostbackLiteral] = [:]
            for case .pair(_, let key, let value, _) in lines.contents {
                guard let macro = catalogue.definition("\(list).\(key.text)"), let literal = value.literal else {
                    report(.unknownProperty(list: list, name: key.text, suggestion: nil), key.range)
                    continue
                }
                if !macro.type.accepts(literal.text) {
                    report(.badSample(what: "'\(key.text)'", wanted: macro.type.expectation), value.range)
                }
                item[key.text] = literal
            }
            items.append(item)
        }
        return items
    }
}
