extension MacroCatalogue: Codable {
    private enum CodingKeys: String, CodingKey {
        case macros, kinds, events, signals
    }

    /// Reads what the catalogue declares.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            macros: try container.decode([MacroDefinition].self, forKey: .macros),
            kinds: try container.decode([EventDefinition].self, forKey: .kinds),
            events: try container.decode([EventDefinition].self, forKey: .events),
            signals: try container.decode([PrivacySignal].self, forKey: .signals))
    }

    /// Writes what the catalogue declares.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(macros, forKey: .macros)
        try container.encode(kinds, forKey: .kinds)
        try container.encode(events, forKey: .events)
        try container.encode(signals, forKey: .signals)
    }
}
