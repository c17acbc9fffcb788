import PostbackLanguage
import PostbackTemplate

/// A list of one value for each item of a list, where it is written.
struct ItemList {
    /// The macro of the items.
    var list: String
    /// The block and the objects in which the key stands that holds it.
    var place: SourcePlace
    /// The properties without which an item is left out; empty where none is.
    var leavesOut: Set<String>
    /// Where the value of an item is written.
    var range: SourceRange
}

/// Lists that stand side by side.
extension PartnerCompiler {
    /// Remembers a list of single values, to be compared with the lists beside it.
    mutating func note(
        _ value: Elaborated, _ syntax: ElementSyntax, of list: String?, _ context: Context
    ) {
        guard let list, value.type != .object else { return }
        if case .list = value.type { return }
        var properties: Set<String> = []
        TemplateNode.expression(value.value).forEach { node in
            if case .expression(.item(_, let property)) = node { properties.insert(list + "." + property) }
        }
        guard !properties.isEmpty else { return }
        var place = context.place
        if !place.keys.isEmpty { place.keys.removeLast() }
        // A chain of fallbacks may end in a value that is always there.
        let endsInPresent =
            if case .fallback(let values) = value.value { values.last.flatMap(alwaysPresent) != nil } else { false }
        let isOptional = LinePresence(syntax.presence) == .optional && !endsInPresent
        postbackScope.itemLists.append(
            ItemList(list: list, place: place, leavesOut: isOptional ? properties : [], range: syntax.value.range))
    }

    /// Reports lists of the same items that do not leave out the same ones.
    mutating func checkItemLists() {
        let lists = postbackScope.itemLists
        for (index, one) in lists.enumerated() where !one.leavesOut.isEmpty {
            let other = lists.enumerated().first { place, other in
                place != index && other.list == one.list && other.place == one.place
                    && other.leavesOut != one.leavesOut
            }
            guard let other = other?.element else { continue }
            report(
                .listsOutOfStep(list: one.list, macros: one.leavesOut.sorted()), one.range,
                related: label(other.range, "the list beside it"))
        }
    }
}
