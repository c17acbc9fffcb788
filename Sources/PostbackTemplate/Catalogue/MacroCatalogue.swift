/// All that partner files may name: macros, event kinds, standard events and privacy signals.
///
/// The order of `macros` is the order of an event's slots. Source: `Schemas/*.schema`.
public struct MacroCatalogue: Hashable, Sendable {
    /// Every macro, open map and item property, in the order of the schema.
    public let macros: [MacroDefinition]
    /// The kinds of events.
    public let kinds: [EventDefinition]
    /// The standard in-app events.
    public let events: [EventDefinition]
    /// The signals that withhold personal macros.
    public let signals: [PrivacySignal]

    private let slots: [String: Int]
    private let roleSlots: [MacroRole: Int]
    private let mapPrefixes: [String]
    private let lists: Set<String>

    /// Creates a catalogue; of two macros with one name the first counts.
    public init(
        macros: [MacroDefinition], kinds: [EventDefinition] = [], events: [EventDefinition] = [],
        signals: [PrivacySignal] = []
    ) {
        self.macros = macros
        self.kinds = kinds
        self.events = events
        self.signals = signals
        var slots: [String: Int] = [:]
        var roleSlots: [MacroRole: Int] = [:]
        for (slot, macro) in macros.enumerated() where slots[macro.name] == nil {
            slots[macro.name] = slot
            if let role = macro.role, roleSlots[role] == nil { roleSlots[role] = slot }
        }
        self.slots = slots
        self.roleSlots = roleSlots
        mapPrefixes = macros.filter(\.isOpenMap).map { String($0.name.dropLast()) }
        lists = Set(macros.filter { $0.type == .list(.item) }.map(\.name))
    }

    /// Two catalogues are equal when all that they declare is.
    public static func == (left: MacroCatalogue, right: MacroCatalogue) -> Bool {
        left.macros == right.macros && left.kinds == right.kinds && left.events == right.events
            && left.signals == right.signals
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(macros)
        hasher.combine(kinds)
        hasher.combine(events)
        hasher.combine(signals)
    }
}

extension MacroCatalogue {
    /// The slot of the macro with exactly this name.
    public func slot(_ name: String) -> Int? {
        slots[name]
    }

    /// The slot of the macro with this role.
    public func slot(_ role: MacroRole) -> Int? {
        roleSlots[role]
    }

    /// The definition that answers for `name`: the macro itself, or the open map that the name is an entry of.
    public func definition(_ name: String) -> MacroDefinition? {
        if let slot = slots[name] { return macros[slot] }
        return openMap(of: name)
    }

    /// The open map that `name` is an entry of: `event.data.*` for `event.data.level`.
    public func openMap(of name: String) -> MacroDefinition? {
        guard let prefix = mapPrefixes.first(where: { name.hasPrefix($0) && name.utf8.count > $0.utf8.count }),
            let slot = slots[prefix + "*"]
        else { return nil }
        return macros[slot]
    }

    /// Whether `name` is a list of items.
    public func isItemList(_ name: String) -> Bool {
        lists.contains(name)
    }

    /// The list that `name` is a property of: `event.items` for `event.items.price`.
    public func itemList(of name: String) -> String? {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let list = String(name[..<dot])
        return lists.contains(list) ? list : nil
    }

    /// The properties of the items of `list`, in the order of the schema.
    public func itemProperties(of list: String) -> [MacroDefinition] {
        macros.filter { itemList(of: $0.name) == list }
    }

    /// The macro with this role.
    public func macro(_ role: MacroRole) -> MacroDefinition? {
        slot(role).map { macros[$0] }
    }
}
