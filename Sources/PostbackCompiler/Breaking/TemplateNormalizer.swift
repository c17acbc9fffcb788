package import PostbackTemplate

/// Writes a partner's template in one way, so that two which say the same are equal.
///
/// Named expressions stand where they are used, tables with the same rows have one name, variables by how deep they stand, and what has no
/// order has one. Layout, names that nobody outside sees, and blocks shared between postbacks are gone.
package struct TemplateNormalizer {
    /// The names of fields that are called differently in what is compared.
    var renamedFields: [String: String] = [:]
    var definitions: [String: PostbackExpression] = [:]
    /// Creates one that has seen no table.
    package init() {}

    var maps: [String: String] = [:]
    /// The names of all tables that were seen, by what is in them.
    private var tables: [ValueMap: String] = [:]
    var variables: [String: String] = [:]
    var depth = 0
    /// Stands behind the name of a table whose name has other rows elsewhere.
    package static let otherRows = "′"
    /// How deep values are followed.
    static let deepest = 2 * TemplateLimits.deepestNesting

    /// A partner with every postback in the one form, and without named expressions.
    package mutating func normalized(_ partner: PartnerTemplate) -> PartnerTemplate {
        var result = partner
        maps = [:]
        result.maps = []
        for map in partner.maps {
            let table = named(map)
            maps[map.id] = table.id
            if !result.maps.contains(table) { result.maps.append(table) }
        }
        result.definitions = []
        result.postbacks = partner.postbacks.map { normalized($0, of: partner) }
        for index in result.fields.indices {
            result.fields[index].id = renamedFields[result.fields[index].id] ?? result.fields[index].id
        }
        return result
    }

    /// A table with its rows in the order of their keys, called as the first one with the same rows was.
    private mutating func named(_ map: ValueMap) -> ValueMap {
        var content = map
        content.entries.sort { $0.key < $1.key }
        content.id = ""
        var name = map.id
        if let known = tables[content] {
            name = known
        } else {
            while tables.values.contains(name) { name += Self.otherRows }
            tables[content] = name
        }
        content.id = name
        return content
    }

    mutating func normalized(_ postback: PostbackTemplate, of partner: PartnerTemplate) -> PostbackTemplate {
        definitions = postback.expressions(of: partner)
        variables = [:]
        depth = 0
        var result = postback
        if let items = postback.items { result.items = entered(items) }
        result.definitions = []
        result.conditions = postback.conditions.map { normalized($0) }
        result.alternatives = postback.alternatives.map { groups in
            groups.map { group in Self.ordered(group.map { normalized($0) }) }
        }
        for block in postback.request.blocks {
            let content: RequestBlock.Content =
                switch block.content {
                case .pieces(let pieces): .pieces(pieces.map { normalized($0) })
                case .lines(let lines): .lines(lines.map { normalized($0) })
                case .value(let value): .value(normalized(value))
                }
            result.request.set(content, at: block.position)
        }
        return result
    }

    mutating func normalized(_ piece: URLPiece) -> URLPiece {
        switch piece {
        case .literal: piece
        case .hole(let value): .hole(normalized(value))
        }
    }

    /// A walk whose variable is called by its depth, known from here on.
    private mutating func entered(_ loop: ItemLoop) -> ItemLoop {
        var result = loop
        result.list = normalized(loop.list)
        // Called as most files call them, since messages show it.
        let suffix = depth == 0 ? "" : "\(depth + 1)"
        result.variable = "item\(suffix)"
        variables[loop.variable] = result.variable
        if let number = loop.number {
            result.number = "n\(suffix)"
            variables[number] = "n\(suffix)"
        } else {
            result.first = 1
        }
        depth += 1
        return result
    }

    mutating func inside<Result>(
        _ loop: ItemLoop, _ body: (inout TemplateNormalizer, ItemLoop) -> Result
    ) -> Result {
        let (before, level) = (variables, depth)
        let result = body(&self, entered(loop))
        (variables, depth) = (before, level)
        return result
    }

    // MARK: Lines

    mutating func normalized(_ line: PostbackLine) -> PostbackLine {
        switch line {
        case .pair(let key, let value, let presence):
            return .pair(normalized(key), normalized(value), presence: presence)
        case .when(let condition, let first, let otherwise):
            return .when(
                normalized(condition), first.map { normalized($0) }, otherwise: otherwise.map { normalized($0) })
        case .each(let loop, let lines):
            return inside(loop) { normalizer, loop in .each(loop, lines.map { normalizer.normalized($0) }) }
        }
    }

    private func normalized(_ key: LineKey) -> LineKey {
        var key = key
        key.pieces = key.pieces.map { piece in
            if case .number(let name) = piece { .number(variables[name] ?? name) } else { piece }
        }
        return key
    }
}
