import PostbackRuntime
import PostbackTemplate

extension ConfigurationSchema {
    /// An event: an object for each namespace of macros.
    var event: JSONValue {
        var root = Branch()
        for macro in catalogue.macros where catalogue.itemList(of: macro.name) == nil {
            let parts = macro.name.split(separator: ".").map(String.init)
            root.add(parts[...], macro.isOpenMap ? Self.openMap(macro) : value(macro))
        }
        guard case .object(let members) = root.schema else { return root.schema }
        return .object([Self.dialect, ("title", .string("Event"))] + members)
    }

    private func value(_ macro: MacroDefinition) -> JSONValue {
        var members = [(key: "description", value: JSONValue.string(macro.summary))]
        guard macro.type == .list(.item) else { return .object(members + Self.form(macro.type)) }
        let properties = catalogue.itemProperties(of: macro.name).map { property in
            (
                key: String(property.name.dropFirst(macro.name.utf8.count + 1)),
                value: JSONValue.object([("description", .string(property.summary))] + Self.form(property.type))
            )
        }
        members.append(("type", .string("array")))
        members.append(
            ("items", .object([("type", .string("object")), ("properties", .object(properties))])))
        return .object(members)
    }

    private static func openMap(_ macro: MacroDefinition) -> JSONValue {
        .object([("description", .string(macro.summary)), ("type", .string("object"))])
    }

    /// The members of one namespace, in the order of the schema; keys that are not known are let through.
    private struct Branch {
        var members: [(key: String, value: JSONValue?, branch: Branch)] = []

        mutating func add(_ path: ArraySlice<String>, _ value: JSONValue) {
            guard let key = path.first else { return }
            let place = members.firstIndex { $0.key == key } ?? members.count
            if place == members.count { members.append((key, nil, Branch())) }
            // The entries of an open map have no names here.
            if path.count == 1 || path.dropFirst().first == "*" {
                members[place].value = value
            } else {
                members[place].branch.add(path.dropFirst(), value)
            }
        }

        var schema: JSONValue {
            .object([
                ("type", .string("object")),
                ("properties", .object(members.map { ($0.key, $0.value ?? $0.branch.schema) })),
            ])
        }
    }
}
