import PostbackLanguage
import PostbackTemplate

/// Finds what a platform's placeholders are called in partner files.
struct PlaceholderResolver {
    let platform: ImportPlatform
    /// Expressions by the platform's names without marks, and by the same in lower case.
    private var known: [String: String] = [:]
    private var knownLowercase: [String: String] = [:]
    private let catalogue: MacroCatalogue
    /// The open maps of what the app sends with an event, and of what came with the click; without the star.
    private let eventMap: String?
    private let clickMap: String?

    init(_ platform: ImportPlatform, _ catalogue: MacroCatalogue) {
        self.platform = platform
        self.catalogue = catalogue
        func map(beside role: MacroRole) -> String? {
            guard let space = catalogue.macro(role).map({ $0.name.prefix { $0 != "." } + "." }) else { return nil }
            return catalogue.macros.first { $0.isOpenMap && $0.name.hasPrefix(space) }.map {
                String($0.name.dropLast(2))
            }
        }
        eventMap = map(beside: .name)
        clickMap = map(beside: .click)
        for macro in catalogue.macros {
            for spelling in macro.spellings where spelling.vendor == platform.rawValue {
                let name = Self.bare(spelling.text)
                guard let value = value(macro) else { continue }
                let expression = value + (spelling.form.map { " | \($0)" } ?? Self.form(macro.type))
                known[name] = known[name] ?? expression
                knownLowercase[name.lowercased()] = knownLowercase[name.lowercased()] ?? expression
            }
        }
    }

    /// How a partner file names a macro: a property of an item is that of the first, and what the app sent with the event is
    /// JSON as text.
    private func value(_ macro: MacroDefinition) -> String? {
        if macro.isOpenMap { return macro.name.dropLast(2) == eventMap ?? "" ? eventMap.map { "json \($0)" } : nil }
        if macro.type == .list(.item) { return "json \(macro.name)" }
        guard let list = catalogue.itemList(of: macro.name) else { return macro.name }
        return "\(list)[0]\(macro.name.dropFirst(list.count))"
    }

    /// What a boolean is as text.
    static let words = " | flag(\"true\", \"false\")"

    /// What makes a text of a value for which the catalogue has no form of the platform's.
    private static func form(_ type: ValueType) -> String {
        switch type {
        case .boolean: words
        case .timestamp: " | unix"
        default: ""
        }
    }

    /// A spelling without marks and arguments.
    private static func bare(_ text: String) -> String {
        var name = text[...]
        for mark in ["${", "{{", "{", "("] where name.hasPrefix(mark) {
            name = name.dropFirst(mark.count)
            break
        }
        while let last = name.last, "})".contains(last) { name = name.dropLast() }
        let end = name.dropFirst().firstIndex { $0 == "?" || $0 == "=" }
        // The mark stays, the argument goes.
        return String(end.map { name[...$0] } ?? name)
    }

    /// A text that a value is compared with, as the catalogue spells it.
    func compared(_ text: String, with expression: String) -> String {
        guard case .choice(let words)? = catalogue.definition(exactly: expression)?.type else { return text }
        return words.first { $0.lowercased() == text.lowercased() } ?? text
    }

    /// Whether JSON writes a value of the platform's between quotes.
    func isText(_ expression: String) -> Bool {
        let steps = expression.split(separator: " | ").map { $0.prefix { $0 != "(" } }
        var type = catalogue.definition(exactly: String(steps.first ?? ""))?.type ?? .text
        for step in steps.dropFirst() {
            if let transform = TransformName(rawValue: String(step)) { type = transform.definition.result(for: type) }
        }
        return switch type {
        case .integer, .decimal, .boolean, .scalar: false
        default: catalogue.openMap(of: expression) == nil
        }
    }

    /// Something that only the account knows.
    func credential(_ text: String, _ name: String) -> ImportedPlaceholder {
        ImportedPlaceholder(text: text, expression: "field.\(ImportText.id(name))", meaning: .field)
    }

    /// What a placeholder is.
    ///
    /// - Parameters:
    ///   - text: as the template writes it.
    ///   - name: without the marks.
    func resolve(_ text: String, _ name: String, _ marks: ImportPlatform.Marks) -> ImportedPlaceholder {
        // A list of names is the first that is there.
        let names = name.split(separator: "|", omittingEmptySubsequences: true).map(String.init)
        if names.count > 1 {
            let parts = names.map { resolve($0, $0, marks) }
            let meaning = parts.first { $0.meaning == .field }?.meaning ?? parts[0].meaning
            return ImportedPlaceholder(
                text: text, expression: parts.map(\.expression).joined(separator: " ?? "), meaning: meaning)
        }
        let isEcho = platform == .singular && marks.open == "{{"
        if !isEcho, let expression = expression(of: name) {
            return ImportedPlaceholder(text: text, expression: expression, meaning: .macro)
        }
        if platform.echoesClicks(name, marks), let clickMap {
            let expression = "\(clickMap).\(SourceFormatter.quoted(name))"
            return ImportedPlaceholder(text: text, expression: expression, meaning: .click)
        }
        return credential(text, name)
    }

    /// Digests and cases that names ask for, at their beginning or their end.
    private static let variants: [(mark: String, step: String)] = [
        ("md5", "md5"), ("sha1", "sha1"), ("sha256", "sha256"), ("lower", "lowercase"), ("upper", "uppercase"),
        ("alphanumeric", "alphanumeric"),
    ]

    private func expression(of written: String) -> String? {
        if let found = known[written] ?? knownLowercase[written.lowercased()] { return found }
        // `{cl?Network}` and `{NETWORK=Network}`: of whom, which is whoever the postback goes to.
        if let end = written.dropFirst().firstIndex(where: { $0 == "?" || $0 == "=" }),
            let found = known[String(written[...end])] ?? expression(of: String(written[..<end]))
        {
            return found
        }
        for (mark, step) in Self.variants {
            for end in ["_\(mark)", "-\(mark)"] where written.lowercased().hasSuffix(end) {
                if let value = expression(of: String(written.dropLast(end.count))) { return "\(value) | \(step)" }
            }
            for start in ["\(mark)-", "\(mark)_"] where written.lowercased().hasPrefix(start) {
                if let value = expression(of: String(written.dropFirst(start.count))) { return "\(value) | \(step)" }
            }
        }
        guard platform == .branch, let dot = written.lastIndex(of: ".") else { return nil }
        let (space, last) = (written[..<dot], String(written[written.index(after: dot)...]))
        switch space {
        case "custom_data": return eventMap.map { "\($0).\(SourceFormatter.quoted(last))" }
        case "last_attributed_touch_data" where last.hasPrefix("~") || last.hasPrefix("$"): return known[last]
        case "user_data", "event_data": return known[last]
        case _ where space.hasPrefix("content_items[") && space.hasSuffix("]"):
            // The catalogue's spelling is that of the first item.
            guard let number = Int(space.dropFirst(14).dropLast()), number < 100 else { return nil }
            return known[last]?.replacing("[0]", with: "[\(number)]")
        default: return nil
        }
    }
}
