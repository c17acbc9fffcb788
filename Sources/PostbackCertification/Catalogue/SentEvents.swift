import PostbackRuntime
import PostbackTemplate

/// The events of which a partner is told, found out by rendering: each kind and each standard event, with every macro.
struct SentEvents {
    /// What of a number of events gives a request.
    private struct Rendered {
        /// The kinds beside in-app events, and the standard events, each with its only platform where it has one.
        var kinds: [String] = []
        var events: [String] = []
        /// Whether all of them do on all platforms, an event that is no standard one too.
        var takesAll = false
        var takesCustom = false
    }

    private let partner: PartnerTemplate
    private let catalogue: MacroCatalogue

    init(of partner: PartnerTemplate, catalogue: MacroCatalogue) {
        self.partner = partner
        self.catalogue = catalogue
    }

    /// The events in one line of Markdown.
    var words: String {
        let least = rendered(partner.requiredSamples)
        let most = rendered(partner.allSamples)
        var parts = least.kinds.map { "`\($0)`" }
        parts += most.kinds.filter { !least.kinds.contains($0) }.map { "`\($0)` with optional fields" }
        if least.takesAll {
            parts.append("every in-app event")
        } else {
            parts += least.events.map { "`\($0)`" }
            if least.takesCustom {
                parts.append("any other")
            } else if most.takesCustom {
                parts.append("any other under a name that the account gives")
            } else {
                parts += most.events.filter { !least.events.contains($0) }.map { "`\($0)` with optional fields" }
            }
        }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    private func rendered(_ fields: [String: String]) -> Rendered {
        var rendered = Rendered()
        for kind in catalogue.kinds.map(\.name) where kind != PostbackTrigger.eventKind {
            if let word = word(kind, platforms(of: kind, named: nil, fields)) { rendered.kinds.append(word) }
        }
        let custom = platforms(of: PostbackTrigger.eventKind, named: "an event of the app's own", fields)
        rendered.takesCustom = !custom.isEmpty
        rendered.takesAll = custom == partner.platforms
        for event in catalogue.events.map(\.name) {
            let platforms = platforms(of: PostbackTrigger.eventKind, named: event, fields)
            if platforms != partner.platforms { rendered.takesAll = false }
            if let word = word(event, platforms) { rendered.events.append(word) }
        }
        return rendered
    }

    private func word(_ name: String, _ platforms: [Platform]) -> String? {
        guard let first = platforms.first else { return nil }
        return platforms == partner.platforms ? name : "\(name) on \(first.rawValue)"
    }

    /// The platforms on which an event gives a request.
    private func platforms(of kind: String, named name: String?, _ fields: [String: String]) -> [Platform] {
        partner.platforms.filter { platform in
            guard let postback = partner.postback(kind: kind, name: name, platform: platform),
                let bound = try? BoundPostback(postback, of: partner, catalogue: catalogue, fields: fields)
            else { return false }
            var event = PostbackEvent.sample(for: platform, in: catalogue)
            event[.kind] = .text(kind)
            event[.name] = name.map(PostbackValue.text)
            return (0..<bound.requestCount(for: event)).contains { item in
                let outcome = bound.render(event, item: item, context: ExampleRunner.context())
                if case .request = outcome { return true } else { return false }
            }
        }
    }
}
