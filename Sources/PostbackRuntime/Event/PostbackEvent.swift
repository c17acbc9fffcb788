public import PostbackTemplate

/// One event: values for the macros of a catalogue.
///
/// Typed properties by namespace (`event.device.idfa`) are generated from the schema beside the integrations.
public struct PostbackEvent: Sendable {
    /// The macros that the event can carry.
    public let catalogue: MacroCatalogue
    private var values: [PostbackValue?]
    private var entries: [String: PostbackValue] = [:]

    /// Creates an event without any value.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
        values = Array(repeating: nil, count: catalogue.macros.count)
    }

    /// The value of the macro in a slot of the catalogue; nil when it is absent.
    public subscript(slot slot: Int) -> PostbackValue? {
        get { values.indices.contains(slot) ? values[slot] : nil }
        set {
            guard values.indices.contains(slot) else { return }
            values[slot] = newValue.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// The value of an entry of an open map, by its full name.
    public subscript(entry name: String) -> PostbackValue? {
        get { entries[name] }
        set { entries[name] = newValue.flatMap { $0.isEmpty ? nil : $0 } }
    }

    /// The value of the macro with this name; names that the catalogue lacks are always absent.
    public subscript(name: String) -> PostbackValue? {
        get { catalogue.slot(name).flatMap { self[slot: $0] } ?? entries[name] }
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
        get { catalogue.slot(role).flatMap { self[slot: $0] } }
        set { if let slot = catalogue.slot(role) { self[slot: slot] = newValue } }
    }
}

extension PostbackEvent {
    /// The event's kind: `install`, `event`, `session`, …
    public var kindName: String? { self[.kind]?.text }

    /// The platform of the device.
    public var platform: Platform? { self[.platform]?.text.flatMap(Platform.init) }

    /// What the event's privacy signals withhold.
    public var withheldByPrivacy: ClassificationSet {
        catalogue.signals.reduce(into: []) { withheld, signal in
            if self[signal.macro]?.text == signal.value { withheld.formUnion(signal.withholds) }
        }
    }

    /// An event with the catalogue's sample in every macro of a platform.
    public static func sample(for platform: Platform, in catalogue: MacroCatalogue) -> PostbackEvent {
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

extension PostbackEvent {
    /// Text of a macro.
    public subscript(text name: String) -> String? {
        get { self[name]?.text }
        set { self[name] = newValue.map(PostbackValue.text) }
    }

    /// Whole number of a macro.
    public subscript(integer name: String) -> Int? {
        get { if case .integer(let number)? = self[name] { Int(number) } else { nil } }
        set { self[name] = newValue.map { .integer(Int64($0)) } }
    }

    /// Decimal number of a macro.
    public subscript(decimal name: String) -> ExactDecimal? {
        get { self[name]?.number }
        set { self[name] = newValue.map(PostbackValue.decimal) }
    }

    /// Boolean of a macro.
    public subscript(boolean name: String) -> Bool? {
        get { if case .boolean(let value)? = self[name] { value } else { nil } }
        set { self[name] = newValue.map(PostbackValue.boolean) }
    }

    /// Moment of a macro.
    public subscript(timestamp name: String) -> Timestamp? {
        get { if case .timestamp(let moment)? = self[name] { moment } else { nil } }
        set { self[name] = newValue.map(PostbackValue.timestamp) }
    }

    /// Texts of a macro that is a list.
    public subscript(texts name: String) -> [String] {
        get { if case .list(let values)? = self[name] { values.compactMap(\.text) } else { [] } }
        set { self[name] = .list(newValue.map(PostbackValue.text)) }
    }
}
