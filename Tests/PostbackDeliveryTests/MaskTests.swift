import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("What a partner that did not win is shown")
struct MaskTests {
    /// What tells of a touch, of who won it and of what it was paid.
    private static let namespaces = [
        "click", "touch", "impression", "attribution", "campaign", "adset", "ad", "creative", "publisher", "placement",
        "keyword", "channel", "tracker", "cost",
    ]

    /// Macros of these namespaces that everyone may see; the schema says why.
    private static let unmasked: Set = ["attribution.install_time"]

    private static var macros: [MacroDefinition] {
        Repository.project.catalogue.macros.filter { namespaces.contains(String($0.name.prefix { $0 != "." })) }
    }

    @Test("is nothing of the attribution, macro by macro")
    func classes() {
        #expect(Self.macros.count > 50)
        for macro in Self.macros {
            #expect(macro.classes.contains(.attribution) != Self.unmasked.contains(macro.name), "\(macro.name)")
        }
        // The address of a click is personal too.
        #expect(Repository.project.catalogue.definition("click.ip")?.classes == [.location, .attribution])
    }

    @Test("is rendered as absent, whichever macro a partner sends", arguments: Platform.allCases)
    func rendering(_ platform: Platform) throws {
        let catalogue = Repository.project.catalogue
        let macros = Self.macros.filter { $0.isAvailable(on: platform) && !$0.isOpenMap && $0.sample != nil }
        let lines = macros.enumerated().map {
            "        v\($0.offset) = \($0.element.name)\($0.element.type == .timestamp ? " | unix" : "")"
        }.joined(separator: "\n")
        let source = SmallPartner.postback("    json {\n\(lines)\n    }", method: "POST")
        #expect(SmallPartner.diagnostics(source).filter { $0.rule.severity == .error }.map(\.message) == [])
        let partner = try #require(
            SmallPartner.template(SmallPartner.postback("    json {\n\(lines)\n    }", method: "POST")))
        let json = """
            {"account":"acme","apps":[{"id":"a","platform":"\(platform.rawValue)",
            "\(platform == .ios ? "bundle_id" : "package_name")":"com.acme.a","partners":[{"partner":"\(partner.id)",
            "postbacks":{"install":{"method":"all"}}}]}]}
            """
        let decoder = ConfigurationDecoder(partners: [partner], catalogue: catalogue)
        let postbacks = try ConfiguredPostbacks(
            try decoder.decode(Array(json.utf8)), partners: [partner], catalogue: catalogue)
        func query(wonBy network: String) -> Set<Substring> {
            var event = PostbackEvent.sample(for: platform, in: catalogue)
            event[.app] = .text("a")
            event[.kind] = .text("install")
            event[.network] = .text(network)
            let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")
            guard case .request(let request)? = postbacks.render(event, context: context).first?.outcome else {
                return []
            }
            let body = String(decoding: request.body, as: UTF8.self)
            return Set(body.matches(of: /"(v[0-9]+)":/).map(\.output.1))
        }
        let all = Set(macros.indices.map { "v\($0)"[...] })
        let open = Set(macros.indices.filter { Self.unmasked.contains(macros[$0].name) }.map { "v\($0)"[...] })
        #expect(query(wonBy: partner.id) == all)
        #expect(query(wonBy: "meta") == open && open.count == 1)
    }
}
