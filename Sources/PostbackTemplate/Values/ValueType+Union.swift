extension ValueType {
    /// Whether values of this type can be written as text.
    package var isWritableAsText: Bool { isTextual || isNumeric || self == .scalar }

    /// All that a value of this type can be, as a map's keys write it; nil where that is no closed list.
    package var closedValues: [String]? {
        switch self {
        case .choice(let values): values
        case .boolean: ["true", "false"]
        case .text, .digits, .label, .host, .url, .uuid, .ip, .currency, .country, .language, .integer, .decimal,
            .timestamp, .digest, .bytes, .scalar, .list, .item, .object:
            nil
        }
    }

    /// The type of a value that is one of two types; nil when nothing can be done with both.
    package func united(with other: ValueType) -> ValueType? {
        if self == other { return self }
        if isTextual, other.isTextual { return .text }
        if isNumeric, other.isNumeric { return .decimal }
        let simple: (ValueType) -> Bool = { $0.isWritableAsText || $0 == .boolean }
        return simple(self) && simple(other) ? .scalar : nil
    }
}

extension PostbackLiteral {
    /// The literal's type.
    package var type: ValueType {
        switch self {
        case .text: .text
        case .number: .decimal
        case .boolean: .boolean
        }
    }
}

extension ValueMap {
    /// The type of what comes out.
    package var type: ValueType {
        var literals = entries.map(\.value)
        if case .value(let fallback) = fallback { literals.append(fallback) }
        return literals.dropFirst().reduce(literals.first?.type ?? .text) { $0.united(with: $1.type) ?? .scalar }
    }

    /// Whether something that is given may become nothing; with a type of which all values have rows, no fallback is
    /// needed.
    package func mayGiveAbsent(for type: ValueType? = nil) -> Bool {
        guard fallback == .absent else { return false }
        guard let keys = type?.closedValues else { return true }
        return !keys.allSatisfy { key in entries.contains { $0.key == key } }
    }

    /// Whether some key gives an empty text, of which no further step makes anything.
    package var mayGiveEmpty: Bool {
        let empty = PostbackLiteral.text("")
        return entries.contains { $0.value == empty } || fallback == .value(empty)
    }
}
