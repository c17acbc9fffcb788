import PostbackRuntime
import PostbackTemplate

extension WitnessEvents {
    /// Lists of items: one with everything, one with nothing, and two that differ.
    func lists(of list: String) -> [PostbackValue] {
        let properties = catalogue.itemProperties(of: list).map { property in
            (name: String(property.name.dropFirst(list.count + 1)), definition: property)
        }
        var full: [String: PostbackValue] = [:]
        var other: [String: PostbackValue] = [:]
        for (name, definition) in properties {
            full[name] = definition.sample.flatMap { PostbackValue($0, as: definition.type) }
            other[name] =
                WitnessTexts.texts(of: definition.type).compactMap { PostbackValue($0, as: definition.type) }.first
        }
        // As many as any index asks for, with a gap among them.
        let gap = PostbackValue.item(full.filter { $0.key != properties.first?.name })
        let many = Array(repeating: PostbackValue.item(full), count: max(2, highestIndex + 1))
        var found: [PostbackValue] = [
            .list([.item(full)]), .list([.item(full), .item(other)]), .list([.item(other), .item([:]), .item(full)]),
            .list(many), .list(many + [.item(other)]), .list([.item(full), gap, .item(full)]),
        ]
        for (name, definition) in properties {
            found.append(.list([.item(full.filter { $0.key == name })]))
            found.append(.list([.item(full.filter { $0.key != name })]))
            found.append(.list([.item(full), .item(full.filter { $0.key != name }), .item(full)]))
            let texts = (named[".\(name)"] ?? []) + WitnessTexts.texts(of: definition.type)
            for value in texts.compactMap({ PostbackValue($0, as: definition.type) }) {
                found.append(.list([.item(full.merging([name: value]) { _, new in new }), .item(full)]))
            }
        }
        return found
    }
}
