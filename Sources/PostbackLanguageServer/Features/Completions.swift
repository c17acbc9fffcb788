import PostbackCompiler
import PostbackLanguage
import PostbackTemplate

/// The names that fit at a place of a file.
struct Completions {
    let workspace: Workspace
    let file: WorkspaceFile
    /// What the file says with the word that is asked for.
    let syntax: FileSyntax?
    var catalogue: MacroCatalogue { workspace.schema.catalogue }
    var declarations: [DeclarationSyntax] { syntax?.declarations ?? [] }
    var words: SymbolText { SymbolText(schema: workspace.schema) }

    func items(for site: CompletionSite) -> [CompletionItem] {
        switch site.name {
        case nil: []
        case .word(let words), .keyword(let words): words.map { CompletionItem(text: $0, kind: .enumMember) }
        case .value: values(after: site.before, site.value)
        case .step: steps(site.value)
        case .setting: settings(after: site.before)
        case .literal(let name): literals(of: name)
        case .property(let list): properties(of: list)
        case .answer:
            site.before.isEmpty
                ? ["status", "body", "header"].map { CompletionItem(text: $0, kind: .value, detail: "of the answer") }
                : []
        case .address: site.before.isEmpty ? fields("field.") : fields(after: site.before)
        case .number: numbers()
        case .macro: macros(after: site.before) { _ in true }
        case .event(let ofExample): ofExample ? told() : events()
        case .mapKey(let map): keys(ofMap: map) + events()
        case .platform:
            Platform.allCases.map { CompletionItem(text: $0.rawValue, kind: .enumMember, detail: $0.displayName) }
        case .endpoint: declared(.endpoint, "endpoint")
        case .included(let inBlock): included(inBlock: inBlock)
        case .map: declared(.map, "map")
        case .type:
            ValueType.named.map { CompletionItem(text: $0.name, kind: .keyword, detail: "type") } + [
                CompletionItem(text: "choice", kind: .keyword, detail: "type", snippet: "choice($1)")
            ]
        case .code:
            DiagnosticRule.all.filter { $0.severity == .warning }.map {
                CompletionItem(text: $0.code, kind: .constant, detail: $0.title, documentation: SymbolText.text($0))
            }
        case .key: keys()
        case .skip:
            SkipCode.exampleWords.sorted().map {
                CompletionItem(text: $0, kind: .enumMember, detail: "reason of a skip")
            }
        case .category: categories()
        case .classification:
            Classification.allCases.map { CompletionItem(text: $0.rawValue, kind: .enumMember, detail: "class") }
        }
    }

    // MARK: Values

    private func values(after before: [String], _ site: ValueSite?) -> [CompletionItem] {
        if before.first == "field" { return fields(after: before) }
        if let list = list(before) { return properties(of: list) }
        if before.first == "request" { return requestParts("") }
        if before.first == "system" { return systemValues("") }
        if before.count == 1, let list = site?.variables[before[0]]?.list { return properties(of: list) }
        let platforms = site?.platforms ?? []
        var items = macros(after: before) { macro in
            // An item's property has no value outside of a loop, and what no platform tells has none anywhere.
            catalogue.itemList(of: macro.name) == nil
                && (platforms.isEmpty || platforms.contains(where: macro.isAvailable))
        }
        if let position = site?.position {
            for place in items.indices {
                guard let macro = catalogue.definition(name(items[place].text, after: before)) else { continue }
                // What cannot stand there as it is comes behind what can.
                if !position.traits.takes(macro.type) { items[place].rank = 2 }
            }
        }
        items += entries(after: before)
        guard before.isEmpty else { return items }
        for (name, variable) in (site?.variables ?? [:]).sorted(by: { $0.key < $1.key }) {
            items.append(CompletionItem(text: name, kind: .variable, detail: variable.type.name, rank: 0))
        }
        for (name, type) in (site?.definitions ?? [:]).sorted(by: { $0.key < $1.key }) {
            items.append(CompletionItem(text: name, kind: .variable, detail: type.name, rank: 0))
        }
        return items + fields("field.") + requestParts("request.") + systemValues("system.")
    }

    /// The list of items of which one is named by its number, as in `event.items[0].`.
    private func list(_ before: [String]) -> String? {
        guard let last = before.last, last.hasPrefix("[") else { return nil }
        return before.dropLast().joined(separator: ".")
    }

    /// What an example sets.
    private func settings(after before: [String]) -> [CompletionItem] {
        if before.first == "field" { return fields(after: before) }
        if before.first == "system" { return systemValues("") }
        // Properties of items are set in their list.
        let macros = macros(after: before) { !$0.isOpenMap && catalogue.itemList(of: $0.name) == nil }
        let items = macros + entries(after: before)
        return before.isEmpty ? items + fields("field.") + systemValues("system.") : items
    }

    private func name(_ text: String, after before: [String]) -> String {
        (before + [text]).joined(separator: ".")
    }

    private func requestParts(_ prefix: String) -> [CompletionItem] {
        RequestPart.allCases.map { CompletionItem(text: prefix + $0.rawValue, kind: .value, rank: 2) }
    }

    private func systemValues(_ prefix: String) -> [CompletionItem] {
        SystemValue.allCases.map { CompletionItem(text: prefix + $0.rawValue, kind: .value, rank: 2) }
    }

    /// Macros whose names begin with some parts, without these parts.
    func macros(after before: [String], _ fits: (MacroDefinition) -> Bool) -> [CompletionItem] {
        let prefix = before.map { $0 + "." }.joined()
        return catalogue.macros.filter { $0.name.hasPrefix(prefix) && fits($0) }.map { macro in
            let rest = String(macro.name.dropFirst(prefix.count))
            let isDeprecated = workspace.schema.deprecations[macro.name] != nil
            return CompletionItem(
                text: macro.isOpenMap ? String(rest.dropLast(2)) : rest, kind: .field, detail: macro.type.name,
                documentation: words.text(macro), rank: isDeprecated ? 4 : 1, isDeprecated: isDeprecated)
        }.filter { !$0.text.isEmpty }
    }

    func properties(of list: String) -> [CompletionItem] {
        catalogue.itemProperties(of: list).map { macro in
            CompletionItem(
                text: String(macro.name.dropFirst(list.count + 1)), kind: .property, detail: macro.type.name,
                documentation: words.text(macro))
        }
    }

    func fields(after before: [String]) -> [CompletionItem] { before == ["field"] ? fields("") : [] }

    func fields(_ prefix: String) -> [CompletionItem] {
        declarations.compactMap { declaration in
            guard case .field(let field) = declaration else { return nil }
            return CompletionItem(
                text: prefix + field.id.text, kind: .constant, detail: field.type.name.text,
                documentation: field.label.text, rank: 1)
        }
    }

    private func steps(_ site: ValueSite?) -> [CompletionItem] {
        if site?.input == .object {
            return ["without", "only"].map {
                CompletionItem(text: $0, kind: .function, detail: "entries of an open map", snippet: "\($0)(\"$1\")")
            }
        }
        let transforms = TransformName.allCases.filter { name in site?.input.map(name.definition.accepts) ?? true }
        let items = transforms.map { name in
            let parameters = name.definition.parameters.filter { !$0.isOptional }
            let places = parameters.enumerated().map { "${\($0.offset + 1):\($0.element.name)}" }
            return CompletionItem(
                text: name.rawValue, kind: .function, detail: name.call, documentation: words.text(name),
                snippet: parameters.isEmpty ? nil : "\(name.rawValue)(\(places.joined(separator: ", ")))")
        }
        let takesMap = site?.input.map { $0.isTextual || $0 == .scalar || $0.isNumeric || $0 == .boolean } ?? true
        return items + (takesMap ? declared(.map, "map") : [])
    }
}
