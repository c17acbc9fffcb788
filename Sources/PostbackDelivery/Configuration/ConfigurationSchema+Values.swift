import PostbackRuntime
import PostbackTemplate

extension ConfigurationSchema {
    /// An object with these members and no others.
    static func object(_ members: [(key: String, value: JSONValue)], required: [String] = []) -> JSONValue {
        var all: [(key: String, value: JSONValue)] = [("type", .string("object"))]
        if !required.isEmpty { all.append(("required", .array(required.map { .string($0) }))) }
        all.append(("properties", .object(members)))
        all.append(("additionalProperties", .boolean(false)))
        return .object(all)
    }

    static func name(_ description: String) -> JSONValue {
        .object([
            ("type", .string("string")), ("minLength", .number("1")), ("description", .string(description)),
        ])
    }

    static func choice(_ values: [String], _ description: String) -> JSONValue {
        .object([("enum", .array(values.map { .string($0) })), ("description", .string(description))])
    }

    /// The fields of one scope.
    static func fields(_ fields: [FieldDefinition]) -> JSONValue {
        object(fields.map { ($0.id, field($0)) }, required: fields.filter(\.isRequired).map(\.id))
    }

    private static func field(_ field: FieldDefinition) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [("title", .string(field.label))]
        members += form(field.type)
        if let length = field.length {
            members.append(("minLength", .number(String(length.lowerBound))))
            members.append(("maxLength", .number(String(length.upperBound))))
        } else if field.type == .text {
            members.append(("maxLength", .number(String(TemplateLimits.longestFieldValue))))
        }
        if let pattern = field.pattern { members.append(("pattern", .string("^(?:\(pattern))$"))) }
        if let help = field.help { members.append(("description", .string(help))) }
        if let standard = field.defaultValue { members.append(("default", .string(standard))) }
        // An example of a secret could be taken for one.
        if let sample = field.sample, !field.isSecret { members.append(("examples", .array([.string(sample)]))) }
        if field.isSecret { members.append(("writeOnly", .boolean(true))) }
        if field.deprecation != nil { members.append(("deprecated", .boolean(true))) }
        return .object(members)
    }

    /// The form of a type's values, which strings, numbers and booleans may have.
    static func form(_ type: ValueType) -> [(key: String, value: JSONValue)] {
        func types(_ names: String...) -> (key: String, value: JSONValue) {
            ("type", names.count == 1 ? .string(names[0]) : .array(names.map { .string($0) }))
        }
        func pattern(_ pattern: String) -> (key: String, value: JSONValue) { ("pattern", .string(pattern)) }
        switch type {
        case .digits(let bounds):
            let count = bounds.map { "{\($0.lowerBound),\($0.upperBound)}" } ?? "+"
            return [types("string", "integer"), pattern("^[0-9]\(count)$")]
        case .label: return [types("string"), pattern("^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$")]
        case .url: return [types("string"), ("format", .string("uri"))]
        case .uuid: return [types("string"), ("format", .string("uuid"))]
        case .currency: return [types("string"), pattern("^[A-Za-z]{3}$")]
        case .country: return [types("string"), pattern("^[A-Za-z]{2}$")]
        case .choice(let values): return [("enum", .array(values.map { .string($0) }))]
        case .integer: return [types("integer", "string"), pattern("^-?[0-9]+$")]
        case .decimal: return [types("number", "string"), pattern("^-?[0-9]+(?:\\.[0-9]+)?$")]
        case .boolean: return [("enum", .array([.boolean(true), .boolean(false), .string("true"), .string("false")]))]
        case .timestamp: return [types("string"), ("format", .string("date-time"))]
        case .scalar: return [types("string", "number", "boolean")]
        case .list(let element): return [types("array"), ("items", .object(form(element)))]
        case .text, .host, .ip, .language, .digest, .bytes: return [types("string", "number")]
        case .item, .object: return [types("object")]
        }
    }
}
