import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("A session")
struct SessionPlanningTests {
    /// Who has what: the install, the re-engagement and the win; then for each method whether Unity is sent the session and,
    /// if so, what its period is counted from.
    struct Row: Sendable, CustomStringConvertible {
        var network: String?
        var agency: String?
        var install: String?
        var reengagement: String?
        var hasReengaged = true
        var only: Expected
        var agencies: Expected

        enum Expected: Sendable {
            case install, reengagement, notAttributed, missing
        }

        var description: String {
            "won by \(network ?? "-") (\(agency ?? "-")), install \(install ?? "-"), re-engagement \(reengagement ?? "-")"
        }
    }

    static let rows: [Row] = [
        // The event names one network, which stands for both.
        Row(only: .notAttributed, agencies: .notAttributed),
        Row(network: "unity", only: .reengagement, agencies: .reengagement),
        Row(network: "unity", hasReengaged: false, only: .install, agencies: .install),
        Row(network: "unity", agency: "north", only: .notAttributed, agencies: .reengagement),
        Row(network: "meta", only: .notAttributed, agencies: .notAttributed),
        // A re-engagement on another network moves nothing.
        Row(network: "meta", install: "unity", only: .install, agencies: .install),
        Row(network: "meta", install: "unity", reengagement: "meta", only: .install, agencies: .install),
        Row(install: "unity", reengagement: "meta", only: .install, agencies: .install),
        // An install of another network does not keep a re-engagement back.
        Row(network: "unity", install: "meta", only: .reengagement, agencies: .reengagement),
        Row(install: "meta", reengagement: "unity", only: .reengagement, agencies: .reengagement),
        Row(network: "meta", install: "meta", reengagement: "unity", only: .reengagement, agencies: .reengagement),
        Row(install: "unity", reengagement: "unity", only: .reengagement, agencies: .reengagement),
        Row(install: "meta", reengagement: "meta", only: .notAttributed, agencies: .notAttributed),
        // The agency is that of the campaign that won.
        Row(network: "meta", agency: "north", install: "unity", only: .install, agencies: .install),
        Row(network: "unity", agency: "north", install: "meta", only: .notAttributed, agencies: .reengagement),
        Row(agency: "north", install: "unity", hasReengaged: false, only: .notAttributed, agencies: .install),
        // A re-engagement whose moment nobody knows.
        Row(reengagement: "unity", hasReengaged: false, only: .missing, agencies: .missing),
        Row(network: "unity", install: "meta", hasReengaged: false, only: .notAttributed, agencies: .notAttributed),
    ]

    private static let install = Timestamp(seconds: 1_795_420_800)
    private static let reengagement = Timestamp(seconds: 1_795_420_800 + 30 * 3_600)
    private static let session = Timestamp(seconds: 1_795_420_800 + 100 * 3_600)

    private static func postbacks(_ method: String) throws -> ConfiguredPostbacks {
        let json = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.game","partners":[
              {"partner":"unity","fields":{"game_id":"1234567"},"postbacks":{"session":{"method":"\(method)"}}}]}]}
            """
        let templates = Repository.project.partners.map(\.template)
        let decoder = ConfigurationDecoder(partners: templates, catalogue: Repository.project.catalogue)
        return try ConfiguredPostbacks(
            try decoder.decode(Array(json.utf8)), partners: templates, catalogue: Repository.project.catalogue)
    }

    private static func event(_ row: Row) -> PostbackEvent {
        var event = PostbackEvent(catalogue: Repository.project.catalogue)
        event[.app] = .text("a")
        event[.kind] = .text("session")
        event["device.mmp_id"] = .text("d")
        event[.time] = .timestamp(session)
        event[.install] = .timestamp(install)
        if row.hasReengaged { event[.reengagement] = .timestamp(reengagement) }
        event[.network] = row.network.map(PostbackValue.text)
        event[.agency] = row.agency.map(PostbackValue.text)
        event[.installNetwork] = row.install.map(PostbackValue.text)
        event[.reengagementNetwork] = row.reengagement.map(PostbackValue.text)
        return event
    }

    @Test(
        "counts from what the network has of install and re-engagement, and with 'all' from the install",
        arguments: rows)
    func anchors(_ row: Row) throws {
        for (method, expected) in [("network_only", row.only), ("network_and_agency", row.agencies)] {
            var event = Self.event(row)
            let decision = try #require(try Self.postbacks(method).plan(&event, identity: "").first)
            switch expected {
            case .install: #expect(decision.skip == nil && decision.period?.anchor == Self.install, "\(method)")
            case .reengagement:
                #expect(decision.skip == nil && decision.period?.anchor == Self.reengagement, "\(method)")
            case .notAttributed: #expect(decision.skip == .notAttributed(["attribution.network"]), "\(method)")
            case .missing: #expect(decision.skip == .missingValue(["attribution.reengagement_time"]), "\(method)")
            }
        }
        var event = Self.event(row)
        let decision = try #require(try Self.postbacks("all").plan(&event, identity: "").first)
        #expect(decision.skip == nil && decision.period?.anchor == Self.install && decision.period?.number == 4)
    }

    @Test("is known by every identifier of its device, whatever their case, and by none of zeros")
    func identifiers() throws {
        let postbacks = try Self.postbacks("all")
        func holders(_ values: [String: String]) -> [Fingerprint] {
            var event = Self.event(Row(only: .missing, agencies: .missing))
            event["device.mmp_id"] = nil
            for (name, text) in values {
                let type = Repository.project.catalogue.definition(name)?.type ?? .text
                event[name] = PostbackValue(text, as: type)
            }
            return postbacks.plan(&event, identity: "").first?.claim?.holders ?? []
        }
        let idfa = "8C6CBC0D-5F43-4765-A6E6-84DFF3D24707"
        let all = [
            "device.mmp_id": "m1", "device.idfa": idfa, "device.idfv": "CCB300A0-DE1B-4D48-BC7E-599E453B8DD4",
            "device.gaid": "38400000-8cf0-11bd-b23e-10b96e40000d",
            "device.oaid": "0f4e7e2a-31d2-4fd5-9f5a-1d1c0fdc02c2",
        ]
        #expect(Set(holders(all)).count == 5)
        for (name, text) in all {
            let alone = holders([name: text])
            #expect(alone.count == 1 && holders(all).contains(alone[0]), "\(name)")
        }
        #expect(holders(["device.idfa": idfa.lowercased()]) == holders(["device.idfa": idfa]))
        #expect(holders(["device.idfa": "00000000-0000-0000-0000-000000000000", "device.mmp_id": "m1"]).count == 1)
    }
}
