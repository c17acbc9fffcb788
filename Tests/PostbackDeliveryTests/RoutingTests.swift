import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Routing")
struct RoutingTests {
    private static let partners = Repository.project.partners.map(\.template)
    private static let catalogue = Repository.project.catalogue

    /// Names that an account may configure for a partner, as the decoder says.
    private static let names: [String: [String]] = {
        let all = catalogue.kinds.map(\.name) + catalogue.events.map(\.name) + ["boss defeated"]
        return Dictionary(
            uniqueKeysWithValues: partners.map { partner in
                (partner.id, all.filter { (try? accounts([(partner, [$0])])) != nil })
            })
    }()

    private static func accounts(_ chosen: [(PartnerTemplate, [String])]) throws -> [AccountConfiguration] {
        let list = chosen.map { partner, names -> [String: Any] in
            func fields(_ scope: FieldDefinition.Scope) -> [String: String] {
                partner.allSamples.filter { id, _ in partner.fields.contains { $0.id == id && $0.scope == scope } }
            }
            let postbacks = names.map { ($0, ["fields": fields(.event)]) }
            return [
                "partner": partner.id, "fields": fields(.app), "postbacks": Dictionary(uniqueKeysWithValues: postbacks),
            ]
        }
        let app: [String: Any] = ["id": "a", "platform": "ios", "bundle_id": "com.acme.a", "partners": list]
        let json = try JSONSerialization.data(withJSONObject: ["account": "acme", "apps": [app]])
        return try ConfigurationDecoder(partners: partners, catalogue: catalogue).decode(json)
    }

    /// The postback that an event has for a partner, and whether the account has configured it, from the template alone.
    private static func expected(
        _ partner: PartnerTemplate, _ names: [String], kind: String, name: String?, _ platform: Platform
    ) -> (postback: String, isConfigured: Bool) {
        let key = [name, kind].compactMap { $0 }.first(where: names.contains)
        let postback = partner.postback(kind: kind, name: name, platform: platform)
        guard let key, let postback, partner.platforms.contains(platform) else { return (name ?? kind, false) }
        let isReached =
            switch postback.trigger {
            case .kind(let own): own == key || own == PostbackTrigger.eventKind
            case .events(let own): own.contains(key) || key == PostbackTrigger.eventKind
            }
        return isReached ? (postback.id, true) : (name ?? kind, false)
    }

    @Test("gives every partner what its file and its configuration say, in the order of the configuration")
    func every() throws {
        var random = SeededGenerator()
        var counts = (configured: 0, others: 0)
        for _ in 0..<12 {
            let chosen = Self.partners.shuffled(using: &random).prefix(Int.random(in: 1...40, using: &random))
                .compactMap { partner -> (PartnerTemplate, [String])? in
                    let names = (Self.names[partner.id] ?? []).filter { _ in Int.random(in: 0..<3, using: &random) == 0
                    }
                    return names.isEmpty ? nil : (partner, names)
                }
            guard !chosen.isEmpty else { continue }
            let accounts = try Self.accounts(Array(chosen))
            let postbacks = try ConfiguredPostbacks(accounts, partners: Self.partners, catalogue: Self.catalogue)
            let kinds = Self.catalogue.kinds.map { ($0.name, nil as String?) } + [("nothing_known", nil)]
            let events = (Self.catalogue.events.map(\.name) + ["boss defeated", "unheard of"]).map {
                ("event", $0 as String?)
            }
            for (kind, name) in kinds + events + [("install", "purchase")] {
                for platform in Platform.allCases {
                    var event = PostbackEvent(catalogue: Self.catalogue)
                    event[.app] = .text("a")
                    event[.kind] = .text(kind)
                    event[.name] = name.map(PostbackValue.text)
                    event[.platform] = .text(platform.rawValue)
                    let found = postbacks.plan(&event, identity: "e-1")
                    let own = kind == PostbackTrigger.eventKind ? name : nil
                    let wanted = chosen.map { Self.expected($0, $1, kind: kind, name: own, platform) }
                    #expect(found.map(\.partner) == chosen.map(\.0.id))
                    for (decision, wanted) in zip(found, wanted) {
                        let isConfigured = decision.skip?.kind != .notConfigured
                        #expect(
                            isConfigured == wanted.isConfigured && decision.postback == wanted.postback,
                            "\(decision.partner ?? ""), \(kind) \(name ?? "") on \(platform)")
                        if isConfigured { counts.configured += 1 } else { counts.others += 1 }
                    }
                }
            }
        }
        #expect(counts.configured > 500 && counts.others > 500, "\(counts)")
    }
}
