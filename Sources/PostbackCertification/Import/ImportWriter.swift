import PostbackLanguage
import PostbackTemplate

/// Writes what templates say as declarations of a partner file.
struct ImportWriter {
    /// A field that the account fills in.
    struct Field {
        var type = "text"
        var isSecret = false
        var placeholder: String
    }

    private let platform: ImportPlatform
    let catalogue: MacroCatalogue
    let reader: TemplateReader
    private(set) var placeholders: [ImportedPlaceholder] = []
    var notes: [String] = []
    private(set) var fields: [(id: String, field: Field)] = []
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
                "field \(id) \(SourceFormatter.quoted(Self.label(id))) : \(field.isSecret ? "secret " : "")\(field.type)"
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
        let known = RequestMethod(rawValue: template.method)
        if known == nil { note("the method is '\(template.method)', which no postback has", template) }
        let method = known ?? (template.body.isEmpty ? .get : .post)
        let pathText = pathText(plain)
        lines.append("\(method.rawValue) \(endpoint(base, template)) \(pathText)")
        if let matrix { lines += block("matrix", pairs(matrix.parts(";"), template)) }
        if let query { lines += block("query", pairs(query.parts("&"), template)) }
        lines += headers(template)
        if !template.body.isEmpty {
            if method == .get {
                note("a GET has no body: \(template.body)", template)
            } else {
                lines += body(template)
            }
        }
        return "postback \(trigger(template.trigger)) {\n\(lines.joined(separator: "\n"))\n}"
    }

    private func trigger(_ name: String) -> String {
        let isKnown = (catalogue.kinds + catalogue.events).contains { $0.name == name }
        return isKnown ? name : SourceFormatter.quoted(name)
    }

    mutating func units(_ text: String) -> [TemplateUnit] {
        let units = reader.read(text)
        for hole in units.holes where !placeholders.contains(where: { $0.text == hole.text }) {
            placeholders.append(hole)
        }
        return units
    }

    mutating func note(_ text: String, _ template: ImportedTemplate) {
        notes.append(ImportText.visible("\(template.trigger): \(text)"))
    }

    // MARK: The URL

    /// Scheme and host, and the path.
    private mutating func split(_ whole: TemplateText, _ template: ImportedTemplate) -> (TemplateText, TemplateText) {
        let scheme = whole.cut(":").before
        var rest = whole.dropFirst(scheme.count)
        if rest.prefix(3).written == "://" { rest = rest.dropFirst(3) }
        if !["http", "https"].contains(scheme.written.lowercased()) {
            note("the scheme is '\(scheme.written)'; postbacks go over https", template)
        }
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
                let simple = hole.expression.dropFirst(6).allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
                let isField = hole.meaning == .field && simple && hole.expression.hasPrefix("field.")
                let id = isField ? String(hole.expression.dropFirst(6)) : ImportText.id(hole.text)
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

    // MARK: Fields

    /// Declares the fields of a part.
    ///
    /// - Parameter isOpen: whether it stands where no secret may.
    mutating func use(_ text: TemplateText, isOpen: Bool) {
        for hole in text.holes {
            for name in hole.expression.split(whereSeparator: {
                !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".")
            })
            where name.hasPrefix("field.") {
                add(String(name.dropFirst(6)), hole.text, isSecret: !isOpen && Self.isSecret(hole.text), isOpen: isOpen)
            }
        }
    }

    mutating func add(
        _ id: String, _ placeholder: String, type: String = "text", isSecret: Bool = false, isOpen: Bool = false
    ) {
        guard let place = fields.firstIndex(where: { $0.id == id }) else {
            return fields.append((id, Field(type: type, isSecret: isSecret, placeholder: placeholder)))
        }
        if fields[place].field.placeholder != placeholder,
            Self.bare(fields[place].field.placeholder) != Self.bare(placeholder)
        {
            let note = "'\(placeholder)' and '\(fields[place].field.placeholder)' are one field"
            if !notes.contains(ImportText.visible(note)) { notes.append(ImportText.visible(note)) }
        }
        if type != "text" { fields[place].field.type = type }
        if isOpen || type != "text" { fields[place].field.isSecret = false }
    }

    private static func bare(_ placeholder: String) -> String { placeholder.filter { $0.isLetter || $0.isNumber } }

    static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["secret", "password", "token", "api_key", "apikey", "api-key", "authorization", "signature"].contains {
            name.contains($0)
        }
    }
}
