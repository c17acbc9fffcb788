import PostbackRuntime

extension JSONValue {
    /// An object of the members that have a value.
    static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { key, value in value.map { (key: key, value: $0) } })
    }

    /// A whole number.
    static func integer(_ number: Int) -> JSONValue { .number(String(number)) }

    /// The text of a string.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// A whole number; one of more than 31 bits, which the protocol has not, is the largest that it has.
    var integer: Int? {
        guard case .number(let text) = self, let number = Int(text) else { return nil }
        return min(max(number, Int(Int32.min)), Int(Int32.max))
    }

    /// Whether it is `true`.
    var isTrue: Bool { if case .boolean(let truth) = self { truth } else { false } }

    /// The elements of an array.
    var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The value behind keys of objects in objects.
    func value(_ keys: String...) -> JSONValue? {
        keys.reduce(self as JSONValue?) { value, key in value?[key] }
    }
}
