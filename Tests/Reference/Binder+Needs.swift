import PostbackRuntime
import PostbackTemplate

extension Binder {
    /// The macros and fields that a value is made of, in the order of the file, each once.
    func needs(_ expression: PostbackExpression) -> [NeededName] {
        var names: [NeededName] = []
        collect(expression, into: &names, depth: 0)
        return names
    }

    private func collect(_ expression: PostbackExpression, into names: inout [NeededName], depth: Int) {
        func add(_ name: String, _ classes: ClassificationSet) {
            let needed = NeededName(name: name, classification: classes)
            if !names.contains(needed) { names.append(needed) }
        }
        guard depth < 64 else { return }
        let next = depth + 1
        switch expression {
        case .macro(let name): add(name, catalogue.definition(name)?.classes ?? [])
        case .field(let id): add("field.\(id)", [])
        case .definition(let name): definition(name).map { collect($0, into: &names, depth: next) }
        case .text(let pieces), .fallback(let pieces): for piece in pieces { collect(piece, into: &names, depth: next) }
        case .pipeline(let value, _), .json(let value), .unescaped(let value, _):
            collect(value, into: &names, depth: next)
        case .choose(let branches, let otherwise):
            for branch in branches { collect(branch.value, into: &names, depth: next) }
            if let otherwise { collect(otherwise, into: &names, depth: next) }
        case .list(let elements): for element in elements { collect(element.value, into: &names, depth: next) }
        case .each(_, let list, _): collect(list, into: &names, depth: next)
        case .object(let lines): collect(lines, into: &names, depth: next)
        case .literal, .item, .variable, .request, .system: break
        }
    }

    private func collect(_ lines: [PostbackLine], into names: inout [NeededName], depth: Int) {
        for line in lines {
            switch line {
            case .pair(_, let value, _): collect(value, into: &names, depth: depth)
            case .when(_, let first, let otherwise): collect(first + otherwise, into: &names, depth: depth)
            }
        }
    }
}
