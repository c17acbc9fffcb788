import PostbackLanguage
import PostbackTemplate

extension ImportWriter {
    func block(_ name: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["\(name) {\n\(lines.joined(separator: "\n"))\n}"]
    }

    /// Lines of `key=value`.
    mutating func pairs(_ parts: [TemplateText], _ template: ImportedTemplate) -> [String] {
        var lines: [String] = []
        var keys: Set<String> = []
        for part in parts where !part.isEmpty {
            let (written, value) = part.cut("=")
            let key = ImportText.decodedQuery(written.written)
            let expression = (value ?? []).expression(ImportText.decodedQuery)
            guard written.holes.isEmpty, !key.isEmpty else {
                note("no key can be made of '\(part.written)'", template)
                continue
            }
            if value == nil { note("'\(part.written)' has no '='; the key is sent with one", template) }
            guard keys.insert(key).inserted else {
                note("'\(key)' is there twice; this is the second: \(expression)", template)
                continue
            }
            use(value ?? [], isOpen: false)
            let isSecret = (value ?? []).holes.contains { hole in
                fields.contains { "field.\($0.id)" == hole.expression && $0.field.isSecret }
            }
            lines.append("\(isSecret ? "insecure " : "")\(SourceFormatter.key(key)) = \(expression)")
        }
        return lines
    }

    private static let usualTypes = ["application/json", "application/x-www-form-urlencoded", "text/plain"]

    mutating func headers(_ template: ImportedTemplate) -> [String] {
        var lines: [String] = []
        for header in template.headers {
            let (name, value) = (header.name, header.value)
            // It is written for the body, where it is the usual one.
            let type = value.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
            if name.lowercased() == "content-type", template.body.isEmpty || Self.usualTypes.contains(type) { continue }
            if ["host", "content-length", "connection", "accept-encoding"].contains(name.lowercased()) { continue }
            var units = units(value)
            let isCredential =
                Self.isSecret(name) || ["auth", "key", "cookie"].contains { name.lowercased().contains($0) }
            if isCredential, units.holes.isEmpty, !value.isEmpty {
                // Two partners' credentials are two.
                let others = fields.count { $0.id.hasPrefix(ImportText.id(name)) }
                let id = ImportText.id(name) + (others == 0 ? "" : "_\(others + 1)")
                let scheme = value.contains(" ") ? value.prefix { $0 != " " } + " " : ""
                note("the header '\(name)' has a credential, which the account fills in now", template)
                add(id, name, isSecret: true)
                units = scheme.map { .character($0) }
                units.append(.hole(ImportedPlaceholder(text: name, expression: "field.\(id)", meaning: .field)))
            }
            use(units[...], isOpen: false)
            lines.append("\(SourceFormatter.key(name)) = \(units[...].expression())")
        }
        return block("headers", lines)
    }

    mutating func body(_ template: ImportedTemplate) -> [String] {
        let units = units(template.body)
        let type = template.headers.first { $0.name.lowercased() == "content-type" }?.value.lowercased() ?? ""
        use(units[...], isOpen: false)
        let isJSON = type.isEmpty || type.contains("json")
        if isJSON, let block = json(units, template) { return [block] }
        if type.contains("json") { note("the body is said to be JSON and cannot be read as such", template) }
        let first = units[...].trimmed.first?.character ?? "{"
        let isForm =
            type.contains("urlencoded") || type.isEmpty && units.contains(.character("=")) && !"<{[\"".contains(first)
        if isForm { return block("form", pairs(units[...].trimmed.parts("&"), template)) }
        return ["text \(units[...].expression())"]
    }

    private mutating func json(_ units: [TemplateUnit], _ template: ImportedTemplate) -> String? {
        var found: [String] = []
        let block = ImportedJSON.block(units, reader.resolver, &found)
        if block != nil { found.forEach { note($0, template) } }
        return block
    }
}
