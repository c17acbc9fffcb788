extension JSONText {
    /// Appends a value on one line, without white space.
    package static func append(_ value: JSONValue, to buffer: inout [UInt8]) {
        switch value {
        case .null: buffer += "null".utf8
        case .boolean(let truth): buffer += (truth ? "true" : "false").utf8
        case .number(let text): buffer += text.utf8
        case .string(let text): append(text, to: &buffer)
        case .array(let values): append(array: values, to: &buffer) { append($0, to: &$1) }
        case .object(let members):
            buffer.append(UInt8(ascii: "{"))
            for (place, member) in members.enumerated() {
                if place > 0 { buffer.append(UInt8(ascii: ",")) }
                append(member.key, to: &buffer)
                buffer.append(UInt8(ascii: ":"))
                append(member.value, to: &buffer)
            }
            buffer.append(UInt8(ascii: "}"))
        }
    }

    /// A value over several lines, two spaces for each level, a line break at the end.
    public static func indented(_ value: JSONValue) -> String {
        var buffer: [UInt8] = []
        append(value, depth: 0, to: &buffer)
        buffer.append(UInt8(ascii: "\n"))
        return String(decoding: buffer, as: UTF8.self)
    }

    private static func append(_ value: JSONValue, depth: Int, to buffer: inout [UInt8]) {
        switch value {
        case .null: buffer += "null".utf8
        case .boolean(let truth): buffer += (truth ? "true" : "false").utf8
        case .number(let text): buffer += text.utf8
        case .string(let text): append(text, to: &buffer)
        case .array(let values) where values.isEmpty: buffer += "[]".utf8
        case .array(let values):
            append("[", "]", values, depth, to: &buffer) { append($0, depth: depth + 1, to: &$1) }
        case .object(let members) where members.isEmpty: buffer += "{}".utf8
        case .object(let members):
            append("{", "}", members, depth, to: &buffer) { member, buffer in
                append(member.key, to: &buffer)
                buffer += ": ".utf8
                append(member.value, depth: depth + 1, to: &buffer)
            }
        }
    }

    private static func append<Element>(
        _ open: String, _ close: String, _ elements: [Element], _ depth: Int, to buffer: inout [UInt8],
        _ write: (Element, inout [UInt8]) -> Void
    ) {
        func breakLine(_ depth: Int, _ buffer: inout [UInt8]) {
            buffer.append(UInt8(ascii: "\n"))
            buffer += [UInt8](repeating: UInt8(ascii: " "), count: depth * 2)
        }
        buffer += open.utf8
        for (index, element) in elements.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            breakLine(depth + 1, &buffer)
            write(element, &buffer)
        }
        breakLine(depth, &buffer)
        buffer += close.utf8
    }
}
