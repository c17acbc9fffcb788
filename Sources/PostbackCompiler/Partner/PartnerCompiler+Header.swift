import PostbackSupport
import Foundation
import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func checkHeader(_ file: FileSyntax) {
        var seen: Set<String> = []
        for (index, declaration) in file.declarations.enumerated() {
            switch declaration {
            case .partner(let id, let label, _):
                if index > 0 { report(.wrongOrder("partner"), id.range) }
                partner.id = id.text
                partner.name = label.text
                if id.text != source.stem { report(.nameOfFile(declared: id.text, file: source.stem), id.range) }
                checkIdentifier(id, reserved: ["integrations"])
                seen.insert("partner")
            case .property(let property):
                if !seen.insert(property.name.text).inserted {
                    report(.duplicate(what: "setting", property.name.text), property.name.range)
                }
                set(property)
            case .macro, .event, .signal: break
            default: break
            }
        }
        let end = SourceRange(0, min(1, source.bytes.count))
        for wanted in ["partner", "revision", "category", "platforms", "documentation"] where !seen.contains(wanted) {
            report(.missingDeclaration(wanted), end)
        }
        let hasPostback = file.declarations.contains { if case .postback = $0 { true } else { false } }
        if !hasPostback, !diagnostics.hasErrors { report(.missingDeclaration("postback"), end) }
        if partner.platforms.isEmpty { partner.platforms = Platform.allCases }
    }

    private mutating func set(_ property: PropertySyntax) {
        switch (property.name.text, property.value) {
        case ("revision", .integer(let number, let range)):
            partner.revision = number
            if number == 0 { report(.badSetting("a revision", "1 or more"), range) }
        case ("category", .words(let names)): partner.category = names.first?.text ?? ""
        case ("platforms", .words(let names)):
            for name in names {
                if let platform = Platform(rawValue: name.text) {
                    partner.platforms.append(platform)
                } else {
                    let near = Suggestion.nearest(to: name.text, among: Platform.allCases.map(\.rawValue))
                    report(.unknownPlatform(name.text, suggestion: near), name.range)
                }
            }
        case ("documentation", .text(let text)):
            partner.documentation = text.text
            if !ValueType.url.accepts(text.text) {
                report(.badSample("the documentation", expected: ValueType.url.expectation), text.range)
            }
        case ("status", .text(let text)): partner.deprecation = text.text
        default: break
        }
    }

    /// Ids become names in configurations and in generated code.
    private mutating func checkIdentifier(_ name: Name, reserved: Set<String>) {
        if name.text.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) == nil {
            report(
                .badSetting("the id '\(name.text)'", "lower-case words of letters and digits, joined by _"), name.range)
        } else if reserved.contains(name.text) {
            report(.reservedName(name.text), name.range)
        }
    }

    mutating func accept(_ names: [Name], _ range: SourceRange) {
        let name = names.map(\.text).joined(separator: ".")
        guard catalogue.definition(name) != nil else {
            let near = Suggestion.nearest(to: name, among: catalogue.macros.map(\.name))
            return report(.unknownMacro(name, suggestion: near), range)
        }
        acceptsPlaintext.insert(name)
    }

    mutating func add(_ syntax: FieldSyntax) {
        let id = syntax.id.text
        guard fields[id] == nil else { return report(.duplicate(what: "field", id), syntax.id.range) }
        checkIdentifier(syntax.id, reserved: ["values", "template", "partner"])
        var type = ValueType.text
        switch ValueType.resolve(syntax.type) {
        case .success(let resolved): type = resolved
        case .failure(let problem): report(problem.finding, syntax.type.range)
        }
        var field = FieldDefinition(id, syntax.label.text, type)
        var values: [(String, String, SourceRange)] = []
        for modifier in syntax.modifiers {
            switch (modifier.name.text, modifier.value) {
            case ("optional", _): field.isOptional = true
            case ("secret", _): field.isSecret = true
            case ("per", .words(let words)):
                field.scope = .event
                if words.first?.text != "event" {
                    report(.badSetting("the scope of a field", "'per event'"), modifier.name.range)
                }
            case ("matches", .text(let text)):
                field.pattern = text.text
                if (try? Regex(text.text)) == nil { report(.badPattern("a regular expression", text.text), text.range) }
            case ("length", .bounds(let bounds, _)): field.length = bounds
            case ("sample", .text(let text)):
                field.sample = text.text
                values.append(("the sample", text.text, text.range))
            case ("help", .text(let text)): field.help = text.text
            case ("deprecated", .text(let text)): field.deprecation = text.text
            case ("=", .expression(let value)):
                guard let literal = value.literal else {
                    report(.notLiteral("a field's default"), value.range)
                    continue
                }
                field.defaultValue = literal.text
                values.append(("the default", literal.text, value.range))
            default: break
            }
        }
        for (what, value, range) in values {
            if let expected = field.expectation(unmetBy: value) {
                report(.badSample("\(what) of '\(id)'", expected: expected), range)
            }
        }
        fields[id] = field
        definitionLines["field.\(id)"] = source.line(at: syntax.id.range.start)
        partner.fields.append(field)
    }

    mutating func add(_ syntax: MapSyntax) {
        let id = syntax.id.text
        guard !partner.maps.contains(where: { $0.id == id }) else {
            return report(.duplicate(what: "map", id), syntax.id.range)
        }
        if TransformName(rawValue: id) != nil { report(.reservedName(id), syntax.id.range) }
        var map = ValueMap(id, [], fallback: .absent)
        for row in syntax.rows {
            guard let literal = row.value.literal else {
                report(.notLiteral("the value of a map"), row.value.range)
                continue
            }
            for key in row.keys {
                if map.entries.contains(where: { $0.key == key.text }) { report(.duplicateKey(key.text), key.range) }
                map.entries.append(.init(key.text, literal))
            }
        }
        switch syntax.fallback {
        case .skip: map.fallback = .skip
        case .absent: map.fallback = .absent
        case .value(let value):
            if let literal = value.literal {
                map.fallback = .value(literal)
            } else {
                report(.notLiteral("the value of a map"), value.range)
            }
        case nil: report(.mapNotTotal(id), syntax.id.range)
        }
        partner.maps.append(map)
    }

    mutating func add(definition name: Name, _ value: ExpressionSyntax) {
        guard checkName(name, taken: definitions[name.text] != nil) else { return }
        guard let elaborated = elaborate(value, Context(platforms: partner.platforms)) else {
            broken.insert("let.\(name.text)")
            return
        }
        definitions[name.text] = elaborated
        definitionLines["let.\(name.text)"] = source.line(at: name.range.start)
        partner.definitions.append(PostbackDefinition(name.text, elaborated.value))
    }

    mutating func checkName(_ name: Name, taken: Bool) -> Bool {
        if taken {
            report(.duplicate(what: "let", name.text), name.range)
            return false
        }
        if ["field", "request", "system"].contains(name.text) || namespaces.contains(name.text) {
            report(.reservedName(name.text), name.range)
            return false
        }
        return true
    }

    mutating func add(delivery settings: [PropertySyntax], _ range: SourceRange) {
        guard partner.delivery == DeliveryPolicy() else { return report(.duplicate(what: "block", "delivery"), range) }
        var policy = DeliveryPolicy()
        for setting in settings {
            switch (setting.name.text, setting.value) {
            case ("timeout", .duration(let seconds, let range)):
                policy.timeoutSeconds = seconds
                if !(1...60).contains(seconds) { report(.badSetting("the timeout", "1s to 60s"), range) }
            case ("success", .codes(let codes, let range)):
                policy.successCodes = codes
                checkCodes(codes, range)
            case ("success", .predicate(let path, let value)):
                guard path.first?.text == "body", path.count > 1, let literal = value.literal else {
                    report(.badSetting("a success predicate", "written as body.key == value"), setting.name.range)
                    continue
                }
                policy.successBody.append(.init(path: path.dropFirst().map(\.text), value: literal))
            case ("retry", .codes(let codes, let range)):
                policy.retryCodes = codes
                checkCodes(codes, range)
            case ("rate", .integer(let number, _)): policy.ratePerSecond = number
            case ("concurrency", .integer(let number, _)): policy.concurrency = number
            case ("oldest", .duration(let seconds, _)): policy.oldestSeconds = seconds
            case ("future", .duration(let seconds, _)): policy.futureSeconds = seconds
            case ("delay", .bounds(let bounds, let range)):
                policy.delaySeconds = bounds
                if bounds.upperBound > 600 { report(.badSetting("the delivery delay", "realtime to 10m"), range) }
            case ("default delay", .duration(let seconds, _)): policy.defaultDelaySeconds = seconds
            case ("retries", .bounds(let bounds, let range)):
                policy.retries = bounds
                if bounds.upperBound > 10 { report(.badSetting("the retry attempts", "0 to 10"), range) }
            case ("default retries", .integer(let number, _)): policy.defaultRetries = number
            default: break
            }
        }
        if !policy.delaySeconds.contains(policy.defaultDelaySeconds) || (1..<30).contains(policy.defaultDelaySeconds) {
            report(.badSetting("the default delay", "realtime or 30s to 10m, and inside the bounds"), range)
        }
        if !policy.retries.contains(policy.defaultRetries) {
            report(.badSetting("the default of retries", "inside its bounds"), range)
        }
        partner.delivery = policy
    }

    private mutating func checkCodes(_ codes: [ClosedRange<Int>], _ range: SourceRange) {
        if codes.contains(where: { $0.lowerBound < 100 || $0.upperBound > 599 }) {
            report(.badSetting("a status code", "100 to 599"), range)
        }
    }
}
