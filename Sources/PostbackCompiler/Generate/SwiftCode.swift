/// Swift source in the making: text, or a bracketed list that is broken over lines when it is too long for one.
indirect enum SwiftCode {
    case text(String)
    case list(open: String, [SwiftCode], close: String)

    /// The widest line.
    static let width = 118

    /// The code on lines; every line but the first starts with `indentation` spaces.
    func render(indentation: Int, column: Int, trailing: Int = 0) -> String {
        let flat = self.flat
        if column + flat.count + trailing <= Self.width { return flat }
        guard case .list(let open, let elements, let close) = self, !elements.isEmpty else { return flat }
        let inner = indentation + 4
        let margin = String(repeating: " ", count: inner)
        var lines: [String] = []
        for (index, element) in elements.enumerated() {
            let comma = index < elements.count - 1 || close.hasPrefix("]") ? "," : ""
            lines.append(margin + element.render(indentation: inner, column: inner, trailing: comma.count) + comma)
        }
        return open + "\n" + lines.joined(separator: "\n") + "\n" + String(repeating: " ", count: indentation) + close
    }

    /// The code on one line.
    var flat: String {
        switch self {
        case .text(let text): text
        case .list(let open, let elements, let close): open + elements.map(\.flat).joined(separator: ", ") + close
        }
    }

    /// A call with arguments, labels included.
    static func call(_ name: String, _ arguments: [SwiftCode]) -> SwiftCode {
        .list(open: name + "(", arguments, close: ")")
    }

    /// An array literal.
    static func array(_ elements: [SwiftCode]) -> SwiftCode {
        .list(open: "[", elements, close: "]")
    }

    /// The code with a label in front.
    func labelled(_ label: String) -> SwiftCode {
        switch self {
        case .text(let text): .text("\(label): \(text)")
        case .list(let open, let elements, let close): .list(open: "\(label): \(open)", elements, close: close)
        }
    }

    /// Comments that document a declaration, a line for each of the texts and for each of theirs.
    static func documentation(_ texts: [String], indentation: Int = 0, mark: String = "///") -> String {
        let margin = String(repeating: " ", count: indentation) + mark
        return texts.flatMap { $0.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) }.map { line in
            let shown = String(
                String.UnicodeScalarView(
                    line.unicodeScalars.filter { $0.value >= 0x20 && $0.properties.generalCategory != .format }))
            return shown.isEmpty ? margin + "\n" : "\(margin) \(shown)\n"
        }.joined()
    }

    /// A string literal.
    static func string(_ text: String) -> SwiftCode {
        .text(literal(text))
    }

    /// A string literal's text.
    static func literal(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.properties.generalCategory == .format || scalar.value == 0x7F:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
