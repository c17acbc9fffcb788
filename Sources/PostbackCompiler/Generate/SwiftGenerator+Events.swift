import PostbackTemplate

extension SwiftGenerator {
    /// Typed properties of events, by namespace.
    func events() -> String {
        var namespaces: [(name: String, macros: [MacroDefinition])] = []
        for macro in catalogue.macros where catalogue.itemList(of: macro.name) == nil {
            let name = String(macro.name.prefix { $0 != "." })
            if let index = namespaces.firstIndex(where: { $0.name == name }) {
                namespaces[index].macros.append(macro)
            } else {
                namespaces.append((name, [macro]))
            }
        }
        var text = "// Generated from Schemas/. Do not edit.\n\n" + Self.imports
        text += initializer()
        for (name, macros) in namespaces { text += namespace(name, macros) }
        return text
    }

    private func initializer() -> String {
        var text = """

            extension PostbackEvent {
                /// Creates an event without any value.
                public init() {
                    self.init(catalogue: Integrations.catalogue)
                }

            """
        if let kind = catalogue.macro(.kind), let identity = catalogue.macro(.identity),
            let time = catalogue.macro(.time),
            case .choice = kind.type
        {
            let type = kind.name.split(separator: ".").map { SwiftName.type(String($0)) }.joined(separator: ".")
            text += """

                    /// Creates an event with what every event has.
                    public init(kind: \(type), id: String, time: Timestamp) {
                        self.init()
                        self[text: \(place(kind))] = kind.rawValue
                        self[text: \(place(identity))] = id
                        self[timestamp: \(place(time))] = time
                    }

                """
        }
        return text + "}\n"
    }

    private func namespace(_ name: String, _ macros: [MacroDefinition]) -> String {
        let type = SwiftName.type(name)
        var text = """

            extension PostbackEvent {
                /// The macros `\(name).*`.
                public var \(SwiftName.value(name)): \(type) {
                    get { \(type)(event: self) }
                    _modify {
                        var view = \(type)(event: take())
                        defer { self = view.event }
                        yield &view
                    }
                }

                /// The macros `\(name).*` of an event.
                public struct \(type): Sendable {
                    var event: PostbackEvent

            """
        for macro in macros { text += property(macro) }
        return text + "    }\n}\n"
    }

    private func property(_ macro: MacroDefinition) -> String {
        let last = SwiftName.lastPart(macro.name)
        var text = "\n" + SwiftCode.documentation([macro.summary], indentation: 8)
        if macro.isOpenMap {
            let prefix = SwiftCode.literal(String(macro.name.dropLast()))
            text += "        public subscript(\(SwiftName.value(last)) key: String) -> PostbackValue? {\n"
            text += "            get { event[entry: \(prefix) + key] }\n"
            return text + "            set { event[entry: \(prefix) + key] = newValue }\n        }\n"
        }
        if macro.type == .list(.item) { return items(macro, last, text) }
        let (type, label) = accessor(macro, last)
        if case .choice(let values) = macro.type {
            text += "        public var \(SwiftName.value(last)): \(type)? {\n"
            text += "            get { event[text: \(place(macro))].flatMap(\(type).init(rawValue:)) }\n"
            text += "            set { event[text: \(place(macro))] = newValue?.rawValue }\n        }\n"
            text += "\n        /// The values of `\(macro.name)`.\n"
            text += "        public enum \(type): String, Hashable, Sendable, CaseIterable {\n"
            for value in values {
                text += SwiftCode.documentation(["`\(value)`"], indentation: 12)
                text += "            case \(SwiftName.value(value)) = \(SwiftCode.literal(value))\n"
            }
            return text + "        }\n"
        }
        text += "        public var \(SwiftName.value(last)): \(type) {\n"
        text += "            get { event[\(label): \(place(macro))] }\n"
        return text + "            set { event[\(label): \(place(macro))] = newValue }\n        }\n"
    }

    /// A macro's name and the slot that it has in this catalogue.
    private func place(_ macro: MacroDefinition) -> String {
        SwiftCode.literal(macro.name) + (catalogue.slot(macro.name).map { ", at: \($0)" } ?? "")
    }

    private func accessor(_ macro: MacroDefinition, _ last: String) -> (type: String, label: String) {
        switch macro.type {
        case .choice: (SwiftName.type(last), "text")
        case .integer: ("Int?", "integer")
        case .decimal: ("ExactDecimal?", "decimal")
        case .boolean: ("Bool?", "boolean")
        case .timestamp: ("Timestamp?", "timestamp")
        case .list: ("[String]", "texts")
        default: ("String?", "text")
        }
    }

    private func items(_ macro: MacroDefinition, _ last: String, _ documentation: String) -> String {
        let properties = catalogue.itemProperties(of: macro.name).map { property in
            (macro: property, name: String(property.name.dropFirst(macro.name.count + 1)))
        }
        let literal = SwiftCode.literal(macro.name)
        var text = documentation + "        public var \(SwiftName.value(last)): [Item] {\n"
        text +=
            "            get { if case .list(let values)? = event[\(literal)] { values.compactMap(Item.init) } else { [] } }\n"
        text += "            set { event[\(literal)] = .list(newValue.map(\\.value)) }\n        }\n"
        text += "\n        /// One element of `\(macro.name)`.\n        public struct Item: Hashable, Sendable {\n"
        for (property, name) in properties {
            text += SwiftCode.documentation([property.summary], indentation: 12)
            text += "            public var \(SwiftName.value(name)): \(itemType(property))?\n"
        }
        let parameters = properties.map { "\(SwiftName.value($0.name)): \(itemType($0.macro))? = nil" }
        text += "\n            /// Creates an item.\n            public init(\n                "
        text += parameters.joined(separator: ", ") + "\n            ) {\n"
        for (_, name) in properties {
            text += "                self.\(SwiftName.value(name)) = \(SwiftName.value(name))\n"
        }
        text += "            }\n\n            init?(_ value: PostbackValue) {\n"
        text += "                guard case .item(let values) = value else { return nil }\n"
        for (property, name) in properties {
            text +=
                "                self.\(SwiftName.value(name)) = values[\(SwiftCode.literal(name))]\(itemReader(property))\n"
        }
        text +=
            "            }\n\n            var value: PostbackValue {\n                var values: [String: PostbackValue] = [:]\n"
        for (property, name) in properties {
            text +=
                "                values[\(SwiftCode.literal(name))] = self.\(SwiftName.value(name)).map { \(itemWriter(property)) }\n"
        }
        return text + "                return .item(values)\n            }\n        }\n"
    }

    private func itemType(_ macro: MacroDefinition) -> String {
        switch macro.type {
        case .integer: "Int"
        case .decimal: "ExactDecimal"
        default: "String"
        }
    }

    private func itemReader(_ macro: MacroDefinition) -> String {
        switch macro.type {
        case .integer: "?.text.flatMap { Int($0) }"
        case .decimal: "?.number"
        default: "?.text"
        }
    }

    private func itemWriter(_ macro: MacroDefinition) -> String {
        switch macro.type {
        case .integer: ".integer(Int64($0))"
        case .decimal: ".decimal($0)"
        default: ".text($0)"
        }
    }
}
