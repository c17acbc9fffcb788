import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    /// The value that a dotted name stands for.
    mutating func resolve(_ names: [Name], _ range: SourceRange, _ context: Context) -> Elaborated? {
        let result = meaning(of: names, range, context)
        note(names, context, type: result?.type)
        return result
    }

    private mutating func meaning(of names: [Name], _ range: SourceRange, _ context: Context) -> Elaborated? {
        let first = names[0].text
        if let place = names.firstIndex(where: { $0.index != nil }) {
            return resolve(element: names, at: place, range)
        }
        if names.count == 1 { return resolve(bare: names[0], context) }
        if let variable = context.variables[first] { return resolve(property: names, variable, range) }
        switch first {
        case "field": return resolve(field: names, range)
        case "request":
            guard names.count == 2, let part = RequestPart(rawValue: names[1].text) else { break }
            guard context.isNamed || context.rendered.contains(part) else {
                report(.requestTooEarly(part: part.rawValue), range)
                return nil
            }
            return Elaborated(value: .request(part), type: .text, parts: [part])
        case "system":
            guard names.count == 2, let value = SystemValue(rawValue: names[1].text) else { break }
            return Elaborated(value: .system(value), type: value.type)
        default: return resolve(macro: names, range, context)
        }
        let known =
            RequestPart.allCases.map { "request.\($0.rawValue)" } + SystemValue.allCases.map { "system.\($0.rawValue)" }
        let name = names.map(\.text).joined(separator: ".")
        let meant = ["system.time": "system.now", "system.timestamp": "system.now", "system.id": "system.uuid"][name]
        report(.unknownName(name: name, suggestion: meant ?? nearest(to: name, among: known)), range)
        return nil
    }

    private mutating func resolve(bare name: Name, _ context: Context) -> Elaborated? {
        if let variable = context.variables[name.text] {
            scopes.variables.use(name.text)
            var value = Elaborated(value: .variable(name.text), type: variable.type, dependsOnEvent: true)
            if let list = context.carried[name.text] { value.merge(list) }
            return value
        }
        if let definition = context.definitions[name.text] ?? definitions[name.text] {
            scopes.definitions.use(name.text)
            let early = definition.parts.subtracting(context.rendered).min { $0.rawValue < $1.rawValue }
            if let early, !context.isNamed {
                report(.requestTooEarly(part: early.rawValue), name.range)
                return nil
            }
            return definition.map { _ in .definition(name.text) }
        }
        if scopes.definitions.isBroken(name.text) { return nil }
        if fields[name.text] != nil {
            report(
                .bareField(name: name.text), name.range, related: label(scopes.fields.place(of: name.text), "the field")
            )
        } else if let place = scopes.definitions.place(of: name.text) {
            scopes.definitions.use(name.text)
            report(.usedBeforeDeclared(name: name.text), name.range, related: label(place, "declared here"))
        } else if let foreign = schema.foreignNames[name.text.lowercased()] {
            report(.foreignMacro(name: name.text, vendor: foreign.vendor, macro: foreign.macro), name.range)
        } else {
            let near = nearest(
                to: name.text,
                among: (Array(context.variables.keys) + context.definitions.keys + definitions.keys).sorted())
            report(
                .unknownName(
                    name: name.text, suggestion: near, isNamespace: schema.namespaces.contains(name.text)), name.range)
        }
        return nil
    }

    private mutating func resolve(field names: [Name], _ range: SourceRange) -> Elaborated? {
        let id = names[1].text
        guard names.count == 2, let field = fields[id] else {
            if scopes.fields.isBroken(id) { return nil }
            let near = nearest(to: id, among: fields.keys.sorted())
            report(.unknownField(name: id, suggestion: near), names[1].range)
            return nil
        }
        scopes.fields.use(id)
        return Elaborated(value: .field(id), type: field.type, secrets: field.isSecret ? [id] : [])
    }

    private mutating func resolve(
        property names: [Name], _ variable: (type: ValueType, list: String?), _ range: SourceRange
    ) -> Elaborated? {
        scopes.variables.use(names[0].text)
        guard variable.type == .item, names.count == 2 else {
            report(.unknownProperty(list: names[0].text, name: names[1].text, suggestion: nil), range)
            return nil
        }
        guard let list = variable.list else {
            report(.propertyOfUnknownList(variable: names[0].text), range)
            return nil
        }
        guard let macro = catalogue.definition("\(list).\(names[1].text)"), catalogue.itemList(of: macro.name) != nil
        else {
            reportUnknown(names[1], of: list)
            return nil
        }
        return Elaborated(
            value: .item(variable: names[0].text, property: names[1].text), type: macro.type, raw: [macro.name],
            dependsOnEvent: true)
    }

    /// A property of one item of a list, such as `event.items[0].id`.
    private mutating func resolve(element names: [Name], at place: Int, _ range: SourceRange) -> Elaborated? {
        let index = names[place].index ?? 0
        let list = names[..<place].map(\.text).joined(separator: ".")
        guard catalogue.definition(list)?.type == .list(.item), names.count == place + 2, index < 100 else {
            report(.indexOutsideAnswer(index: index), range)
            return nil
        }
        let property = names[place + 1]
        guard let macro = catalogue.definition("\(list).\(property.text)"), catalogue.itemList(of: macro.name) != nil
        else {
            reportUnknown(property, of: list)
            return nil
        }
        return Elaborated(
            value: .element(list: list, index: index, property: property.text), type: macro.type, raw: [macro.name],
            dependsOnEvent: true)
    }

    private mutating func reportUnknown(_ property: Name, of list: String) {
        let known = catalogue.itemProperties(of: list).compactMap {
            $0.name.split(separator: ".").last.map(String.init)
        }
        let near = nearest(to: property.text, among: known)
        report(.unknownProperty(list: list, name: property.text, suggestion: near), property.range)
    }

    private mutating func resolve(macro names: [Name], _ range: SourceRange, _ context: Context) -> Elaborated? {
        let name = names.map(\.text).joined(separator: ".")
        if let map = catalogue.definition(name + ".*"), map.name == name + ".*" {
            return Elaborated(
                value: .entries(OpenMapEntries(name)), type: .object, raw: [map.name], dependsOnEvent: true)
        }
        guard let macro = catalogue.definition(name), !name.hasSuffix("*") else {
            if let foreign = schema.foreignNames[name.lowercased()] {
                report(.foreignMacro(name: name, vendor: foreign.vendor, macro: foreign.macro), range)
            } else {
                let near = nearest(to: name, among: catalogue.macros.map(\.name).filter { !$0.hasSuffix("*") })
                report(.unknownMacro(name: name, suggestion: near), range)
            }
            return nil
        }
        if let list = catalogue.itemList(of: name) {
            report(.itemOutsideLoop(name: name, list: list), range, related: label(macro: list, "a list of items"))
            return nil
        }
        if !context.platforms.contains(where: macro.isAvailable) {
            let platforms = context.platforms.map(\.displayName).joined(separator: " and ")
            let only = macro.platforms.map(\.displayName).joined(separator: " and ")
            report(
                .neverAvailable(macro: name, platforms: platforms), range,
                related: label(macro: name, "declared for \(only)"))
        }
        if let instead = schema.deprecations[macro.name] {
            report(.deprecatedMacro(macro: name, instead: instead), range, related: label(macro: name, "declared here"))
        }
        return Elaborated(value: .macro(name), type: macro.type, raw: [name], dependsOnEvent: true)
    }
}
