import PostbackTemplate

/// Writes what templates say as declarations of a partner file.
struct ImportWriter {
    /// A field that the account fills in.
    private struct Field {
        var type = "text"
        var isSecret = false
        var placeholder: String
    }

    private let platform: ImportPlatform
    private let catalogue: MacroCatalogue
    private let reader: TemplateReader
    private(set) var placeholders: [ImportedPlaceholder] = []
    private(set) var notes: [String] = []
    private var fields: [(id: String, field: Field)] = []
    private var endpoints: [(name: String, url: String)] = []

    init(_ platform: ImportPlatform, _ catalogue: MacroCatalogue) {
        self.platform = platform
        self.catalogue = catalogue
        reader = TemplateReader(platform, catalogue)
    }

    // MARK: The file

    /// The whole file.
    func file(_ postbacks: [String], id: String, name: String) -> String {
        var text = """
            /// Translated from \(postbacks.count == 1 ? "a template" : "\(postbacks.count) templates") of \(platform.rawValue).
            partner \(id) "\(name)"
            revision 1
            category media_partner
            platforms ios, android
            documentation "https://docs.partner.example/postbacks"


            """
        if platform.sendsAbsent {
            text +=
                "// Where a value is absent, its line is left out; the platform sent the key with nothing behind it.\n"
        }
        text += notes.map { "// \($0)\n" }.joined()
        text += "\n"
        for (id, field) in fields {
            if field.placeholder != id, !text.contains("'\(field.placeholder)'") {
                text +=
                    "// '\(ImportText.visible(field.placeholder))' is no macro that is known; the account fills it in.\n"
            }
            text +=
                "field \(id) \"\(ImportText.escaped(Self.label(id)))\" : \(field.isSecret ? "secret " : "")\(field.type)"
            text += " sample \"\(field.type == "host" ? "partner.example" : id.replacing("_", with: "-"))\"\n"
        }
        text += "\n" + endpoints.map { "endpoint \($0.name) \($0.url)\n" }.joined() + "\n"
        return text + postbacks.joined(separator: "\n\n") + "\n"
    }

    private static func label(_ id: String) -> String {
        let words = id.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    // MARK: One postback

    /// The postback of a template.
    mutating func postback(_ template: ImportedTemplate) -> String {
        let url = units(template.url)[...]
        var lines: [String] = []
        let (address, fragment) = url.cut("#")
        if let fragment, !fragment.isEmpty { note("'#\(fragment.written)' is never sent", template) }
        let (whole, query) = address.cut("?")
        let (base, path) = split(whole, template)
        let (plain, matrix) = path.cut(";")
        let method = ["GET", "POST", "PUT"].contains(template.method) ? template.method : "GET"
        let pathText = pathText(plain)
        lines.append("\(method) \(endpoint(base, template)) \(pathText)")
        if let matrix { lines += block("matrix", pairs(matrix.parts(";"), template)) }
        if let query { lines += block("query", pairs(query.parts("&"), template)) }
        lines += headers(template)
        if !template.body.isEmpty {
            if method == "GET" {
                note("a GET has no body: \(template.body)", template)
            } else {
                lines += body(template)
            }
        }
        return "postback \(trigger(template.trigger)) {\n\(lines.joined(separator: "\n"))\n}"
    }

    private func trigger(_ name: String) -> String {
        let isKnown = (catalogue.kinds + catalogue.events).contains { $0.name == name }
        return isKnown ? name : "\"\(ImportText.escaped(name))\""
    }

    private mutating func units(_ text: String) -> [TemplateUnit] {
        let units = reader.read(text)
        for hole in units.holes where !placeholders.contains(where: { $0.text == hole.text }) {
            placeholders.append(hole)
        }
        return units
    }

    private mutating func note(_ text: String, _ template: ImportedTemplate) {
        notes.append(ImportText.visible("\(template.trigger): \(text)"))
    }

    // MARK: The URL

    /// Scheme and host, and the path.
    private mutating func split(_ whole: TemplateText, _ template: ImportedTemplate) -> (TemplateText, TemplateText) {
        let scheme = whole.cut(":").before
        var rest = whole.dropFirst(scheme.count)
        if rest.prefix(3).written == "://" { rest = rest.dropFirst(3) }
        if scheme.written.lowercased() == "http" {
            note(
                "the template has plain http; write 'insecure' behind the endpoint if the partner takes nothing else",
                template)
        }
        let end = rest.firstIndex { $0 == .character("/") || $0 == .character(";") } ?? rest.endIndex
        var host = rest[..<end]
        if let at = host.lastIndex(of: .character("@")) {
            note("a name and a password stand in front of the host: write a header of them", template)
            host = host[(at + 1)...]
        }
        return (host, rest[end...])
    }

    private mutating func endpoint(_ host: TemplateText, _ template: ImportedTemplate) -> String {
        var text = ""
        for unit in host {
            switch unit {
            case .character(let character): text.append(character)
            case .hole(let hole):
                // What an event says never names a host.
                let id = hole.meaning == .field ? String(hole.expression.dropFirst(6)) : ImportText.id(hole.text)
                if hole.meaning != .field {
                    note("'\(hole.text)' stands in the host, which only an account can choose", template)
                }
                add(id, hole.text, type: host.count == 1 ? "host" : "label")
                text += "{field.\(id)}"
            }
        }
        let url = "\"https://\(text)\""
        if let known = endpoints.first(where: { $0.url == url }) { return known.name }
        let name = endpoints.isEmpty ? "api" : "api_\(endpoints.count + 1)"
        endpoints.append((name, url))
        return name
    }

    private mutating func pathText(_ path: TemplateText) -> String {
        use(path, isOpen: true)
        return path.isEmpty ? "\"/\"" : path.quoted(ImportText.path)
    }

    // MARK: Lines

    private func block(_ name: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["\(name) {\n\(lines.joined(separator: "\n"))\n}"]
    }

    /// Lines of `key=value`.
    private mutating func pairs(_ parts: [TemplateText], _ template: ImportedTemplate) -> [String] {
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
            lines.append("\(isSecret ? "insecure " : "")\(ImportText.key(key)) = \(expression)")
        }
        return lines
    }

    private mutating func headers(_ template: ImportedTemplate) -> [String] {
        var lines: [String] = []
        for header in template.headers {
            let (name, value) = (header.name, header.value)
            // It is written for the body.
            if name.lowercased() == "content-type" { continue }
            if ["host", "content-length", "connection", "accept-encoding"].contains(name.lowercased()) { continue }
            var units = units(value)
            let isCredential = name.lowercased() == "authorization" || Self.isSecret(name)
            if isCredential, units.holes.isEmpty {
                let id = ImportText.id(name)
                let scheme = value.contains(" ") ? value.prefix { $0 != " " } + " " : ""
                note("the header '\(name)' has a credential, which the account fills in now", template)
                units = scheme.map { .character($0) }
                units.append(.hole(ImportedPlaceholder(text: name, expression: "field.\(id)", meaning: .field)))
            }
            use(units[...], isOpen: false)
            lines.append("\(ImportText.key(name)) = \(units[...].expression())")
        }
        return block("headers", lines)
    }

    private mutating func body(_ template: ImportedTemplate) -> [String] {
        let units = units(template.body)
        let type = template.headers.first { $0.name.lowercased() == "content-type" }?.value.lowercased() ?? ""
        use(units[...], isOpen: false)
        if !type.contains("urlencoded"), let block = json(units, template) { return [block] }
        let isForm = type.contains("urlencoded") || type.isEmpty && units.contains(.character("="))
        if isForm { return block("form", pairs(units[...].trimmed.parts("&"), template)) }
        return ["text \(units[...].expression())"]
    }

    private mutating func json(_ units: [TemplateUnit], _ template: ImportedTemplate) -> String? {
        var found: [String] = []
        let block = ImportedJSON.block(units, reader.resolver, &found)
        if block != nil { found.forEach { note($0, template) } }
        return block
    }

    // MARK: Fields

    /// Declares the fields of a part.
    ///
    /// - Parameter isOpen: whether it stands where no secret may.
    private mutating func use(_ text: TemplateText, isOpen: Bool) {
        for hole in text.holes {
            for name in hole.expression.split(whereSeparator: {
                !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".")
            })
            where name.hasPrefix("field.") {
                add(String(name.dropFirst(6)), hole.text, isSecret: !isOpen && Self.isSecret(hole.text), isOpen: isOpen)
            }
        }
    }

    private mutating func add(
        _ id: String, _ placeholder: String, type: String = "text", isSecret: Bool = false, isOpen: Bool = false
    ) {
        guard let place = fields.firstIndex(where: { $0.id == id }) else {
            return fields.append((id, Field(type: type, isSecret: isSecret, placeholder: placeholder)))
        }
        if type != "text" { fields[place].field.type = type }
        if isOpen || type != "text" { fields[place].field.isSecret = false }
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["secret", "password", "token", "api_key", "apikey", "api-key", "authorization", "signature"].contains {
            name.contains($0)
        }
    }
}
