public import PostbackTemplate

/// One event: values for the macros of a catalogue.
///
/// Typed properties by namespace (`event.device.idfa`) are generated from the schema beside the integrations. Values are
/// kept in a few buffers of the event, none by itself; an event that is used again keeps their memory.
public struct PostbackEvent: Sendable {
    private(set) var storage: EventStorage

    /// Creates an event without any value.
    public init(catalogue: MacroCatalogue) {
        storage = EventStorage(catalogue: catalogue)
    }

    /// The macros that the event can carry.
    public var catalogue: MacroCatalogue { storage.catalogue }

    /// Takes all values away and keeps the memory for the next ones.
    public mutating func removeAll() {
        if isKnownUniquelyReferenced(&storage) {
            storage.contents.removeAll()
        } else {
            storage = EventStorage(catalogue: storage.catalogue)
        }
    }

    /// The storage, which no other event refers to any more.
    mutating func owned() -> EventStorage {
        if !isKnownUniquelyReferenced(&storage) { storage = EventStorage(copying: storage) }
        return storage
    }

    /// The event, with another in its place: what a view of it changes is then not shared.
    public mutating func take() -> PostbackEvent {
        var other = PostbackEvent(storage: .empty)
        swap(&self, &other)
        return other
    }

    private init(storage: EventStorage) {
        self.storage = storage
    }

    /// The value of the macro in a slot of the catalogue; nil when it is absent.
    public subscript(slot slot: Int) -> PostbackValue? {
        get { storage.contents.value(in: slot, storage.catalogue) }
        set {
            guard slot >= 0, slot < storage.contents.slots.count else { return }
            let storage = owned()
            let node = newValue.map {
                storage.contents.add($0, list: storage.catalogue.macros[slot].name, storage.catalogue)
            }
            storage.contents.slots[slot] = node ?? .absent
        }
    }

    /// The value of an entry of an open map, by its full name.
    public subscript(entry name: String) -> PostbackValue? {
        get { place(of: name).flatMap { storage.contents.value(storage.contents.entries[$0].value, catalogue) } }
        set {
            let storage = owned()
            let catalogue = storage.catalogue
            let value = newValue.map { storage.contents.add($0, list: nil, catalogue) } ?? .absent
            if let place = place(of: name) {
                storage.contents.entries[place].value = value
            } else {
                let start = storage.contents.text.count
                storage.contents.text.append(name)
                storage.contents.set(value, name: start, storage.contents.text.count - start)
            }
        }
    }

    private func place(of name: String) -> Int? {
        storage.contents.entries.count == 0 ? nil : ByteBuffer(Array(name.utf8)).withView { storage.contents.entry($0) }
    }

    /// The value of the macro with this name; names that the catalogue lacks are always absent.
    public subscript(name: String) -> PostbackValue? {
        get { catalogue.slot(name).flatMap { self[slot: $0] } ?? self[entry: name] }
        set {
            if let slot = catalogue.slot(name) {
                self[slot: slot] = newValue
            } else if catalogue.openMap(of: name) != nil {
                self[entry: name] = newValue
            }
        }
    }

    /// The value of the macro with this role.
    public subscript(role: MacroRole) -> PostbackValue? {
        get { storage.catalogue.slot(role).flatMap { storage.contents.value(in: $0, storage.catalogue) } }
        set { if let slot = storage.catalogue.slot(role) { self[slot: slot] = newValue } }
    }
}

extension PostbackEvent {
    /// Whether there is a value of the macro with this role.
    package func has(_ role: MacroRole) -> Bool {
        storage.catalogue.slot(role).map { storage.contents.hasValue(in: $0) } ?? false
    }

    /// Whether the text of the macro with this role is this one.
    package func has(_ role: MacroRole, _ text: String) -> Bool {
        guard let slot = storage.catalogue.slot(role) else { return false }
        return storage.contents.isText(in: slot, text) ?? (self[role]?.text == text)
    }

    /// The text of the macro with this role; of a value that is no text, what it is written as.
    package func text(_ role: MacroRole) -> String? {
        storage.catalogue.slot(role).flatMap { storage.contents.text(in: $0, storage.catalogue) }
    }

    /// The event's kind: `install`, `event`, `session`, …
    public var kindName: String? { text(.kind) }

    /// The platform of the device.
    public var platform: Platform? { Platform.allCases.first { has(.platform, $0.rawValue) } }

    /// How many elements the list of a macro has; 0 for none.
    public func count(of list: String) -> Int {
        guard let slot = catalogue.slot(list) else { return 0 }
        let node = storage.contents.slots[slot]
        return node.kind == .list ? Int(node.count) : 0
    }

    /// The same values for another catalogue; those of macros that it lacks are left out.
    func converted(to catalogue: MacroCatalogue) -> PostbackEvent {
        var event = PostbackEvent(catalogue: catalogue)
        for (slot, macro) in self.catalogue.macros.enumerated() {
            if let value = self[slot: slot] { event[macro.name] = value }
        }
        for name in entryNames { event[entry: name] = self[entry: name] }
        return event
    }

    /// The full names of the entries of open maps, in the order in which they came.
    package var entryNames: [String] {
        (0..<storage.contents.entries.count).map { place in
            let entry = storage.contents.entries[place]
            return storage.contents.text.view(Int(entry.nameStart), Int(entry.nameCount)).string
        }
    }

    /// An event with the catalogue's sample in every macro of a platform.
    package static func sample(for platform: Platform, in catalogue: MacroCatalogue) -> PostbackEvent {
        var event = PostbackEvent(catalogue: catalogue)
        for macro in catalogue.macros where macro.isAvailable(on: platform) && !macro.isOpenMap {
            if macro.type == .list(.item) {
                var item: [String: PostbackValue] = [:]
                for property in catalogue.itemProperties(of: macro.name) {
                    let name = String(property.name.dropFirst(macro.name.count + 1))
                    item[name] = property.sample.flatMap { PostbackValue($0, as: property.type) }
                }
                event[macro.name] = .list([.item(item)])
            } else if let sample = macro.sample, catalogue.itemList(of: macro.name) == nil {
                event[macro.name] = PostbackValue(sample, as: macro.type)
            }
        }
        event[.platform] = .text(platform.rawValue)
        return event
    }
}
