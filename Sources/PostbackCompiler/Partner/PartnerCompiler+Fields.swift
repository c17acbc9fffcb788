import Foundation
import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func add(_ syntax: FieldSyntax) {
        let id = syntax.id.text
        guard declare("field", in: \.fields, syntax.id) else { return }
        let isIdentifier = checkIdentifier(syntax.id)
        var type = ValueType.text
        switch ValueType.resolve(syntax.type) {
        case .success(let resolved): type = resolved
        case .failure(let problem): report(problem.finding, syntax.type.range)
        }
        if isIdentifier { takeNames(syntax.id, type) }
        var field = FieldDefinition(id, syntax.label.text, type)
        var values: [(what: String, text: String, range: SourceRange)] = []
        var seen: Set<String> = []
        for modifier in syntax.modifiers.map(\.content) {
            if !seen.insert(modifier.name.text).inserted {
                report(.duplicate(what: "modifier", name: modifier.name.text), modifier.name.range)
            }
            apply(modifier, to: &field, &values)
        }
        for (what, value, range) in values {
            if let expected = field.expectation(unmetBy: value) {
                report(.badSample(what: "\(what) of '\(id)'", wanted: expected), range)
            }
        }
        checkConsistency(of: field, syntax)
        fields[id] = field
        partner.fields.append(field)
    }

    private mutating func takeNames(_ id: Name, _ type: ValueType) {
        var clash = fieldNames.take(SwiftName.value(id.text), for: id.text)
        if clash == nil, case .choice = type { clash = fieldTypes.take(SwiftName.type(id.text), for: id.text) }
        guard let clash else { return }
        report(
            Finding(clash, name: id.text), id.range,
            related: label(clash.other.flatMap { scopes.fields.place(of: $0) }, "the other is here"))
    }

    private mutating func apply(
        _ modifier: PropertySyntax, to field: inout FieldDefinition,
        _ values: inout [(what: String, text: String, range: SourceRange)]
    ) {
        switch (modifier.name.text, modifier.value) {
        case ("optional", _): field.isOptional = true
        case ("secret", _): field.isSecret = true
        case ("per", .words(let words)):
            field.scope = .event
            if words.first?.text != "event" {
                report(.badSetting(what: "the scope of a field", wanted: "'per event'"), modifier.name.range)
            }
        case ("matches", .text(let text)):
            field.pattern = text.text
            if text.text.utf8.count > TemplateLimits.longestPattern {
                report(.regexTooLong, text.range)
            } else {
                do throws(FieldPattern.Problem) {
                    _ = try FieldPattern(text.text)
                } catch {
                    report(.badRegex(pattern: text.text, error), text.range)
                }
            }
        case ("length", .bounds(let bounds, _)): field.length = bounds
        case ("sample", .text(let text)):
            field.sample = text.text
            values.append(("the sample", text.text, text.range))
        case ("help", .text(let text)): field.help = text.text
        case ("deprecated", .text(let text)): field.deprecation = text.text
        case ("=", .expression(let value)):
            guard let literal = value.literal else {
                return report(.notLiteral(what: "a field's default"), value.range)
            }
            field.defaultValue = literal.text
            values.append(("the default", literal.text, value.range))
        default: break
        }
    }

    private mutating func checkConsistency(of field: FieldDefinition, _ syntax: FieldSyntax) {
        func place(_ name: String) -> SourceRange {
            syntax.modifiers.first { $0.content.name.text == name }?.range ?? syntax.id.range
        }
        if field.defaultValue != nil {
            if field.isOptional { report(.optionalWithDefault(field: field.id), place("optional")) }
            if field.isSecret {
                report(.credentialInFile(why: "the secret field '\(field.id)' has a default"), place("="))
            }
        }
        if field.deprecation != nil, field.isRequired {
            report(.deprecatedRequired(field: field.id), place("deprecated"))
        }
        if field.isRequired, field.sample == nil { report(.noSample(field: field.id), syntax.type.range) }
    }
}
