import PostbackLanguage
import PostbackTemplate

extension Completions {
    func declared(_ kind: Symbol.Kind, _ detail: String) -> [CompletionItem] {
        let names = workspace.symbols(of: file).occurrences.filter { $0.isDeclaration && $0.symbol.kind == kind }
        return Set(names.map(\.symbol.name)).subtracting([CompletionSite.word]).sorted().map {
            CompletionItem(text: $0, kind: .reference, detail: detail, rank: 0)
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

    /// What an example may give a macro: the words of a choice, or its sample.
    func literals(of name: String) -> [CompletionItem] {
        guard let macro = catalogue.definition(name) else { return [] }
        var texts = ["absent"]
        if case .choice(let values) = macro.type { texts += values }
        if macro.type == .boolean { texts += ["true", "false"] }
        var items = texts.map { CompletionItem(text: $0, kind: .value) }
        if let sample = macro.sample, texts.count == 1 {
            let isNumber = macro.type.isNumeric
            items.append(
                CompletionItem(
                    text: isNumber ? sample : SourceFormatter.quoted(sample), kind: .value, detail: "sample", rank: 0))
        }
        return items
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
