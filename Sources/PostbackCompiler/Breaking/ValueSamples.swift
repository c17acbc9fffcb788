package import PostbackTemplate

/// Texts that a type takes, chosen so that another type hardly takes all of them.
package enum ValueSamples {
    /// Values of a field that it takes: of its type, its pattern, and its lengths.
    package static func texts(of field: FieldDefinition) -> [String] {
        var texts = texts(of: field.type) + [field.sample].compactMap(\.self)
        if let pattern = field.pattern, let expression = try? FieldPattern(pattern) { texts += expression.samples() }
        let lengths = [1, field.length?.lowerBound, field.length?.upperBound].compactMap(\.self)
        texts += lengths.map { String(repeating: "a", count: min($0, 1_000)) }
        return texts.filter { field.expectation(unmetBy: $0) == nil }
    }

    static func texts(of type: ValueType) -> [String] {
        switch type {
        case .text, .scalar, .digest: ["abc", "12", "a b/ü", "https://partner.test/x"]
        case .digits(nil): ["0", "12", "00123456789012345678"]
        case .digits(let bounds?):
            [bounds.lowerBound, bounds.upperBound].map { String(repeating: "7", count: min($0, 1_000)) }
        case .label: ["a", "a-b", "9"]
        case .host: ["partner.test", "a.b.partner.test"]
        case .url: ["https://partner.test/x?y=z", "http://partner.test"]
        case .uuid: ["8C6CBC0D-5F43-4765-A6E6-84DFF3D24707", "8c6cbc0d-5f43-4765-a6e6-84dff3d24707"]
        case .ip: ["203.0.113.7", "2001:db8::1"]
        case .currency: ["USD", "eur"]
        case .country: ["US", "de"]
        case .language: ["en", "pt-BR"]
        case .choice(let values): values
        case .integer: ["0", "-5", "123456"]
        case .decimal: ["4.99", "-1", "0"]
        case .boolean: ["true", "false"]
        case .timestamp: ["2026-11-23T08:00:00Z", "1795420800"]
        case .bytes, .list, .item, .object: []
        }
    }
}
