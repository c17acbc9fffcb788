import PostbackTemplate

extension SwiftGenerator {
    /// The typed, validated fields of a partner.
    func fields(_ partner: PartnerTemplate) -> String {
        var text = "    /// The network-specific fields that an account fills in.\n"
        text += "    public struct Fields: PartnerFields {\n"
        for field in partner.fields {
            text += documentation(field)
            let type = swiftType(field)
            text += "        public let \(SwiftName.value(field.id)): \(type)\(field.isRequired ? "" : "?")\n\n"
        }
        for field in partner.fields { text += choice(field) }
        text += initializer(partner)
        return text + "    }\n"
    }

    private func documentation(_ field: FieldDefinition) -> String {
        var lines = ["\(field.label): \(field.type.expectation)."]
        if let help = field.help { lines += ["", help] }
        var facts: [String] = []
        if let value = field.defaultValue { facts.append("Defaults to `\(value)`.") }
        if field.isSecret { facts.append("A credential.") }
        if field.scope == .event { facts.append("Configured for each postback.") }
        if let deprecation = field.deprecation { facts.append("Deprecated: \(deprecation)") }
        if !facts.isEmpty { lines += ["", facts.joined(separator: " ")] }
        return SwiftCode.documentation(lines, indentation: 8)
    }

    private func swiftType(_ field: FieldDefinition) -> String {
        switch field.type {
        case .choice: SwiftName.type(field.id)
        case .integer: "Int"
        case .boolean: "Bool"
        case .decimal: "ExactDecimal"
        default: "String"
        }
    }

    private func choice(_ field: FieldDefinition) -> String {
        guard case .choice(let values) = field.type else { return "" }
        var text = SwiftCode.documentation(["The values of \(field.label)."], indentation: 8)
        text += "        public enum \(SwiftName.type(field.id)): String, Hashable, Sendable, CaseIterable {\n"
        for value in values {
            text += SwiftCode.documentation(["`\(value)`"], indentation: 12)
            text += "            case \(SwiftName.value(value)) = \(SwiftCode.literal(value))\n"
        }
        return text + "        }\n\n"
    }

    private func initializer(_ partner: PartnerTemplate) -> String {
        let parameters = partner.fields.map { field in
            "\(SwiftName.value(field.id)): \(swiftType(field))" + (field.isRequired ? "" : "? = nil")
        }
        let throwing = partner.fields.isEmpty ? "" : " throws(FieldProblems)"
        var text = "        /// Checks the values; throws with every problem at once.\n"
        let flat = "        public init(\(parameters.joined(separator: ", ")))\(throwing) {\n"
        if flat.count <= SwiftCode.width {
            text += flat
        } else {
            text +=
                "        public init(\n            \(parameters.joined(separator: ",\n            "))\n        )\(throwing) {\n"
        }
        for field in partner.fields {
            let name = SwiftName.value(field.id)
            text += "            self.\(name) = \(name)\n"
        }
        if !partner.fields.isEmpty { text += "            try check(\(SwiftName.type(partner.id)).template)\n" }
        text += "        }\n\n        /// The values by the fields' ids, as text.\n"
        text += "        public var values: [String: String] {\n"
        text += "            \(partner.fields.isEmpty ? "let" : "var") values: [String: String] = [:]\n"
        for field in partner.fields {
            text += "            values[\(SwiftCode.literal(field.id))] = \(textValue(field))\n"
        }
        return text + "            return values\n        }\n"
    }

    private func textValue(_ field: FieldDefinition) -> String {
        let name = SwiftName.value(field.id)
        let mark = field.isRequired ? "" : "?"
        switch field.type {
        case .choice: return "\(name)\(mark).rawValue"
        case .integer, .boolean, .decimal: return field.isRequired ? "\(name).description" : "\(name)?.description"
        default: return name
        }
    }
}
