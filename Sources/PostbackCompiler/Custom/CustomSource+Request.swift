import Foundation

/// The parts of a request.
extension CustomSource {
    /// Divides a URL into its origin, its path and the pairs of its query, at marks outside of values.
    mutating func divide(url: String) -> (origin: TemplateText, path: TemplateText, query: [TemplateText]) {
        let whole = TemplateText(url)
        let scheme = url.range(of: "://").map { url[..<$0.upperBound].unicodeScalars.count } ?? 0
        if scheme == 0 { report("is no absolute URL", "url", help: "it begins with https://") }
        let (origin, rest) = whole.split(before: { "/?#;".unicodeScalars.contains($0) }, from: scheme)
        guard let rest else { return (origin, TemplateText(""), []) }
        let (path, query) = rest.split(before: { $0 == "?" || $0 == "#" })
        guard let query else { return (origin, path, []) }
        let (pairs, fragment) = query.dropFirst().split(before: { $0 == "#" })
        if let fragment = query.raw.hasPrefix("#") ? query : fragment {
            report(
                "'#' begins a fragment, which no server receives", "url", fragment.column,
                help: "a macro is written in braces; the character itself is %23")
        }
        if query.raw.hasPrefix("#") { return (origin, path, []) }
        return (origin, path, pairs.isEmpty ? [] : pairs.split(at: "&"))
    }

    /// Appends the pairs of a query.
    mutating func add(query: [TemplateText], isInsecure: Bool) {
        guard !query.isEmpty else { return }
        add("query {\n")
        for pair in query {
            let (key, value) = pair.split(before: { $0 == "=" })
            let name = key.raw.removingPercentEncoding ?? key.raw
            guard let value, !key.isEmpty, !key.pieces.contains(where: \.isValue) else {
                report(
                    pair.isEmpty ? "a parameter is empty" : "'\(pair.raw)' is no parameter with a name and a value",
                    "url",
                    pair.column, help: "parameters have the form name=value, with & between them")
                continue
            }
            if isInsecure, holdsSecret(value) { add("insecure ") }
            add(name: name, from: "url", column: key.column)
            add(" = ")
            add(value: value.dropFirst(), from: "url", decodes: true)
            add("\n")
        }
        add("}\n")
    }

    private func holdsSecret(_ value: TemplateText) -> Bool {
        value.pieces.contains { if case .value(let text, _) = $0 { text.contains("field.") } else { false } }
    }

    /// Appends a block of pairs.
    mutating func add(pairs: [(name: String, value: String)], as block: String, from setting: String) {
        guard !pairs.isEmpty else { return }
        add("\(block) {\n")
        for (name, value) in pairs {
            add(name: name, from: "\(setting).\(name)")
            add(" = ")
            add(value: TemplateText(value), from: "\(setting).\(name)")
            add("\n")
        }
        add("}\n")
    }

    /// Appends a JSON value.
    mutating func add(json value: CustomPostback.Value, from setting: String, isRoot: Bool = false) {
        switch value {
        case .object(let members):
            add("{\n")
            for (name, value) in members {
                add(name: name, from: "\(setting).\(name)")
                add(" = ")
                add(json: value, from: "\(setting).\(name)")
                add("\n")
            }
            add("}")
        case .list(let values):
            add("[")
            for (index, value) in values.enumerated() {
                if index > 0 { add(", ") }
                add(json: value, from: "\(setting)[\(index)]")
            }
            add("]")
        case .text, .number, .boolean:
            if isRoot { report("must be an object or an array", setting) }
            switch value {
            case .text(let text) where !isRoot: add(value: TemplateText(text), from: setting)
            case .number(let number) where !isRoot: add(word: number, from: setting)
            case .boolean(let truth) where !isRoot: add(word: truth ? "true" : "false", from: setting)
            default: add("{}")
            }
        }
    }
}

extension TemplateText.Piece {
    /// Whether it is a value.
    var isValue: Bool {
        switch self {
        case .literal: false
        case .value: true
        }
    }
}
