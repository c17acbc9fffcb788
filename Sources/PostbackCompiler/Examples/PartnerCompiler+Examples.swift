import PostbackSupport
import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func compile(_ syntax: ExampleSyntax) -> CertificationExample? {
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
                    .unknownEvent(name: trigger.text, suggestion: nearest(to: trigger.text, among: known)),
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

    private mutating func compile(_ syntax: ExampleSyntax.AnswerSyntax) -> CertificationExample.Answer? {
        guard (100...599).contains(syntax.status),
            let meaning = CertificationExample.Answer.Meaning(rawValue: syntax.meaning.text)
        else {
            report(.badDelivery(what: "a status code", wanted: "100 to 599"), syntax.range)
            return nil
        }
        var answer = CertificationExample.Answer(
            status: syntax.status, headers: [], body: "", meaning: meaning)
        for part in syntax.parts {
            switch part {
            case .header(let name, let value): answer.headers.append([name.text, value.text])
            case .body(let form, let text): answer.body = form.text == "form" ? Self.joined(text.text) : text.text
            }
        }
        return answer
    }

    private mutating func compile(
        rows: Braced<ExampleSyntax.RowSyntax>, of map: Name
    ) -> [CertificationExample.Row] {
        guard maps[map.text] != nil else {
            if !scopes.maps.isBroken(map.text) {
                let near = nearest(to: map.text, among: maps.keys.sorted())
                report(.unknownTransform(name: map.text, suggestion: near), map.range)
            }
            return []
        }
        return rows.contents.compactMap { row in
            let result: ValueMap.Fallback
            switch row.value {
            case .skip: result = .skip
            case .absent: result = .absent
            case .value(let value):
                guard let literal = value.literal else {
                    report(.notLiteral(what: "a value of an example"), value.range)
                    return nil
                }
                result = .value(literal)
            }
            return CertificationExample.Row(map: map.text, key: row.key.text, result: result)
        }
    }

    private mutating func add(_ given: GivenSyntax, to example: inout CertificationExample) {
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

    private mutating func compile(_ expectation: ExampleSyntax.Expectation) -> CertificationExample.Expectation? {
        switch expectation {
        case .skips(let reason, let about):
            guard let code = SkipCode.allCases.first(where: { $0.exampleWord == reason.text }) else {
                let near = nearest(to: reason.text, among: SkipCode.exampleWords.sorted())
                report(.unknownSkip(reason: reason.text, suggestion: near), reason.range)
                return nil
            }
            return .skip(code: code.rawValue, about: about.isEmpty ? nil : about.dottedName)
        case .sends(let method, let url, let parts):
            guard let verb = RequestMethod(rawValue: method.text) else {
                report(.badSetting(what: "the method", wanted: "GET, POST or PUT"), method.range)
                return nil
            }
            var headers: [[String]] = []
            var form: CertificationExample.BodyForm?
            var body = ""
            for part in parts?.contents ?? [] {
                switch part {
                case .header(let name, let value): headers.append([name.text, value.text])
                case .body(let word, let text):
                    form = CertificationExample.BodyForm(rawValue: word.text)
                    body = form == .form ? Self.joined(text.text) : text.text
                }
            }
            return .request(method: verb, url: Self.joined(url.text), headers: headers, form: form, body: body)
        }
    }

    /// The lines of a text without their indentation, joined.
    private static func joined(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }.joined()
    }
}

extension [Name] {
    /// The names as one: `event.items[0].id`.
    fileprivate var dottedName: String {
        reduce("") { text, name in text + (text.isEmpty || name.index != nil ? "" : ".") + name.text }
    }
}
