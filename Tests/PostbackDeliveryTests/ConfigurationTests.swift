import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    private var decoder: ConfigurationDecoder {
        ConfigurationDecoder(
            partners: Repository.project.partners.map(\.template), catalogue: Repository.project.catalogue)
    }

    private func problems(_ json: String) -> [String] {
        do throws(ConfigurationProblems) {
            _ = try decoder.decode(Array(json.utf8))
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test("whose names have line breaks is told on one line")
    func lineBreaks() {
        let found = problems(
            #"{"account":"a\nb","apps":[{"id":"x","platform":"ios","bundle_id":"c","partners":[{"partner":"me\r\nta"}]}]}"#
        )
        #expect(found.count == 2 && found.allSatisfy { $0.contains(#"'a\u000ab'"#) && !$0.contains("\n") }, "\(found)")
    }

    @Test("of the fixture is read as a whole")
    func fixture() throws {
        let accounts = try decoder.decode(Array(try Repository.text("Tests/Fixtures/account.json").utf8))
        #expect(accounts.map(\.account) == ["acme"])
        let partners = accounts[0].apps[0].partners
        #expect(partners.count == 10)
        let purchase = try #require(partners[0].postbacks["purchase"])
        #expect(purchase.delay.seconds == 300 && purchase.retries == 10 && purchase.method == .networkOnly)
        #expect(purchase.fields == ["event_name": "fb_mobile_purchase"])
        let install = try #require(partners[0].postbacks["install"])
        #expect(
            install.delay == .realtime && install.retries == 3 && install.method == .all && install.status == .active)
    }

    @Test("that is wrong names account, app, partner, postback and field of every problem at once")
    func everyProblem() {
        let json = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com..x","partners":[
              {"partner":"meta","fields":{"app_id":"12"},"postbacks":{"install":{"delay":"20s","retries":11,"methd":"all"},"purchase":{"method":"netork_only","status":"off","fields":{"event_name":"a/b"}}}},
              {"partner":"metta","postbacks":{}},
              {"partner":"awin","fields":{"merchant_idd":"1001"},"postbacks":{"session":{},"install":{"fields":{"merchant_id":"1"}}}}
            ]}]}
            """
        #expect(
            problems(json) == [
                "account 'acme', app 'a', field 'bundle_id': must be an iOS bundle id such as com.acme.game (letters, digits, hyphens and dots)",
                "account 'acme', app 'a', partner 'meta', field 'app_id': must be 15 to 17 digits",
                "account 'acme', app 'a', partner 'meta', postback 'install', field 'methd': is not a known setting; did you mean 'method'?",
                "account 'acme', app 'a', partner 'meta', postback 'install', field 'delay': must be realtime, or 30s to 10m",
                "account 'acme', app 'a', partner 'meta', postback 'install', field 'retries': must be a whole number from 0 to 10",
                "account 'acme', app 'a', partner 'meta', postback 'purchase', field 'event_name': must be of the form [0-9A-Za-z_][0-9A-Za-z _-]*",
                "account 'acme', app 'a', partner 'meta', postback 'purchase', field 'status': must be one of active, paused",
                "account 'acme', app 'a', partner 'meta', postback 'purchase', field 'method': must be one of all, network_only, network_and_agency; did you mean 'network_only'?",
                "account 'acme', app 'a', partner 'metta': there is no certified integration of this name; did you mean 'meta'?",
                "account 'acme', app 'a', partner 'awin', field 'merchant_id': is required and has no value",
                "account 'acme', app 'a', partner 'awin', field 'merchant_idd': is not a field of Awin; did you mean 'merchant_id'?",
                "account 'acme', app 'a', partner 'awin', postback 'session': Awin has no postback for these events",
                "account 'acme', app 'a', partner 'awin', postback 'install', field 'merchant_id': is configured for the app, not for a postback",
            ])
    }

    @Test("that uses what is deprecated is read, with a warning that names it")
    func deprecated() throws {
        var partners = Repository.project.partners.map(\.template)
        let meta = try #require(partners.firstIndex { $0.id == "meta" })
        partners[meta].deprecation = "use meta_capi"
        partners[meta].fields[0].deprecation = "use dataset_id"
        partners[meta].postbacks[0].deprecation = "Meta takes no installs from 2027 on"
        let decoder = ConfigurationDecoder(partners: partners, catalogue: Repository.project.catalogue)
        let json = """
            {"account":"acme","apps":[{"id":"a","platform":"ios","bundle_id":"com.acme.game","partners":[
              {"partner":"meta","on_unknown":"park","fields":{"app_id":"123456789012345"},"postbacks":{"install":{}}}]}]}
            """
        var warnings: [ConfigurationProblem] = []
        let accounts = try decoder.decode(Array(json.utf8), warnings: &warnings)
        #expect(accounts[0].apps[0].partners[0].onUnknown == .park)
        #expect(
            warnings.map(\.description) == [
                "account 'acme', app 'a', partner 'meta': Meta is deprecated: use meta_capi",
                "account 'acme', app 'a', partner 'meta', field 'app_id': is deprecated: use dataset_id",
                "account 'acme', app 'a', partner 'meta', postback 'install': the postback 'install' is deprecated: Meta takes no installs from 2027 on",
            ])
    }

    @Test("that is not JSON, or not an object, is refused in words")
    func noObject() {
        #expect(problems("{") == ["a key in quotes is missing (byte 2)"])
        #expect(problems("5") == ["must be an object, not a number"])
        #expect(problems("{}") == ["field 'account': is missing", "account '', field 'apps': is missing"])
    }

    @Test(
        "takes delays of realtime and 30 seconds to 10 minutes",
        arguments: [
            ("realtime", 0), ("30s", 30), ("10m", 600), ("600s", 600), ("1m", 60), ("29s", nil), ("11m", nil),
            ("0s", nil), ("5", nil),
            ("-30s", nil), ("30 s", nil), ("", nil), ("１m", nil),
        ] as [(String, Int?)])
    func delays(_ text: String, _ seconds: Int?) {
        #expect(DeliveryDelay(text)?.seconds == seconds)
    }

    @Test(
        "checks package names and bundle ids against the platform",
        arguments: [
            ("ios", "com.acme.my-game", true), ("ios", "com", false), ("ios", "com.acme.my_game", false),
            ("android", "com.acme.my_game", true), ("android", "com.acme.my-game", false),
            ("android", "com.1acme", false), ("ios", "-.-", false), ("ios", "com.acme-", false), ("ios", "a.b", true),
        ])
    func identities(_ platform: String, _ name: String, _ isValid: Bool) {
        let key = platform == "ios" ? "bundle_id" : "package_name"
        let json =
            "{\"account\":\"a\",\"apps\":[{\"id\":\"x\",\"platform\":\"\(platform)\",\"\(key)\":\"\(name)\",\"partners\":[]}]}"
        #expect(problems(json).isEmpty == isValid)
    }

    @Test("decides which postback of which partner an event gives, in the order of the configuration")
    func routing() throws {
        let json = """
            [{"account":"acme","apps":[{"id":"a","platform":"android","package_name":"com.acme.game","partners":[
              {"partner":"taboola","postbacks":{"event":{},"purchase":{"delay":"5m","retries":0,"fields":{"event_name":"sale"}}}},
              {"partner":"unity","fields":{"game_id":"1234567"},"postbacks":{"event":{"status":"paused"}}},
              {"partner":"ga4","fields":{"firebase_app_id":"1:2:android:ab","api_secret":"12345678"},"postbacks":{}}
            ]}]}]
            """
        let templates = Repository.project.partners.map(\.template)
        let catalogue = Repository.project.catalogue
        let postbacks = try ConfiguredPostbacks(
            try decoder.decode(Array(json.utf8)), partners: templates, catalogue: catalogue)
        var event = PostbackEvent(catalogue: catalogue)
        event[.bundle] = .text("com.acme.game")
        event[.kind] = .text("event")
        event[.name] = .text("purchase")
        event["click.id"] = .text("c1")
        event["attribution.network"] = .text("taboola")
        let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")
        let outcomes = postbacks.render(event, context: context)
        #expect(outcomes.map(\.partner) == ["taboola", "unity", "ga4"])
        guard case .request(let request) = outcomes[0].outcome else {
            Issue.record("no request for Taboola")
            return
        }
        #expect(request.url == "https://trc.taboola.com/actions-handler/log/3/s2s-action?click-id=c1&name=sale")
        #expect(outcomes[0].delay.seconds == 300 && outcomes[0].attempts == 1)
        #expect(outcomes[1].outcome == .skipped(.inactive))
        #expect(outcomes[2].outcome == .skipped(.notConfigured))
        event[.name] = .text("search")
        guard case .request(let other) = postbacks.render(event, context: context)[0].outcome else {
            Issue.record("no request for the catch-all")
            return
        }
        #expect(other.url.hasSuffix("name=search"))
        event[.bundle] = .text("com.other")
        #expect(postbacks.render(event, context: context).map(\.outcome) == [.skipped(.notConfigured)])
    }
}
