/// What a value is made of and cannot do without: the names that a message gives when there is no value.
package enum ValueSource: Hashable, Sendable {
    /// A macro, or an entry of an open map.
    case macro(String)
    /// A network-specific field.
    case field(String)
    /// A property of the item that a `for` variable stands for.
    case item(variable: String, property: String)
    /// A property of one item of a list.
    case element(list: String, index: Int, property: String)
    /// Steps that may make nothing of what they are given, written as `event.id | after`, or a `when` without `else`.
    case steps(String)

    /// Whether it is steps.
    package var isSteps: Bool {
        switch self {
        case .macro, .field, .item, .element: false
        case .steps: true
        }
    }

    /// The name in messages.
    package var name: String {
        switch self {
        case .macro(let name), .steps(let name): name
        case .field(let id): "field.\(id)"
        case .item(let variable, let property): "\(variable).\(property)"
        case .element(let list, let index, let property): "\(list)[\(index)].\(property)"
        }
    }
}

extension PostbackExpression {
    /// The sources of the value in the order of the file, each once. Conditions have no part in them: they choose.
    package func sources(
        definition: (String) -> PostbackExpression?, givesAbsent: (PipelineStep) -> Bool
    ) -> [ValueSource] {
        var walk = SourceWalk()
        walk.add(self, definition, givesAbsent)
        return walk.sources
    }
}

private struct SourceWalk {
    var sources: [ValueSource] = []
    private var known: Set<ValueSource> = []
    private var definitions: Set<String> = []

    private mutating func add(_ source: ValueSource) {
        if known.insert(source).inserted { sources.append(source) }
    }

    mutating func add(
        _ value: PostbackExpression, _ definition: (String) -> PostbackExpression?,
        _ givesAbsent: (PipelineStep) -> Bool
    ) {
        switch value {
        case .macro(let name): add(.macro(name))
        case .field(let id): add(.field(id))
        case .item(let variable, let property): add(.item(variable: variable, property: property))
        case .element(let list, let index, let property):
            add(.element(list: list, index: index, property: property))
        case .entries(let entries): add(.macro(entries.map + ".*"))
        case .definition(let name):
            if definitions.insert(name).inserted, let inner = definition(name) { add(inner, definition, givesAbsent) }
        case .text(let values), .fallback(let values): for value in values { add(value, definition, givesAbsent) }
        case .pipeline(let head, let steps):
            add(head, definition, givesAbsent)
            for case .transform(let name, let arguments) in steps {
                for (argument, parameter) in zip(arguments, name.definition.parameters) where parameter.isNeeded {
                    add(argument, definition, givesAbsent)
                }
            }
            if let last = steps.lastIndex(where: givesAbsent) {
                let names = head.sources(definition: definition, givesAbsent: { _ in false })
                    .filter { !$0.isSteps }.map(\.name)
                add(.steps(([names.joined(separator: ", ")] + steps[...last].map(\.name)).joined(separator: " | ")))
            }
        case .json(let inner), .unescaped(let inner, _), .bare(let inner): add(inner, definition, givesAbsent)
        case .choose(let branches, let otherwise):
            for branch in branches { add(branch.value, definition, givesAbsent) }
            if let otherwise { add(otherwise, definition, givesAbsent) } else { add(.steps("when")) }
        case .list(let elements): for element in elements { add(element.value, definition, givesAbsent) }
        case .each(let loop, _): add(loop.list, definition, givesAbsent)
        case .object(let lines): for line in lines { add(line, definition, givesAbsent) }
        case .literal, .variable, .request, .system: break
        }
    }

    private mutating func add(
        _ line: PostbackLine, _ definition: (String) -> PostbackExpression?, _ givesAbsent: (PipelineStep) -> Bool
    ) {
        switch line {
        case .pair(_, let value, _): add(value, definition, givesAbsent)
        case .when(_, let first, let otherwise): for line in first + otherwise { add(line, definition, givesAbsent) }
        case .each(let loop, _): add(loop.list, definition, givesAbsent)
        }
    }
}

extension PipelineStep {
    /// The name of the transform or of the map.
    package var name: String {
        switch self {
        case .transform(let name, _): name.rawValue
        case .map(let id): id
        }
    }
}
