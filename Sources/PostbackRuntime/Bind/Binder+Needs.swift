import PostbackTemplate

extension Binder {
    /// The number of the list of macros and fields that a value is made of, in the order of the file, each once.
    mutating func need(_ expressions: PostbackExpression...) -> UInt32 {
        var list: [Need] = []
        for expression in expressions { collect(expression, into: &list, depth: 0) }
        return builder.need(list)
    }

    private mutating func add(_ name: String, _ classes: ClassificationSet, to list: inout [Need]) {
        let slot = catalogue.slot(name)
        let isEntry = slot == nil && catalogue.openMap(of: name) != nil
        let need = Need(
            name: builder.name(name), slot: slot.map(UInt32.init) ?? Op.none,
            entry: isEntry ? builder.constant(.text(name)).index : Op.none, classes: classes.rawValue)
        if !list.contains(need) { list.append(need) }
    }

    private mutating func collect(_ expression: PostbackExpression, into list: inout [Need], depth: Int) {
        guard depth < 64 else { return }
        let next = depth + 1
        switch expression {
        case .macro(let name):
            add(name, catalogue.definition(name)?.classes ?? [], to: &list)
        case .field(let id): add("field.\(id)", [], to: &list)
        case .definition(let name): if let value = definitions[name] { collect(value, into: &list, depth: next) }
        case .text(let pieces), .fallback(let pieces): for piece in pieces { collect(piece, into: &list, depth: next) }
        case .pipeline(let value, _), .json(let value), .unescaped(let value, _):
            collect(value, into: &list, depth: next)
        case .choose(let branches, let otherwise):
            for branch in branches { collect(branch.value, into: &list, depth: next) }
            if let otherwise { collect(otherwise, into: &list, depth: next) }
        case .list(let elements): for element in elements { collect(element.value, into: &list, depth: next) }
        case .each(_, let input, _): collect(input, into: &list, depth: next)
        case .object(let lines): collect(lines, into: &list, depth: next)
        case .literal, .item, .variable, .request, .system: break
        }
    }

    private mutating func collect(_ lines: [PostbackLine], into list: inout [Need], depth: Int) {
        for line in lines {
            switch line {
            case .pair(_, let value, _): collect(value, into: &list, depth: depth)
            case .when(_, let first, let otherwise): collect(first + otherwise, into: &list, depth: depth)
            }
        }
    }
}
