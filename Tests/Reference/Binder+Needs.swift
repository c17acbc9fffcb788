import PostbackRuntime
import PostbackTemplate

extension Binder {
    /// The macros and fields that a value is made of, in the order of the file, each once.
    func needs(_ expression: PostbackExpression) -> [NeededName] {
        var names: [NeededName] = []
        collect(expression, into: &names, depth: 0)
        return names
    }

    private func collect(
        _ expression: PostbackExpression, withFields: Bool = false, into names: inout [NeededName], depth: Int
    ) {
        func add(_ name: String, _ classes: ClassificationSet, isStep: Bool = false) {
            let needed = NeededName(name: name, classification: classes, isStep: isStep)
            if !names.contains(needed) { names.append(needed) }
        }
        guard depth < 64 else { return }
        let next = depth + 1
        switch expression {
        case .macro(let name): add(name, catalogue.definition(name)?.classes ?? [])
        case .field(let id): if withFields || fields[id] == nil { add("field.\(id)", []) }
        case .item(let variable, let property):
            let list = variables.last { $0.name == variable }?.list
            // Among the names of steps it stands as the file writes it.
            add("\(withFields ? variable : list ?? variable).\(property)", [])
        case .element(let list, let index, let property): add("\(list)[\(index)].\(property)", [])
        case .entries(let entries): add(entries.map + ".*", catalogue.definition(entries.map + ".*")?.classes ?? [])
        case .definition(let name):
            definition(name).map { collect($0, withFields: withFields, into: &names, depth: next) }
        case .text(let pieces), .fallback(let pieces):
            for piece in pieces { collect(piece, withFields: withFields, into: &names, depth: next) }
        case .pipeline(let value, let steps):
            collect(value, withFields: withFields, into: &names, depth: next)
            for case .transform(let name, let arguments) in steps {
                switch name {
                case .hmacSHA1, .hmacSHA256, .minorUnits:
                    collect(arguments[0], withFields: withFields, into: &names, depth: next)
                default: break
                }
            }
            if let last = steps.lastIndex(where: mayGiveAbsent) {
                var head: [NeededName] = []
                collect(value, withFields: true, into: &head, depth: 0)
                let names = head.filter { !$0.isStep }.map(\.name).joined(separator: ", ")
                add(([names] + steps[...last].map(Self.name)).joined(separator: " | "), [], isStep: true)
            }
        case .json(let value), .unescaped(let value, _), .bare(let value):
            collect(value, withFields: withFields, into: &names, depth: next)
        case .choose(let branches, let otherwise):
            for branch in branches { collect(branch.value, withFields: withFields, into: &names, depth: next) }
            if let otherwise {
                collect(otherwise, withFields: withFields, into: &names, depth: next)
            } else {
                add("when", [], isStep: true)
            }
        case .list(let elements):
            for element in elements { collect(element.value, withFields: withFields, into: &names, depth: next) }
        case .each(let loop, _): collect(loop.list, withFields: withFields, into: &names, depth: next)
        case .object(let lines): collect(lines, withFields: withFields, into: &names, depth: next)
        case .literal, .variable, .request, .system: break
        }
    }

    private func collect(_ lines: [PostbackLine], withFields: Bool = false, into names: inout [NeededName], depth: Int)
    {
        for line in lines {
            switch line {
            case .each(let loop, _): collect(loop.list, withFields: withFields, into: &names, depth: depth)
            case .pair(_, let value, _): collect(value, withFields: withFields, into: &names, depth: depth)
            case .when(_, let first, let otherwise):
                collect(first + otherwise, withFields: withFields, into: &names, depth: depth)
            }
        }
    }

    private static func name(_ step: PipelineStep) -> String {
        switch step {
        case .map(let id): id
        case .transform(let name, _): name.rawValue
        }
    }

    /// Every step that is known to give nothing of something; a table that leaves keys open, or has empty values.
    private func mayGiveAbsent(_ step: PipelineStep) -> Bool {
        switch step {
        case .map(let id):
            guard let map = partner.maps.first(where: { $0.id == id }) else { return false }
            let values = map.entries.map(\.value)
            switch map.fallback {
            case .absent, .value(.text("")): return true
            case .value, .skip: return values.contains(.text(""))
            }
        case .transform(let name, _): return name.definition.absence != .never
        }
    }
}
