import PostbackTemplate

/// The Swift names that macros have taken, by namespace and by list of items.
struct MacroScopes {
    private var namespaces = SwiftScope.namespaces
    private var namespaceTypes = SwiftScope.namespaceTypes
    private var known: Set<String> = []
    private var macros: [String: SwiftScope] = [:]
    private var types: [String: SwiftScope] = [:]
    private var items: [String: SwiftScope] = [:]

    /// Takes the names of a macro; says what stands in the way.
    ///
    /// - Parameter list: the list that the macro is a property of.
    mutating func take(_ name: String, _ type: ValueType, itemOf list: String?) -> SwiftScope.Clash? {
        if let list {
            let property = String(name.dropFirst(list.count + 1))
            return items[list, default: .itemProperties].take(SwiftName.value(property), for: name)
        }
        let namespace = String(name.prefix { $0 != "." })
        if known.insert(namespace).inserted {
            if let clash = namespaces.take(SwiftName.value(namespace), for: namespace)
                ?? namespaceTypes.take(SwiftName.type(namespace), for: namespace)
            {
                return clash
            }
        }
        let last = SwiftName.lastPart(name)
        // An open map becomes a subscript with that label.
        let property = name.hasSuffix("*") ? "subscript " + SwiftName.value(last) : SwiftName.value(last)
        if let clash = macros[namespace, default: .macros].take(property, for: name) { return clash }
        switch type {
        case .choice: return types[namespace, default: .macroTypes].take(SwiftName.type(last), for: name)
        case .list(.item): return types[namespace, default: .macroTypes].take("Item", for: name)
        default: return nil
        }
    }
}
