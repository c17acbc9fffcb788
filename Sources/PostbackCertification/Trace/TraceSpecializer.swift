import PostbackCompiler
import PostbackTemplate

/// Makes of a request what one event leaves of it: conditions are decided, loops over items written out, and lines without a value gone.
struct TraceSpecializer {
    let world: TraceWorld
    /// Whether loops over items are written out.
    var unrolls = true
    /// Whether values with a choice are replaced by what was chosen.
    var chooses = true
    /// The lines that are gone, with their places.
    private(set) var absences:
        [(position: RequestPosition, path: [String], value: PostbackExpression, reason: String)] = []
    private var position = RequestPosition.query
    private var path: [String] = []
    /// What is left of the lines of the block so far.
    private var written: [PostbackLine] = []

    init(world: TraceWorld) {
        self.world = world
    }

    /// The request of the event.
    mutating func specialized(_ request: RequestTemplate) -> RequestTemplate {
        var result = request
        for block in request.blocks {
            position = block.position
            written = []
            switch block.content {
            case .pieces: break
            case .lines(let lines): result.set(.lines(specialized(lines)), at: position)
            case .value(let value): result.set(.value(specialized(value)), at: position)
            }
        }
        return result
    }

    /// - Parameter block: all lines of the block, whatever their conditions; nil where these are all.
    private mutating func specialized(_ lines: [PostbackLine], of block: [PostbackLine]? = nil) -> [PostbackLine] {
        let block = block ?? lines
        return lines.flatMap { line -> [PostbackLine] in
            switch line {
            case .pair(let key, .entries(let entries), _) where !key.isWritten && unrolls:
                return write(pairs(entries, beside: block))
            case .pair(let key, let value, let presence): return write(pair(key, value, presence))
            case .when(let condition, let first, let otherwise):
                let holds = holds(condition)
                let text = ExpressionText.describe(condition)
                note(holds ? otherwise : first, holds ? "it holds that \(text)" : "it does not hold that \(text)")
                return specialized(holds ? first : otherwise, of: block)
            case .each(let loop, let lines):
                guard let items = items(of: loop) else { return write([line]) }
                if items.isEmpty { note(lines, "no value for \(ExpressionText.describe(loop.list))") }
                return items.flatMap { item in specialized(lines.map { item.substitute($0) }, of: block) }
            }
        }
    }

    private mutating func write(_ lines: [PostbackLine]) -> [PostbackLine] {
        if path.isEmpty { written += lines }
        return lines
    }

    /// Whether a condition holds where the walk is.
    private func holds(_ condition: PostbackCondition) -> Bool {
        guard TemplateNode.condition(condition).looksAtRequest else { return world.holds(condition) }
        return world.holds(condition, at: position, behind: written)
    }

    private mutating func pair(
        _ key: LineKey, _ value: PostbackExpression, _ presence: LinePresence
    ) -> [PostbackLine] {
        path.append(key.isWritten ? key.description : "")
        defer { path.removeLast() }
        let kept = specialized(value)
        // What is made of the request is there or not as a whole, which is seen in the whole.
        if !kept.isStructured, !kept.looksAtRequest, presence == .optional, !isThere(kept) {
            absences.append((position, path, value, world.reason(value)))
            return []
        }
        return [.pair(key, kept, presence: presence)]
    }

    /// A pair for each entry that the event has and the block has no key for.
    private mutating func pairs(_ entries: OpenMapEntries, beside block: [PostbackLine]) -> [PostbackLine] {
        let names = names(of: entries.beside(block))
        if names.isEmpty {
            let all = PostbackExpression.entries(entries)
            let reason =
                self.names(of: OpenMapEntries(entries.map)).isEmpty
                ? world.reason(all) : "of the entries there are, none is taken, or the block has a key for it"
            absences.append((position, path + [LineKey.none.name(beside: all)], all, reason))
        }
        return names.flatMap { name in
            pair(LineKey([.text(name)]), .macro("\(entries.map).\(name)"), .optional)
        }
    }

    /// The names of the entries that the event has, in its order.
    private func names(of entries: OpenMapEntries) -> [String] {
        let prefix = entries.map + "."
        return world.event.entryNames.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            .filter(entries.takes)
    }

    /// Notes lines that a condition keeps from the request.
    private mutating func note(_ lines: [PostbackLine], _ reason: String) {
        for line in lines {
            switch line {
            case .pair(let key, let value, _):
                absences.append((position, path + [key.description], value, reason))
            case .when(_, let first, let otherwise): note(first + otherwise, reason)
            case .each(_, let lines): note(lines, reason)
            }
        }
    }

    private mutating func specialized(_ value: PostbackExpression) -> PostbackExpression {
        switch value {
        case .choose(let branches, let otherwise) where chooses:
            for branch in branches where holds(branch.condition) { return specialized(branch.value) }
            return otherwise.map { specialized($0) } ?? .choose([], otherwise: nil)
        case .fallback(let values) where chooses && !value.looksAtRequest:
            for value in values where value.isStructured || isThere(value) { return specialized(value) }
            return value
        case .entries(let entries) where unrolls && isThere(value):
            return .object(names(of: entries).map { .pair(LineKey([.text($0)]), .macro("\(entries.map).\($0)")) })
        case .object(let lines): return .object(specialized(lines))
        case .list(let elements): return .list(specialized(elements))
        case .each(let loop, let yield):
            guard let items = items(of: loop), !items.isEmpty else { return value }
            return .list(specialized(items.map { item in item.substitute(yield) }))
        case .json(let inner): return .json(specialized(inner))
        case .text(let pieces): return .text(pieces.map { specialized($0) })
        case .bare(let inner): return .bare(specialized(inner))
        case .unescaped(let inner, let characters): return .unescaped(specialized(inner), characters: characters)
        default: return value
        }
    }

    /// Whether a value, which is no object and no list, is written.
    private func isThere(_ value: PostbackExpression) -> Bool {
        switch value {
        // Entries are written, and cannot be asked for.
        case .entries(let entries): !names(of: entries).isEmpty
        case .json(let inner): isThere(inner)
        default: world.holds(.isPresent(value))
        }
    }

    private mutating func specialized(_ elements: [PostbackElement]) -> [PostbackElement] {
        var kept: [PostbackElement] = []
        for (index, element) in elements.enumerated() {
            path.append("[\(index)]")
            defer { path.removeLast() }
            let value = specialized(element.value)
            if !value.isStructured, element.presence == .optional, !isThere(value) {
                absences.append((position, path, element.value, world.reason(element.value)))
            } else {
                kept.append(PostbackElement(value, presence: element.presence))
            }
        }
        return kept
    }

    /// The items that a loop walks over; nil for a list of other things.
    private func items(of loop: ItemLoop) -> [LoopItem]? {
        guard unrolls, case .macro(let list) = loop.list,
            world.event.catalogue.definition(list)?.type == .list(.item)
        else { return nil }
        return (0..<world.event.count(of: list)).map { LoopItem(loop: loop, list: list, index: $0) }
    }
}
