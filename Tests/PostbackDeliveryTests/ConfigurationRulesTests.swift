import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("A configuration")
struct ConfigurationRulesTests {
    private static let templates = Repository.project.partners.map(\.template)
    private static let catalogue = Repository.project.catalogue

    private static func decode(_ apps: String...) throws(ConfigurationProblems) -> [AccountConfiguration] {
        let json = "{\"account\":\"acme\",\"apps\":[\(apps.joined(separator: ","))]}"
        return try ConfigurationDecoder(partners: templates, catalogue: catalogue).decode(Array(json.utf8))
    }

    private static func problems(_ apps: String) -> [String] {
        do throws(ConfigurationProblems) {
            _ = try decode(apps)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private static func app(_ partners: String) -> String {
        "{\"id\":\"a\",\"platform\":\"ios\",\"bundle_id\":\"com.acme.a\",\"partners\":[\(partners)]}"
    }

    /// Apps, and all that is wrong with them.
    static let wrong: [(String, [String])] = [
        (
            """
            {"id":"a","platform":"ios","package_name":"com.acme.a","partners":[]}
            """,
            [
                "account 'acme', app 'a', field 'package_name': is not what an app for iOS has; did you mean 'bundle_id'?"
            ]
        ),
        (
            // Of an app whose platform is none nobody knows what names it.
            """
            {"id":"a","platform":"andorid","package_name":"com.acme.a","partners":[]}
            """,
            ["account 'acme', app 'a', field 'platform': must be one of ios, android; did you mean 'android'?"]
        ),
        (
            """
            {"id":"a","platform":"android","package_name":"com.acme.a","bundle_id":"com.acme.a","partners":[]}
            """,
            [
                "account 'acme', app 'a', field 'bundle_id': is not what an app for Android has; did you mean 'package_name'?"
            ]
        ),
        (
            """
            {"id":"a","platform":"ios","bundle_id":"com.acme.a","partners":[]},
            {"id":"b","platform":"ios","bundle_id":"com.acme.a","partners":[]}
            """,
            [
                "account 'acme', app 'b', field 'bundle_id': is that of the app 'a' too; an app is configured once for each platform"
            ]
        ),
        (
            app("{\"partner\":\"unity\",\"fields\":{\"game_id\":\"1234567\"},\"postbacks\":{\"instal\":{}}}"),
            [
                "account 'acme', app 'a', partner 'unity', postback 'instal': Unity Ads has no postback for these events; did you mean 'install'?"
            ]
        ),
        (
            app("{\"partner\":\"unity\",\"fields\":{\"game_id\":\"  \"},\"postbacks\":{\"install\":{}}}"),
            ["account 'acme', app 'a', partner 'unity', field 'game_id': is required and has no value"]
        ),
        // An event of the app's own may be called nearly anything.
        (app("{\"partner\":\"taboola\",\"postbacks\":{\"purchased\":{\"fields\":{\"event_name\":\"sale\"}}}}"), []),
        (app("{\"partner\":\"taboola\",\"postbacks\":{\"season\":{\"fields\":{\"event_name\":\"sale\"}}}}"), []),
        (
            """
            {"id":"a","platform":"ios","bundle_id":"com.acme.a","partners":[]},
            {"id":"b","platform":"android","package_name":"com.acme.a","partners":[]}
            """, []
        ),
    ]

    @Test("that is wrong is told what is wrong with it, and what was meant", arguments: wrong)
    func rules(_ apps: String, _ expected: [String]) { #expect(Self.problems(apps) == expected) }

    @Test("finds the app of an event by platform and bundle id, and none where two platforms have it")
    func bundles() throws {
        func app(_ id: String, _ platform: String, _ key: String, _ game: String) -> String {
            """
            {"id":"\(id)","platform":"\(platform)","\(key)":"com.acme.game","partners":[{"partner":"unity",
            "fields":{"game_id":"\(game)"},"postbacks":{"install":{}}}]}
            """
        }
        let accounts = try Self.decode(
            app("i", "ios", "bundle_id", "1111111"), app("a", "android", "package_name", "2222222"))
        let postbacks = try ConfiguredPostbacks(accounts, partners: Self.templates, catalogue: Self.catalogue)
        func found(_ platform: Platform?, bundle: String = "com.acme.game") -> String? {
            var event = PostbackEvent(catalogue: Self.catalogue)
            event[.kind] = .text("install")
            event[.bundle] = .text(bundle)
            event[.platform] = platform.map { .text($0.rawValue) }
            let decisions = postbacks.plan(&event, identity: "e")
            return decisions.first?.skip == .notConfigured ? nil : decisions.first?.app
        }
        #expect(found(.ios) == "i" && found(.android) == "a" && found(nil) == nil)
        #expect(found(.ios, bundle: "com.acme.other") == nil)
        let one = try ConfiguredPostbacks(
            try Self.decode(app("i", "ios", "bundle_id", "1111111")), partners: Self.templates,
            catalogue: Self.catalogue)
        var event = PostbackEvent(catalogue: Self.catalogue)
        event[.kind] = .text("install")
        event[.bundle] = .text("com.acme.game")
        var android = event
        android[.platform] = .text("android")
        #expect(one.plan(&event, identity: "e").first?.app == "i")
        #expect(one.plan(&android, identity: "e").first?.skip == .notConfigured)
        // An app that nobody knows is told by what the event calls it.
        #expect(one.plan(&android, identity: "e").first?.app == "com.acme.game")
    }
}
