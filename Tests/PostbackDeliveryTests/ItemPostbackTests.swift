import PostbackCompiler
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@testable import PostbackDelivery

@Suite("A postback for each item")
struct ItemPostbackTests {
    private static let lines = """
        postback purchase {
            for item, n in event.items
            CONDITION
            GET api "/i"
            query {
                id = item.id
                n = n
            }
        }
        """

    private static func postbacks(_ lines: String) throws -> ConfiguredPostbacks {
        let template = try #require(SmallPartner.template(SmallPartner.source(lines)))
        var warnings: [ConfigurationProblem] = []
        let json = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.a","partners":[
            {"partner":"small","postbacks":{"purchase":{"delay":"1m"}}}]}]}
            """
        return try ConfiguredIntegrations(
            partners: [template], catalogue: Repository.project.catalogue, configuration: Array(json.utf8),
            warnings: &warnings, now: Timestamp(seconds: 0)
        ).postbacks
    }

    private static func event(_ items: [[String: PostbackValue]]?) -> PostbackEvent {
        var event = PostbackEvent(catalogue: Repository.project.catalogue)
        event[.app] = .text("a")
        event[.kind] = .text("event")
        event[.name] = .text("purchase")
        event[.identity] = .text("e1")
        event["event.items"] = items.map { .list($0.map(PostbackValue.item)) }
        return event
    }

    private static let two: [[String: PostbackValue]] = [["id": .text("x")], ["id": .text("y"), "price": .integer(2)]]
    private static let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")

    @Test("is planned for each, with a key of its own that is the same when the event comes again")
    func planning() throws {
        let postbacks = try Self.postbacks(Self.lines.replacing("    CONDITION\n", with: ""))
        func plan(_ event: PostbackEvent) -> [PostbackDecision] {
            var event = event
            return postbacks.plan(&event, identity: "line")
        }
        let decisions = plan(Self.event(Self.two))
        #expect(decisions.map(\.item) == [0, 1] && decisions.allSatisfy { $0.skip == nil && $0.delay.seconds == 60 })
        #expect(Set(decisions.map(\.key)).count == 2)
        #expect(plan(Self.event(Self.two)).map(\.key) == decisions.map(\.key))
        #expect(plan(Self.event(Self.two + Self.two)).prefix(2).map(\.key) == decisions.map(\.key))
        for none in [nil, []] as [[[String: PostbackValue]]?] {
            let decisions = plan(Self.event(none))
            #expect(decisions.map(\.skip) == [.missingValue(["event.items"])] && decisions[0].key == nil)
        }
    }

    @Test("is rendered for each, and a condition is one of its own item")
    func rendering() throws {
        let lines = Self.lines.replacing("CONDITION", with: "send when item.category is absent")
        let postbacks = try Self.postbacks(lines)
        let items = Self.two + [["id": .text("z"), "category": .text("c")]]
        let outcomes = postbacks.render(Self.event(items), context: Self.context)
        #expect(outcomes.map(\.item) == [0, 1, 2])
        let urls = outcomes.map { outcome in
            if case .request(let request) = outcome.outcome { request.url } else { "\(outcome.outcome)" }
        }
        #expect(
            urls == [
                "https://api.partner.test/i?id=x&n=1", "https://api.partner.test/i?id=y&n=2",
                "skipped(PostbackRuntime.PostbackSkip.condition)",
            ])
    }

    @Test("is rendered for its own item when it is sent, and not at all where the integration has become another")
    func sending() throws {
        let perItem = try Self.postbacks(Self.lines.replacing("    CONDITION\n", with: ""))
        let perEvent = try Self.postbacks("postback purchase {\n    GET api \"/i\"\n    query { id = event.id }\n}")
        let target = PostbackTarget(app: "a", partner: "small", name: "purchase")
        func url(_ postbacks: ConfiguredPostbacks, _ item: Int?) -> String {
            var event = Self.event(Self.two)
            guard let app = postbacks.app(named: target.app) else { return "no app" }
            app.complete(&event)
            let buffer = RenderBuffer()
            let (_, skip) = app.attempt(
                target.partner, item: item, event, withholding: [], context: Self.context, in: buffer)
            return skip?.code ?? buffer.url
        }
        #expect(url(perItem, 1) == "https://api.partner.test/i?id=y&n=2")
        #expect(url(perItem, 2) == "missing_value")
        #expect(url(perItem, nil) == "not_configured")
        #expect(url(perEvent, 0) == "not_configured")
        #expect(url(perEvent, nil) == "https://api.partner.test/i?id=e1")
    }
}
