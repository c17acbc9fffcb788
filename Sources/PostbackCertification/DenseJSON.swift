import PostbackRuntime

/// JSON in few lines: what fits stands on one, and single values beside each other.
enum DenseJSON {
    private static let width = 104

    /// The lines of a value, each indented by four spaces for a level.
    static func lines(_ value: JSONValue) -> [String] { lines(value, 0, "") }

    private static func lines(_ value: JSONValue, _ indentation: Int, _ prefix: String) -> [String] {
        let margin = String(repeating: " ", count: indentation)
        let flat = flat(value)
        switch value {
        case .object(let members) where indentation + prefix.count + flat.count >= width && !members.isEmpty:
            let parts = members.map { (text: quoted($0.key) + ": ", value: $0.value) }
            return [margin + prefix + "{"] + self.parts(parts, indentation) + [margin + "}"]
        case .array(let values) where indentation + prefix.count + flat.count >= width && !values.isEmpty:
            if values.count == 1, case .object = values[0] {
                var inner = lines(values[0], indentation, prefix + "[")
                inner[inner.count - 1] += "]"
                return inner
            }
            return [margin + prefix + "["] + parts(values.map { ("", $0) }, indentation) + [margin + "]"]
        default: return [margin + prefix + flat]
        }
    }

    /// Members or elements: single values beside each other, objects and arrays on lines of their own.
    private static func parts(_ parts: [(text: String, value: JSONValue)], _ indentation: Int) -> [String] {
        let margin = String(repeating: " ", count: indentation + 4)
        var result: [String] = []
        var line = ""
        func endLine() {
            if !line.isEmpty { result.append(margin + line) }
            line = ""
        }
        for (place, part) in parts.enumerated() {
            let comma = place < parts.count - 1 ? "," : ""
            guard isSingle(part.value) else {
                endLine()
                var inner = lines(part.value, indentation + 4, part.text)
                inner[inner.count - 1] += comma
                result += inner
                continue
            }
            let text = part.text + flat(part.value) + comma
            if !line.isEmpty, margin.count + line.count + text.count >= width { endLine() }
            line += (line.isEmpty ? "" : " ") + text
        }
        endLine()
        return result
    }

    private static func isSingle(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .boolean, .number, .string: true
        case .array, .object: false
        }
    }

    private static func flat(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let truth): String(truth)
        case .number(let text): text
        case .string(let text): quoted(text)
        case .array(let values): "[" + values.map(flat).joined(separator: ", ") + "]"
        case .object(let members):
            members.isEmpty
                ? "{}" : "{ " + members.map { "\(quoted($0.key)): \(flat($0.value))" }.joined(separator: ", ") + " }"
        }
    }

    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONText.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
