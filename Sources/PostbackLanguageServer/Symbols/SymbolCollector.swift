import PostbackCompiler
import PostbackLanguage
import PostbackTemplate

/// Collects the names of a file with what they stand for.
///
/// Names in `lines` and `shared` mean what they would mean in the postback that includes them. A name that such a block does
/// not declare is therefore one name of the whole file, with every `let` and variable that it may stand for.
struct SymbolCollector: NameVisitor {
    let schema: CompiledSchema
    private var catalogue: MacroCatalogue { schema.catalogue }
    private(set) var occurrences: [Occurrence] = []
    /// What names mean where the walk is, and around it.
    private var scopes: [Scope] = [Scope(start: nil)]
    /// Names that `lines` and `shared` leave to those who include them.
    private var borrowed: Set<String> = []
    private var maps: Set<String> = []
    /// Names of `lines` and `shared`.
    private var shared: Set<String> = []
    /// Lists of items by the `let`s of the file that are nothing else, and by the variables that go through them.
    private var itemLists: [String: String] = [:]
    private var isShared = false

    /// What the names of one block mean.
    private struct Scope {
        /// Where it begins; nil for the file.
        var start: Int?
        /// Variables and `let`s by their names.
        var names: [String: Symbol] = [:]
        /// The lists of items that variables stand for elements of.
        var lists: [String: String] = [:]
    }

    private init(schema: CompiledSchema) {
        self.schema = schema
    }

    /// The names of a file.
    static func occurrences(in file: FileSyntax, schema: CompiledSchema) -> [Occurrence] {
        var collector = SymbolCollector(schema: schema)
        // Maps and `let`s of the file are known wherever they stand.
        for declaration in file.declarations {
            switch declaration {
            case .map(let map): collector.maps.insert(map.id.text)
            case .lines(let name, _), .shared(let name, _): collector.shared.insert(name.text)
            case .definition(let name, let value):
                collector.scopes[0].names[name.text] = Symbol(kind: .definition, name: name.text)
                collector.itemLists[name.text] = collector.list(value)
            default: break
            }
        }
        var loops = NameWalk(visitor: LoopSearch(collector: collector))
        loops.walk(file)
        collector.itemLists.merge(loops.visitor.lists) { first, _ in first }
        var walk = NameWalk(visitor: collector)
        // What is shared comes first: it says which names are left to others.
        var rest = file
        rest.items = []
        walk.visitor.isShared = true
        for item in file.items {
            switch item.content {
            case .lines, .shared: walk.walk(item.content)
            default: rest.items.append(item)
            }
        }
        walk.visitor.isShared = false
        walk.walk(rest)
        return walk.visitor.occurrences
    }

    mutating func enter(_ start: Int) {
        var scope = scopes[scopes.count - 1]
        scope.start = start
        scopes.append(scope)
    }

    mutating func leave() { scopes.removeLast() }

    mutating func declare(_ kind: Symbol.Kind, _ names: [Name], element list: ExpressionSyntax?) {
        guard let range = Self.range(names) else { return }
        var symbol = Symbol(kind: kind, name: names.map(\.text).joined(separator: "."))
        if kind == .variable || kind == .definition {
            // The `let`s of what is shared are named by the postbacks that include it.
            let isOfFile = borrowed.contains(symbol.name) || (isShared && kind == .definition)
            if isShared, kind == .definition { borrowed.insert(symbol.name) }
            if !isOfFile { symbol.scope = scopes[scopes.count - 1].start }
            scopes[scopes.count - 1].names[symbol.name] = symbol
            scopes[scopes.count - 1].lists[symbol.name] = list.flatMap(self.list)
        }
        occurrences.append(Occurrence(symbol: symbol, range: range, isDeclaration: true))
    }

    mutating func visit(_ names: [Name], _ site: NameSite) {
        guard let first = names.first else { return }
        switch site {
        case .value, .number, .address: value(names)
        case .setting: if names.count > 1 { value(names) }
        case .macro: macro(names)
        case .step: note(maps.contains(first.text) ? .map : .transform, first)
        case .event: event(first, isFree: false)
        case .mapKey: event(first, isFree: true)
        case .platform: note(.platform, first)
        case .endpoint: note(.endpoint, first)
        case .included: if shared.contains(first.text) { note(.shared, first) } else { value(names) }
        case .property(let list): if !property(first, of: list) { note(.key, first) }
        case .answer, .keyword: break
        case .map: note(.map, first)
        case .type, .literal, .skip, .category, .classification, .word: note(.setting, first)
        case .code: note(.code, first)
        case .key: note(.key, first)
        }
    }

    // MARK: What names mean

    private mutating func note(_ kind: Symbol.Kind, _ name: Name) {
        occurrences.append(Occurrence(symbol: Symbol(kind: kind, name: name.text), range: name.range))
    }

    private static func range(_ names: some Collection<Name>) -> SourceRange? {
        guard let first = names.first else { return nil }
        return names.reduce(first.range) { $0.union($1.range) }
    }

    fileprivate func list(_ value: ExpressionSyntax) -> String? {
        guard case .name(let names) = value.kind else { return nil }
        let name = names.map(\.text).joined(separator: ".")
        if let list = itemLists[name], names.count == 1 { return list }
        return catalogue.definition(name)?.type == .list(.item) ? name : nil
    }

    /// - Parameter isFree: whether other words may stand there.
    private mutating func event(_ name: Name, isFree: Bool) {
        let isKnown = (catalogue.kinds + catalogue.events).contains { $0.name == name.text }
        guard !name.isQuoted || (isKnown && !isFree) else { return }
        note(isKnown ? .event : .setting, name)
    }

    private mutating func macro(_ names: some Collection<Name>) {
        guard let range = Self.range(names) else { return }
        let name = names.map(\.text).joined(separator: ".")
        let known = catalogue.definition(name) ?? catalogue.definition(name + ".*")
        occurrences.append(Occurrence(symbol: Symbol(kind: .macro, name: known?.name ?? name), range: range))
    }

    @discardableResult
    private mutating func property(_ name: Name, of list: String) -> Bool {
        guard let macro = catalogue.definition("\(list).\(name.text)") else { return false }
        occurrences.append(
            Occurrence(symbol: Symbol(kind: .macro, name: macro.name), range: name.range, isPart: true))
        return true
    }

    private mutating func value(_ names: [Name]) {
        let first = names[0]
        let scope = scopes[scopes.count - 1]
        guard names.count > 1 else { return bare(first, scope) }
        if let variable = scope.names[first.text], variable.kind == .variable {
            occurrences.append(Occurrence(symbol: variable, range: first.range))
            if let list = scope.lists[first.text] { property(names[1], of: list) }
        } else if first.text == "field" {
            note(.field, names[1])
        } else if first.text == "request" || first.text == "system", let range = Self.range(names) {
            let symbol = Symbol(kind: .system, name: "\(first.text).\(names[1].text)")
            occurrences.append(Occurrence(symbol: symbol, range: range))
        } else if let index = names.firstIndex(where: { $0.index != nil }) {
            macro(names[..<index])
            if index + 1 < names.count {
                property(names[index + 1], of: names[..<index].map(\.text).joined(separator: "."))
            }
        } else if schema.isNamespace(first.text) {
            let name = names.map(\.text).joined(separator: ".")
            if catalogue.definition(name) != nil || catalogue.definition(name + ".*") != nil { macro(names) }
        } else if isShared {
            borrowed.insert(first.text)
            note(.variable, first)
            if let list = itemLists[first.text] { property(names[1], of: list) }
        }
    }

    private mutating func bare(_ name: Name, _ scope: Scope) {
        if let symbol = scope.names[name.text] {
            occurrences.append(Occurrence(symbol: symbol, range: name.range))
        } else if isShared {
            borrowed.insert(name.text)
            // A variable or a `let`: whichever those who include it declare.
            note(.definition, name)
            note(.variable, name)
        } else if borrowed.contains(name.text) {
            note(.definition, name)
        }
    }
}

/// Looks for the lists of items that variables of a file go through.
private struct LoopSearch: NameVisitor {
    let collector: SymbolCollector
    var lists: [String: String] = [:]

    mutating func declare(_ kind: Symbol.Kind, _ names: [Name], element list: ExpressionSyntax?) {
        guard kind == .variable, let name = names.first, let list = list.flatMap(collector.list) else { return }
        lists[name.text] = list
    }
}
