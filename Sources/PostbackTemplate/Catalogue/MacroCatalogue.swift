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

    /// Tells catalogues apart whose slots differ: a hash over the names of the macros in their order.
    public let layout: UInt64
    /// The layouts of the catalogues that this one only adds macros to, and its own.
    public let layouts: [UInt64]

    private let slots: [String: Int]
    /// By the places of the roles; asked for with every event.
    private let roleSlots: [[Int]]
    private let mapPrefixes: [String]
    private let lists: Set<String>

    /// Creates a catalogue; of two macros with one name the first counts.
    public init(
        macros: [MacroDefinition], kinds: [EventDefinition] = [], events: [EventDefinition] = [],
        signals: [PrivacySignal] = []
    ) {
        self.init(macros: macros, kinds: kinds, events: events, signals: signals, extending: [])
    }

    private init(
        macros: [MacroDefinition], kinds: [EventDefinition], events: [EventDefinition], signals: [PrivacySignal],
        extending layouts: [UInt64]
    ) {
        layout = Self.layout(of: macros)
        self.layouts = layouts + [layout]
        self.macros = macros
        self.kinds = kinds
        self.events = events
        self.signals = signals
        var slots: [String: Int] = [:]
        var roleSlots = [[Int]](repeating: [], count: MacroRole.allCases.count)
        for (slot, macro) in macros.enumerated() where slots[macro.name] == nil {
            slots[macro.name] = slot
            if let role = macro.role { roleSlots[role.place].append(slot) }
        }
        self.slots = slots
        self.roleSlots = roleSlots
        mapPrefixes = macros.filter(\.isOpenMap).map { String($0.name.dropLast()) }
        lists = Set(macros.filter { $0.type == .list(.item) }.map(\.name))
    }

    /// FNV-1a over the names, each with a zero byte behind it.
    private static func layout(of macros: [MacroDefinition]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for macro in macros {
            for byte in macro.name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            hash = hash &* 0x0000_0100_0000_01b3
        }
        return hash
    }

    /// This catalogue with what a newer one says: its classifications, signals, kinds and events, and behind the macros
    /// that are here those that are only there.
    ///
    /// Slots stay what they are, so that events made for this catalogue can still be read. A macro that is personal here
    /// stays so.
    public func updated(by newer: MacroCatalogue) -> MacroCatalogue {
        var merged = macros.map { macro in
            guard var definition = newer.definition(exactly: macro.name) else { return macro }
            definition.classes.formUnion(macro.classes)
            // An event that is already in flight has the type of its own catalogue.
            definition.type = macro.type
            return definition
        }
        merged += newer.macros.filter { slots[$0.name] == nil }
        return MacroCatalogue(
            macros: merged, kinds: newer.kinds, events: newer.events,
            signals: newer.signals + signals.filter { !newer.signals.contains($0) }, extending: layouts)
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

    /// The slot of the macro with exactly this name, which is often `hint`.
    public func slot(_ name: String, near hint: Int) -> Int? {
        hint < macros.count && macros[hint].name == name ? hint : slots[name]
    }

    /// The macro with exactly this name.
    public func definition(exactly name: String) -> MacroDefinition? {
        slots[name].map { macros[$0] }
    }

    /// The slot of the macro with this role.
    public func slot(_ role: MacroRole) -> Int? {
        roleSlots[role.place].first
    }

    /// The slots of all macros with this role, in the order of the schema.
    public func slots(_ role: MacroRole) -> [Int] {
        roleSlots[role.place]
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
