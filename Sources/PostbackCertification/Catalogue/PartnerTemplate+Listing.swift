import PostbackTemplate

extension PartnerTemplate {
    /// Whether it stands in front of another partner where people look for them by their names.
    func isListed(before other: PartnerTemplate) -> Bool {
        (name.lowercased(), id) < (other.name.lowercased(), other.id)
    }

    /// The kinds of events that it has postbacks for.
    func kinds(among catalogue: MacroCatalogue) -> [String] {
        catalogue.kinds.map(\.name).filter { kind in postbacks.contains { $0.trigger.isFor(kind: kind) } }
    }
}

extension PostbackTrigger {
    /// Whether it is for events of a kind, all of them or some.
    func isFor(kind: String) -> Bool {
        switch self {
        case .kind(let own): own == kind
        case .events: kind == Self.eventKind
        }
    }
}
