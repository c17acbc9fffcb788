import PostbackSupport
import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    /// The value that a dotted name stands for.
    mutating func resolve(_ names: [Name], _ range: SourceRange, _ context: Context) -> Elaborated? {
        let first = names[0].text
        if names.count == 1 { return resolve(bare: names[0], context) }
        if let variable = context.variables[first] { return resolve(property: names, variable, range) }
        switch first {
        case "field": return resolve(field: names, range)
        case "request":
            guard names.count == 2, let part = RequestPart(rawValue: names[1].text) else { break }
            guard context.rendered.contains(part) else {
                report(.requestTooEarly(part.rawValue), range)
                return nil
            }
            return Elaborated(value: .request(part), type: .text)
        case "system":
            guard names.count == 2, let value = SystemValue(rawValue: names[1].text) else { break }
            return Elaborated(value: .system(value), type: value.type)
        default: return resolve(macro: names, range, context)
        }
        let known =
            RequestPart.allCases.map { "request.\($0.rawValue)" } + SystemValue.allCases.map { "system.\($0.rawValue)" }
        let name = names.map(\.text).joined(separator: ".")
        report(.unknownName(name, suggestion: Suggestion.nearest(to: name, among: known)), range)
        return nil
    }

    private mutating func resolve(bare name: Name, _ context: Context) -> Elaborated? {
        if let variable = context.variables[name.text] {
            return Elaborated(value: .variable(name.text), type: variable.type, dependsOnEvent: true)
        }
        if let definition = context.definitions[name.text] ?? definitions[name.text] {
            used.insert("let.\(name.text)")
            return definition.map { _ in .definition(name.text) }
        }
        if broken.contains("let.\(name.text)") { return nil }
        var known = Array(context.variables.keys) + Array(context.definitions.keys) + Array(definitions.keys)
        known += fields.keys.map { "field.\($0)" }
        let near =
            fields[name.text].map { "field.\($0.id)" } ?? Suggestion.nearest(to: name.text, among: known.sorted())
        report(.unknownName(name.text, suggestion: near), name.range)
        return nil
    }

    private mutating func resolve(field names: [Name], _ range: SourceRange) -> Elaborated? {
        let id = names[1].text
        guard names.count == 2, let field = fields[id] else {
            if broken.contains("field.\(id)") { return nil }
            let near = Suggestion.nearest(to: id, among: fields.keys.sorted())
            report(.unknownField(id, suggestion: near), names[1].range)
            return nil
        }
        used.insert("field.\(id)")
        return Elaborated(value: .field(id), type: field.type, secrets: field.isSecret ? [id] : [])
    }

    private mutating func resolve(
        property names: [Name], _ variable: (type: ValueType, list: String?), _ range: SourceRange
    ) -> Elaborated? {
        guard variable.type == .item, names.count == 2 else {
            report(.unknownProperty(item: names[0].text, names[1].text, suggestion: nil), range)
            return nil
        }
        let list = variable.list ?? ""
        guard let macro = catalogue.definition("\(list).\(names[1].text)"), catalogue.itemList(of: macro.name) != nil
        else {
            let known = catalogue.itemProperties(of: list).compactMap {
                $0.name.split(separator: ".").last.map(String.init)
            }
            let near = Suggestion.nearest(to: names[1].text, among: known)
            report(.unknownProperty(item: list, names[1].text, suggestion: near), names[1].range)
            return nil
        }
        return Elaborated(
            value: .item(variable: names[0].text, property: names[1].text), type: macro.type, raw: [macro.name],
            dependsOnEvent: true)
    }

    private mutating func resolve(macro names: [Name], _ range: SourceRange, _ context: Context) -> Elaborated? {
        let name = names.map(\.text).joined(separator: ".")
        guard let macro = catalogue.definition(name), !name.hasSuffix("*") else {
            let near = Suggestion.nearest(to: name, among: catalogue.macros.map(\.name).filter { !$0.hasSuffix("*") })
            report(.unknownMacro(name, suggestion: near), range)
            return nil
        }
        if let list = catalogue.itemList(of: name) {
            report(.itemOutsideLoop(name, list: list), range)
            return nil
        }
        if !context.platforms.contains(where: macro.isAvailable) {
            report(
                .neverAvailable(name, platforms: context.platforms.map(\.displayName).joined(separator: " and ")), range
            )
        }
        return Elaborated(value: .macro(name), type: macro.type, raw: [name], dependsOnEvent: true)
    }
}
