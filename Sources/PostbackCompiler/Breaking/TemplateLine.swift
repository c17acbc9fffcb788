package import PostbackTemplate

/// A value of a request by itself: where it leaves, under which conditions, and what it is.
package struct TemplateLine: Hashable, Sendable {
    /// The block.
    package var position: RequestPosition
    /// The keys that lead to it, `data`, `[0]`, `user`, `em`: elements of lists by number, those of a loop as `[]`.
    package var path: [String]
    /// The key that stands in front of it.
    package var key: LineKey
    /// What has to hold for it, all of it, in one order.
    package var guards: [PostbackCondition]
    /// The loops around it, the outermost first.
    package var loops: [ItemLoop]
    /// The value.
    package var value: PostbackExpression
    /// What happens where there is none.
    package var presence: LinePresence
    /// Whether it is an object or a list as a whole, whose members stand beside it.
    package var isContainer = false

    /// The path as people write it: `data[0].user.em`.
    package var name: String {
        path.reduce("") { text, key in key.hasPrefix("[") || text.isEmpty ? text + key : "\(text).\(key)" }
    }

    /// The path up to the key.
    var parent: [String] { Array(path.dropLast()) }

    /// What kind of part of a request it is, in a word.
    var kind: Kind {
        if position == .headers { return .header }
        return position == .json || path.count > 1 ? .member : .parameter
    }

    /// What kind of part of a request a line is.
    enum Kind: String {
        case parameter, header, member
    }

    /// What is the same in a line that was only called otherwise, or put elsewhere.
    var content: Content { Content(guards: guards, loops: loops, value: value, presence: presence) }

    struct Content: Hashable {
        var guards: [PostbackCondition]
        var loops: [ItemLoop]
        var value: PostbackExpression
        var presence: LinePresence
    }

    /// Where it stands in a file, for the line number.
    func place(in postback: String) -> SourcePlace {
        // Names of headers are compared without their case.
        let keys = position == .headers ? [key.description] : path.filter { !$0.hasPrefix("[") }
        return SourcePlace(postback: postback, position: position, keys: keys)
    }
}

extension RequestTemplate {
    /// Its values one by one, in the order in which they are written. What stands in the URL in front of the pairs has no key and is none.
    package var flattened: [TemplateLine] {
        var walk = LineWalk()
        for block in blocks {
            walk.position = block.position
            switch block.content {
            case .pieces: break
            case .lines(let lines): walk.add(lines)
            case .value(let value) where block.position != .callback: walk.add(value, .none, .optional)
            case .value: break
            }
        }
        return walk.found
    }
}

/// Goes through the lines of a request.
private struct LineWalk {
    var position = RequestPosition.query
    var found: [TemplateLine] = []
    private var path: [String] = []
    private var guards: [PostbackCondition] = []
    private var loops: [ItemLoop] = []

    mutating func add(_ lines: [PostbackLine]) {
        for line in lines {
            switch line {
            case .pair(let key, let value, let presence):
                let name = key.name(beside: value)
                under(position == .headers ? name.lowercased() : name) { $0.add(value, key, presence) }
            case .when(let condition, let first, let otherwise):
                under([condition]) { $0.add(first) }
                under([.not(condition)]) { $0.add(otherwise) }
            case .each(let loop, let lines):
                loops.append(loop)
                add(lines)
                loops.removeLast()
            }
        }
    }

    mutating func add(_ value: PostbackExpression, _ key: LineKey, _ presence: LinePresence) {
        let isStructured = position == .json || path.count > 1
        if isStructured && value.isStructure || value.isStructuredText { note(value, key, presence, isContainer: true) }
        switch value {
        case .object(let lines) where isStructured && !lines.isEmpty: return add(lines)
        case .list(let elements) where isStructured && elements.contains { $0.value.isStructure }:
            return add(elements)
        case .each(let loop, let yield) where isStructured && yield.value.isStructure:
            loops.append(loop)
            under("[]") { $0.add(yield.value, key, yield.presence) }
            loops.removeLast()
            return
        // JSON in the text of a parameter: its members are told apart as those of a body are.
        case .json(let inner) where inner.isStructure:
            switch inner {
            case .object(let lines): return add(lines)
            case .list(let elements): return add(elements)
            case .each(let loop, let yield) where yield.value.isStructure:
                loops.append(loop)
                under("[]") { $0.add(yield.value, key, yield.presence) }
                loops.removeLast()
                return
            default: break
            }
        default: break
        }
        note(value, key, presence, isContainer: false)
    }

    private mutating func note(
        _ value: PostbackExpression, _ key: LineKey, _ presence: LinePresence, isContainer: Bool
    ) {
        found.append(
            TemplateLine(
                position: position, path: path, key: key,
                guards: TemplateNormalizer.ordered(guards.flatMap(\.conjuncts)), loops: loops, value: value,
                presence: presence, isContainer: isContainer))
    }

    private mutating func add(_ elements: [PostbackElement]) {
        for (index, element) in elements.enumerated() {
            under("[\(index)]") { $0.add(element.value, .none, element.presence) }
        }
    }

    private mutating func under(_ key: String, _ body: (inout LineWalk) -> Void) {
        if !key.isEmpty { path.append(key) }
        body(&self)
        if !key.isEmpty { path.removeLast() }
    }

    private mutating func under(_ more: [PostbackCondition], _ body: (inout LineWalk) -> Void) {
        guards += more
        body(&self)
        guards.removeLast(more.count)
    }
}

extension PostbackExpression {
    /// Whether it has members or elements that have some.
    fileprivate var isStructure: Bool {
        switch self {
        case .object(let lines): !lines.isEmpty
        case .list(let elements): elements.contains { $0.value.isStructure }
        case .each(_, let yield): yield.value.isStructure
        default: false
        }
    }

    /// Whether it is JSON with members or elements, as text.
    fileprivate var isStructuredText: Bool { if case .json(let inner) = self { inner.isStructure } else { false } }
}

extension PostbackCondition {
    /// Holds where not all of these do.
    static func opposite(of conditions: [PostbackCondition]) -> PostbackCondition {
        let opposites = conditions.map { PostbackCondition.not($0).simple }
        return opposites.count == 1 ? opposites[0] : .any(opposites)
    }

    /// What has to hold, all of it.
    var conjuncts: [PostbackCondition] {
        switch self {
        case .all(let inner): inner.flatMap(\.conjuncts)
        // Not one of them is none of them.
        case .not(.any(let inner)): inner.map { PostbackCondition.not($0).simple }.flatMap(\.conjuncts)
        default: [simple]
        }
    }

    private var simple: PostbackCondition { if case .not(.not(let inner)) = self { inner } else { self } }
}
