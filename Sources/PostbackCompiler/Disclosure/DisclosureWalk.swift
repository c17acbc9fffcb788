import PostbackTemplate

/// Walks over a request and notes where macros leave.
struct DisclosureWalk {
    private let postback: PostbackTemplate
    private let catalogue: MacroCatalogue
    private let definitions: [String: PostbackExpression]
    private var found: [DisclosedValue] = []
    private var position = ""
    private var keys: [String] = []
    private var conditions: [PostbackCondition] = []
    private var hash: TransformName?
    /// The lists that variables of `for` stand for.
    private var lists: [String: String] = [:]
    private var depth = 0

    init(_ postback: PostbackTemplate, of partner: PartnerTemplate, catalogue: MacroCatalogue) {
        self.postback = postback
        self.catalogue = catalogue
        definitions = postback.expressions(of: partner)
    }

    mutating func run() -> [DisclosedValue] {
        if let items = postback.items, let list = postback.itemList { lists[items.variable] = list }
        for block in postback.request.blocks {
            position = block.position.rawValue
            switch block.content {
            case .pieces(let pieces): for case .hole(let value) in pieces { visit(value) }
            case .lines(let lines): visit(lines)
            case .value(let value): visit(value)
            }
        }
        var seen: Set<DisclosedValue> = []
        return found.filter { seen.insert($0).inserted }
    }

    private mutating func note(_ macro: String) {
        let classes = catalogue.definition(macro)?.classes ?? []
        found.append(
            DisclosedValue(
                macro: macro, classes: classes, hash: hash, hosts: postback.hosts, position: position,
                key: keys.joined(separator: "."), conditions: conditions))
    }

    private mutating func visit(_ lines: [PostbackLine]) {
        for line in lines {
            switch line {
            case .pair(let key, let value, _):
                if key.isWritten { keys.append(key.description) }
                visit(value)
                if key.isWritten { keys.removeLast() }
            case .when(let condition, let first, let otherwise):
                under([condition]) { $0.visit(first) }
                under([.not(condition)]) { $0.visit(otherwise) }
            case .each(let loop, let inner): each(loop) { $0.visit(inner) }
            }
        }
    }

    private mutating func under(_ more: [PostbackCondition], _ body: (inout DisclosureWalk) -> Void) {
        conditions += more
        body(&self)
        conditions.removeLast(more.count)
    }

    private mutating func each(_ loop: ItemLoop, _ body: (inout DisclosureWalk) -> Void) {
        let before = lists[loop.variable]
        let list = loop.list.listMacro { [definitions] in definitions[$0] }
        lists[loop.variable] = list
        // Of a list of items its elements are read; another list leaves as it is.
        if list.map({ catalogue.definition($0)?.type == .list(.item) }) != true { visit(loop.list) }
        body(&self)
        lists[loop.variable] = before
    }

    private mutating func visit(_ value: PostbackExpression) {
        depth += 1
        defer { depth -= 1 }
        // A bundle may make a circle of names.
        guard depth <= 2 * TemplateLimits.deepestNesting else { return }
        switch value {
        case .literal, .field, .variable, .request, .system: break
        case .macro(let name): note(name)
        case .element(let list, _, let property): note("\(list).\(property)")
        case .entries(let entries): note("\(entries.map).*")
        case .item(let variable, let property):
            if let list = lists[variable] { note("\(list).\(property)") }
        case .definition(let name): if let value = definitions[name] { visit(value) }
        case .text(let pieces): for piece in pieces { visit(piece) }
        case .pipeline(let head, let steps):
            let before = hash
            let digest = steps.lazy.compactMap { step -> TransformName? in
                if case .transform(let name, _) = step, name.definition.isHash { name } else { nil }
            }.first
            hash = hash ?? digest
            visit(head)
            for case .transform(_, let arguments) in steps { for argument in arguments { visit(argument) } }
            hash = before
        case .fallback(let values):
            var earlier: [PostbackCondition] = []
            for value in values {
                under(earlier) { $0.visit(value) }
                earlier.append(.not(.isPresent(value)))
            }
        case .choose(let branches, let otherwise):
            for branch in branches { under([branch.condition]) { $0.visit(branch.value) } }
            if let otherwise { under(branches.map { .not($0.condition) }) { $0.visit(otherwise) } }
        case .list(let elements): for element in elements { visit(element.value) }
        case .each(let loop, let yield): each(loop) { $0.visit(yield.value) }
        case .object(let lines): visit(lines)
        case .json(let inner), .unescaped(let inner, _), .bare(let inner): visit(inner)
        }
    }
}
