import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Planning")
struct PlanningTests {
    /// One account with one app; Unity takes installs, sessions and events.
    private static func postbacks(method: String, status: String = "active") throws -> ConfiguredPostbacks {
        let settings = "{\"method\":\"\(method)\",\"status\":\"\(status)\"}"
        let json = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.game","partners":[
              {"partner":"unity","fields":{"game_id":"1234567"},
               "postbacks":{"install":\(settings),"session":\(settings),"event":\(settings)}},
              {"partner":"taboola","postbacks":{"install":\(settings),"event":\(settings)}}]}]}
            """
        let templates = Repository.project.partners.map(\.template)
        let catalogue = Repository.project.catalogue
        let decoder = ConfigurationDecoder(partners: templates, catalogue: catalogue)
        return try ConfiguredPostbacks(
            try decoder.decode(Array(json.utf8)), partners: templates, catalogue: catalogue)
    }

    private static func event(_ kind: String, _ values: [String: String] = [:]) -> PostbackEvent {
        var event = PostbackEvent(catalogue: Repository.project.catalogue)
        event[.app] = .text("a")
        event[.kind] = .text(kind)
        event[.identity] = .text("e-1")
        for (name, text) in values {
            let type = Repository.project.catalogue.definition(name)?.type ?? .text
            event[name] = PostbackValue(text, as: type)
        }
        return event
    }

    private static func plan(
        _ event: PostbackEvent, _ postbacks: ConfiguredPostbacks, identity: String = "line"
    ) -> [PostbackDecision] {
        var event = event
        return postbacks.plan(&event, identity: identity)
    }

    /// Method, network, agency; whether the postback is sent, and whether the partner is shown the attribution.
    static let methods: [(String, String?, String?, isSent: Bool, isShown: Bool)] = [
        ("all", nil, nil, true, false), ("all", "unity", nil, true, true), ("all", "unity", "north", true, true),
        ("all", "meta", nil, true, false), ("all", "meta", "north", true, false), ("all", nil, "north", true, false),
        ("network_only", nil, nil, false, false), ("network_only", "unity", nil, true, true),
        ("network_only", "unity", "north", false, true), ("network_only", "meta", nil, false, false),
        ("network_only", "meta", "north", false, false), ("network_only", nil, "north", false, false),
        ("network_and_agency", nil, nil, false, false), ("network_and_agency", "unity", nil, true, true),
        ("network_and_agency", "unity", "north", true, true), ("network_and_agency", "meta", nil, false, false),
        ("network_and_agency", "meta", "north", false, false), ("network_and_agency", nil, "north", false, false),
    ]

    @Test("the delivery method decides who receives an event, and who won is shown the attribution", arguments: methods)
    func deliveryMethod(_ row: (String, String?, String?, isSent: Bool, isShown: Bool)) throws {
        var values: [String: String] = [:]
        values["attribution.network"] = row.1
        values["attribution.agency"] = row.2
        for kind in ["install", "event"] {
            let decision = try #require(Self.plan(Self.event(kind, values), Self.postbacks(method: row.0)).first)
            #expect(decision.skip == (row.isSent ? nil : .notAttributed(["attribution.network"])))
            #expect((decision.key != nil) == row.isSent)
            #expect(decision.withheld == (row.isShown ? [] : .attribution))
        }
    }

    @Test("a partner that did not win receives no attribution macro, and a postback that needs one is a typed skip")
    func masking() throws {
        let postbacks = try Self.postbacks(method: "all")
        let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")
        let values = [
            "event.name": "purchase", "click.id": "c1", "click.gamer_id": "x", "attribution.network": "unity",
            "device.idfa": "8C6CBC0D-5F43-4765-A6E6-84DFF3D24707", "app.bundle_id": "com.acme.game",
            "campaign.id": "246913", "revenue.amount": "4.99", "revenue.currency": "USD",
        ]
        let outcomes = postbacks.render(Self.event("event", values), context: context)
        guard case .request(let request) = outcomes[0].outcome else {
            Issue.record("Unity won and receives nothing: \(outcomes[0].outcome)")
            return
        }
        #expect(request.url.contains("attributed=1"))
        // Taboola needs the click, which is not its own.
        guard case .skipped(.notAttributed(let names)) = outcomes[1].outcome else {
            Issue.record("Taboola did not win: \(outcomes[1].outcome)")
            return
        }
        #expect(names.contains("click.id"))
        let other = postbacks.render(
            Self.event("event", values.merging(["attribution.network": "meta"]) { $1 }), context: context)
        guard case .request(let masked) = other[0].outcome else {
            Issue.record("Unity receives every event: \(other[0].outcome)")
            return
        }
        #expect(masked.url.contains("attributed=0") && !masked.url.contains("c1"))
    }

    @Test("a paused postback is a typed skip")
    func paused() throws {
        let decisions = Self.plan(Self.event("install"), try Self.postbacks(method: "all", status: "paused"))
        #expect(decisions.map(\.skip) == [.inactive, .inactive])
    }

    private static let install = Timestamp(seconds: 1_709_200_740)  // 2024-02-29T09:59:00Z

    /// Microseconds from the install to the session, and from the install to a re-engagement; the period, or none.
    static let periods: [(session: Int64, reengagement: Int64?, anchor: Int64, number: Int64)?] = [
        (0, nil, 0, 0), (SessionPeriod.length - 1, nil, 0, 0), (SessionPeriod.length, nil, 0, 1),
        (SessionPeriod.length + 1, nil, 0, 1), (2 * SessionPeriod.length - 1, nil, 0, 1),
        (2 * SessionPeriod.length, nil, 0, 2), (400 * SessionPeriod.length, nil, 0, 400),
        // A re-engagement begins anew with the period that sends nothing.
        (3 * SessionPeriod.length, 3 * SessionPeriod.length, 3 * SessionPeriod.length, 0),
        (4 * SessionPeriod.length, 3 * SessionPeriod.length + 7, 3 * SessionPeriod.length + 7, 0),
        (4 * SessionPeriod.length + 7, 3 * SessionPeriod.length + 7, 3 * SessionPeriod.length + 7, 1),
        // One that is later than the session says nothing about it.
        (SessionPeriod.length, 5 * SessionPeriod.length, 0, 1),
        // One before the install neither.
        (SessionPeriod.length, -5, 0, 1),
    ]

    @Test("the period of a session counts from the install or the latest re-engagement before it", arguments: periods)
    func period(_ row: (session: Int64, reengagement: Int64?, anchor: Int64, number: Int64)?) throws {
        let row = try #require(row)
        func moment(_ offset: Int64) -> Timestamp { Timestamp(microseconds: Self.install.microseconds + offset) }
        let period = try #require(
            SessionPeriod(
                of: moment(row.session), anchors: [Self.install] + [row.reengagement.map(moment)].compactMap(\.self)))
        #expect(period.anchor == moment(row.anchor) && period.number == row.number)
        #expect(period.isOpen == (row.number > 0))
        #expect(period.start <= moment(row.session) && moment(row.session) < period.end)
    }

    private static let devices = [
        "device.mmp_id", "device.idfa", "device.idfv", "device.gaid", "device.android_id", "device.oaid",
        "device.amazon_aid",
    ]

    @Test("a session without a device, a time or an install before it names what is missing")
    func incompleteSession() throws {
        let postbacks = try Self.postbacks(method: "all")
        func skip(_ values: [String: String]) -> PostbackSkip? {
            Self.plan(Self.event("session", values), postbacks).first?.skip
        }
        let device = ["device.mmp_id": "d", "event.time": "2026-11-23T08:00:00Z"]
        #expect(skip(device) == .missingValue(["attribution.install_time"]))
        #expect(
            skip(device.merging(["attribution.install_time": "2026-11-23T08:00:01Z"]) { $1 })
                == .missingValue(["attribution.install_time"]))
        #expect(
            skip(["event.time": "2026-11-25T08:00:00Z", "attribution.install_time": "2026-11-23T08:00:00Z"])
                == .missingValue(Self.devices))
        #expect(
            skip(["device.idfa": "00000000-0000-0000-0000-000000000000", "event.time": "2026-11-25T08:00:00Z"])
                == .missingValue(Self.devices))
        // What it lacks is its own time, whatever is known of the install.
        #expect(
            skip(["device.mmp_id": "d", "attribution.install_time": "2026-11-22T08:00:00Z"])
                == .missingValue(["event.time"]))
        #expect(
            skip(device.merging(["attribution.install_time": "2026-11-23T07:00:00Z"]) { $1 }) == .sessionWindow)
        #expect(skip(device.merging(["attribution.install_time": "2026-11-22T08:00:00Z"]) { $1 }) == nil)
    }

    @Test("an app open event of the app's own has no window")
    func appOpen() throws {
        let values = ["event.name": "app_open", "device.mmp_id": "d", "event.time": "2026-11-23T08:00:00Z"]
        let decision = try #require(Self.plan(Self.event("event", values), Self.postbacks(method: "all")).first)
        #expect(decision.skip == nil && decision.period == nil)
    }

    @Test("the key is the same for the same event, and another one for another event, partner, app or period")
    func keys() throws {
        let postbacks = try Self.postbacks(method: "all")
        let first = Self.plan(Self.event("install"), postbacks).compactMap(\.key)
        #expect(first.count == 2 && Set(first).count == 2)
        #expect(Self.plan(Self.event("install"), postbacks).compactMap(\.key) == first)
        var other = Self.event("install")
        other[.identity] = .text("e-2")
        #expect(Set(Self.plan(other, postbacks).compactMap(\.key)).isDisjoint(with: first))
        other[.identity] = nil
        let anonymous = Self.plan(other, postbacks, identity: "one").compactMap(\.key)
        #expect(anonymous == Self.plan(other, postbacks, identity: "one").compactMap(\.key))
        #expect(anonymous != Self.plan(other, postbacks, identity: "two").compactMap(\.key))
        // Moving a character from one part to the next gives another name.
        #expect(Fingerprint(of: "ab", "c") != Fingerprint(of: "a", "bc"))
        let text = first[0].description
        #expect(text.utf8.count == 32 && Fingerprint(text) == first[0])
        #expect(first[0].uuid.utf8.count == 36 && Array(first[0].uuid)[14] == "8")
    }
}
