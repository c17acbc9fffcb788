import PostbackLanguage
import PostbackTemplate

extension Completions {
    func declared(_ kind: Symbol.Kind, _ detail: String) -> [CompletionItem] {
        let names = workspace.symbols(of: file).occurrences.filter { $0.isDeclaration && $0.symbol.kind == kind }
        return Set(names.map(\.symbol.name)).subtracting([CompletionSite.word]).sorted().map {
            CompletionItem(text: $0, kind: .reference, detail: detail, rank: 0)
        }
    }

    /// The names that loops of the file have for the numbers of elements.
    func numbers() -> [CompletionItem] {
        var walk = NameWalk(visitor: NumberSearch())
        if let syntax { walk.walk(syntax) }
        return walk.visitor.names.sorted().map {
            CompletionItem(text: $0, kind: .variable, detail: "the number of an element", rank: 0)
        }
    }

    /// The events that the postbacks of the file are for.
    func told() -> [CompletionItem] {
        let names = declarations.flatMap { declaration -> [String] in
            if case .postback(let postback) = declaration { postback.triggers.map(\.text) } else { [] }
        }
        let takesAll = names.contains(PostbackTrigger.eventKind)
        return events().filter { item in
            names.contains(item.text) || (takesAll && catalogue.events.contains { $0.name == item.text })
        }
    }

    func events() -> [CompletionItem] {
        catalogue.kinds.map { event in
            CompletionItem(
                text: event.name, kind: .event, detail: "kind", documentation: words.text(event, isKind: true), rank: 0)
        }
            + catalogue.events.map { event in
                CompletionItem(
                    text: event.name, kind: .event, detail: event.label,
                    documentation: words.text(event, isKind: false))
            }
    }

    /// What an example may give a macro or a field: the words of a choice, or its sample.
    func literals(of name: String) -> [CompletionItem] {
        let (type, sample) = typed(name)
        var texts = ["absent"]
        if case .choice(let values)? = type { texts += values }
        if type == .boolean { texts += ["true", "false"] }
        var items = texts.map { CompletionItem(text: $0, kind: .value) }
        if let sample, texts.count == 1 {
            let isNumber = type?.isNumeric == true
            items.append(
                CompletionItem(
                    text: isNumber ? sample : SourceFormatter.quoted(sample), kind: .value, detail: "sample", rank: 0))
        }
        return type == nil ? [] : items
    }

    /// The type and the sample of a macro or of a field of the file.
    private func typed(_ name: String) -> (ValueType?, sample: String?) {
        if let macro = catalogue.definition(name) { return (macro.type, macro.sample) }
        for case .field(let field) in declarations where name == "field.\(field.id.text)" {
            if case .words(let words) = field.type.arguments { return (.choice(words.map(\.text)), nil) }
            return (ValueType.named.first { $0.name == field.type.name.text } ?? .text, nil)
        }
        return (nil, nil)
    }

    /// The keys that a map of the file has.
    func keys(ofMap name: String) -> [CompletionItem] {
        for case .map(let map) in declarations where map.id.text == name {
            let keys = map.rows.contents.flatMap { row -> [Name] in
                if case .entry(let keys, _) = row { keys } else { [] }
            }
            return keys.filter { $0.text != CompletionSite.word }.map { key in
                CompletionItem(
                    text: key.isQuoted ? SourceFormatter.quoted(key.text) : key.text, kind: .enumMember,
                    detail: "key of the map", rank: 0)
            }
        }
        return []
    }

    /// What can be included: lines of blocks, or of postbacks; in a block also the entries of open maps.
    func included(inBlock: Bool) -> [CompletionItem] {
        var items: [CompletionItem] = []
        for declaration in declarations {
            switch declaration {
            case .lines(let name, _) where inBlock:
                items.append(.init(text: name.text, kind: .reference, detail: "lines"))
            case .shared(let name, _) where !inBlock:
                items.append(.init(text: name.text, kind: .reference, detail: "shared"))
            default: break
            }
        }
        guard inBlock else { return items }
        return items
            + catalogue.macros.filter(\.isOpenMap).map { map in
                CompletionItem(
                    text: String(map.name.dropLast(2)), kind: .field, detail: "entries of an open map",
                    documentation: words.text(map), rank: 2)
            }
    }

    /// The entries of open maps that the file names.
    func entries(after before: [String]) -> [CompletionItem] {
        let prefix = before.map { $0 + "." }.joined()
        let named = workspace.symbols(of: file).occurrences.filter {
            $0.symbol.kind == .macro && $0.symbol.name.hasSuffix(".*")
        }
        let texts = Set(named.compactMap { file.source?.text(in: $0.range) })
        return texts.filter { text in
            text.hasPrefix(prefix) && text.count > prefix.count && !text.hasSuffix(CompletionSite.word)
                && catalogue.definition(text + ".*") == nil
        }.sorted().map {
            CompletionItem(
                text: String($0.dropFirst(prefix.count)), kind: .field, detail: "entry of an open map", rank: 2)
        }
    }

    func categories() -> [CompletionItem] {
        let all = workspace.files.values.flatMap { file -> [String] in
            workspace.symbols(of: file).syntax?.declarations.compactMap { declaration in
                guard case .property(let property) = declaration, property.name.text == "category",
                    case .words(let words) = property.value
                else { return nil }
                return words.first?.text
            } ?? []
        }
        return Set(all).subtracting([CompletionSite.word]).sorted().map {
            CompletionItem(text: $0, kind: .enumMember, detail: "category")
        }
    }

    /// The keys that the partner's contract has, and those of other blocks of the file.
    func keys() -> [CompletionItem] {
        let written = workspace.symbols(of: file).occurrences.filter { $0.symbol.kind == .key }.map(\.symbol.name)
        let partner = file.source?.stem ?? ""
        let documented = workspace.files["Schemas/contracts/\(partner).contract"]?.source.map(ContractKeys.all) ?? []
        let known = Set(written).union(documented).subtracting([CompletionSite.word])
        return known.sorted().map { key in
            let isDocumented = documented.contains(key)
            let text = SourceFormatter.isWord(key) ? key : SourceFormatter.quoted(key)
            return CompletionItem(
                text: text, kind: .property, detail: isDocumented ? "of the contract" : "key",
                rank: isDocumented ? 0 : 2)
        }
    }
}

/// Looks for the names of the numbers of elements.
private struct NumberSearch: NameVisitor {
    var names: Set<String> = []

    mutating func declare(_ kind: Symbol.Kind, _ given: [Name], element list: ExpressionSyntax?) {
        if kind == .variable, list == nil, let name = given.first { names.insert(name.text) }
    }
}

/// The keys that a contract names.
enum ContractKeys {
    static func all(_ source: SourceFile) -> Set<String> {
        var keys: Set<String> = []
        for request in Parser.parseContract(source).0.requests {
            for case .block(let block) in request.content.lines.contents {
                for case .clause(let clause) in block.lines?.contents ?? [] {
                    guard let key = clause.key, key.pieces.count == 1, case .text(let text)? = key.pieces.first else {
                        continue
                    }
                    keys.insert(text)
                }
            }
        }
        return keys
    }
}
