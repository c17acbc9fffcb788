import PostbackRuntime
import PostbackTemplate

/// What planning looks at, read once for all partners.
struct EventFacts {
    var attribution: EventAttribution
    /// What a session says about its device and its period; nil for other events.
    var session: SessionFacts?
}

/// What a session says about its device, and about what its period is counted from.
struct SessionFacts {
    /// The device's identifiers, each with the macro that it came in; upper and lower case do not tell devices apart.
    var devices: [(name: String, identifier: String)] = []
    var time: Timestamp?
    var install: Timestamp?
    var reengagement: Timestamp?

    /// What a period may be counted from.
    struct Anchors {
        /// Whether the session goes to the partner at all.
        var isQualified: Bool
        var moments: [Timestamp] = []
        /// What the event lacks where there is no moment.
        var missing = MacroRole.install
    }

    /// What the period of a session is counted from for a partner.
    ///
    /// With the method `all` that is the install, whoever has it; else it is what the partner has of install and
    /// re-engagement.
    func anchors(of partner: String, _ attribution: EventAttribution, _ method: DeliveryMethod) -> Anchors {
        guard method != .all else { return Anchors(isQualified: true, moments: [install].compactMap(\.self)) }
        let ownsInstall = attribution.owns(\.installNetwork, partner, method)
        // Without a moment nothing says that there was a re-engagement, unless somebody is named for it.
        let ownsReengagement =
            (reengagement != nil || attribution.reengagementNetwork != nil)
            && attribution.owns(\.reengagementNetwork, partner, method)
        let moments = [ownsInstall ? install : nil, ownsReengagement ? reengagement : nil]
        return Anchors(
            isQualified: ownsInstall || ownsReengagement, moments: moments.compactMap(\.self),
            missing: ownsInstall ? .install : .reengagement)
    }
}

extension ConfiguredApp {
    /// Fills in what the event does not say about the app, and reads what planning looks at.
    func facts(_ event: inout PostbackEvent) -> EventFacts {
        complete(&event)
        var facts = EventFacts(attribution: EventAttribution(event))
        guard event.has(.kind, PostbackTrigger.sessionKind) else { return facts }
        var session = SessionFacts(
            time: event.moment(.time), install: event.moment(.install), reengagement: event.moment(.reengagement))
        for slot in event.catalogue.slots(.device) {
            guard let text = event[slot: slot]?.text, Self.isIdentifier(text) else { continue }
            session.devices.append((event.catalogue.macros[slot].name, text.lowercased()))
        }
        facts.session = session
        return facts
    }

    /// Whether a text names a device: one of zeros is what systems give where the person wants to be known by none.
    private static func isIdentifier(_ text: String) -> Bool {
        text.utf8.contains { $0 != UInt8(ascii: "0") && $0 != UInt8(ascii: "-") && $0 > 0x20 }
    }
}

extension PostbackEvent {
    /// The moment that the macro of a role names.
    func moment(_ role: MacroRole) -> Timestamp? {
        if case .timestamp(let moment)? = self[role] { moment } else { nil }
    }
}
