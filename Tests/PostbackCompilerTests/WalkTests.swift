import PostbackCompiler
import PostbackTemplate
import TestSupport
import Testing

@Suite("A walk over a template")
struct WalkTests {
    /// A value that stands alone under a name of its own.
    private static func macro(_ name: String) -> PostbackExpression { .macro("test.\(name)") }

    private static func lines(_ name: String) -> [PostbackLine] {
        [
            .when(
                .isPresent(macro("\(name)_asked")), [.pair("a", macro(name))],
                otherwise: [.pair("b", macro("\(name)_else"))])
        ]
    }

    /// A request with something of its own in every part.
    private static func request(_ body: BodyTemplate) -> RequestTemplate {
        RequestTemplate(
            .post, callback: CallbackTemplate(url: macro("callback"), hosts: [], marks: lines("marks")),
            origin: [.literal("https://"), .hole(macro("origin"))], path: [.hole(macro("path"))],
            pathPairs: PathPairs(separator: ":", lines: lines("pairs")), matrix: lines("matrix"), query: lines("query"),
            headers: lines("headers"), cookies: lines("cookies"), body: body)
    }

    @Test("comes to every part of a request, and a new part does not go unnoticed")
    func blocks() {
        let bodies: [(BodyTemplate, [String])] = [
            (.none, []), (.form(Self.lines("body")), ["body", "body_asked", "body_else"]),
            (.json(Self.macro("body")), ["body"]),
            (.text(Self.macro("body")), ["body"]),
        ]
        for (body, inBody) in bodies {
            let request = Self.request(body)
            let postback = PostbackTemplate("a", trigger: .kind("install"), request: request)
            let partner = PartnerTemplate(
                "p", name: "P", revision: 1, category: "test", platforms: [], postbacks: [postback])
            var expected = ["callback", "origin", "path"] + inBody
            for part in ["marks", "pairs", "matrix", "query", "headers", "cookies"] {
                expected += [part, "\(part)_asked", "\(part)_else"]
            }
            #expect(partner.macroNames == expected.map { "test.\($0)" }.sorted())
        }
        // Beside these, a request has a method.
        let parts = Mirror(reflecting: Self.request(.none)).children.compactMap(\.label)
        #expect(
            parts == [
                "method", "callback", "origin", "path", "pathPairs", "matrix", "query", "headers", "cookies", "body",
            ],
            "a new part belongs into the blocks of a request and into this test")
    }

    @Test("comes to every part of a value")
    func values() {
        let asked: [PostbackCondition] = [
            .equals(Self.macro("a"), Self.macro("b")), .isIn(Self.macro("c"), [Self.macro("d")]),
            .not(.isPresent(Self.macro("e"))), .all([.isTrue(Self.macro("f"))]), .any([.isTrue(Self.macro("g"))]),
        ]
        let branches = asked.map { PostbackBranch($0, Self.macro("h")) }
        let value = PostbackExpression.fallback([
            .choose(branches, otherwise: Self.macro("i")), .text([Self.macro("j")]),
            .pipeline(Self.macro("k"), [.map("m"), .apply(.hmacSHA1, Self.macro("l"))]),
            .list([PostbackElement(Self.macro("m"))]),
            .each(ItemLoop("x", in: Self.macro("n")), yield: PostbackElement(Self.macro("o"))),
            .object([.pair("p", Self.macro("p"))]), .json(Self.macro("q")),
            .unescaped(Self.macro("r"), characters: ":"),
        ])
        var found: Set<String> = []
        TemplateNode.expression(value).forEach { node in
            if case .expression(.macro(let name)) = node { found.insert(name) }
        }
        #expect(found == Set("abcdefghijklmnopqr".map { "test.\($0)" }))
    }

    @Test("finds whatever cannot be sent without personal data")
    func reducedForms() throws {
        let declaration = "callback click from click.callback_url hosts \"partner.test\"\n"
        func form(_ blocks: String) throws -> ReducedForm {
            let template = try #require(
                SmallPartner.template(SmallPartner.source(declaration + "postback install {\n\(blocks)\n}")))
            return try #require(template.postbacks.first)
                .reducedForm(of: template, catalogue: Repository.project.catalogue)
        }
        let callback = "GET click\n"
        #expect(
            try form(callback + "marks { require __IDFA__ = device.idfa }") == .skipped(["device.idfa"]))
        #expect(try form(callback + "marks { __IDFA__ = device.idfa }") == .sent)
        #expect(try form("send when user.id is present\nGET api \"/\"") == .skipped(["user.id"]))
        #expect(
            try form("send when device.idfa == \"a\" or user.id in [\"b\"]\nGET api \"/\"")
                == .skipped(["device.idfa", "user.id"]))
        #expect(try form("send when user.id == \"a\" or app.id is present\nGET api \"/\"") == .sent)
        #expect(try form("send when user.id is absent\nGET api \"/\"") == .sent)
        #expect(try form("POST api \"/\"\njson [require device.idfa, app.id]") == .skipped(["device.idfa"]))
        #expect(try form("POST api \"/\"\njson [device.idfa, app.id]") == .sent)
        #expect(try form("POST api \"/\"\njson { a = [{ require b = device.idfa }] }") == .skipped(["device.idfa"]))
        let branches = "query {\nwhen app.id is present {\nrequire a = device.idfa\n} else {\n%\n}\n}"
        #expect(try form("GET api \"/\"\n" + branches.replacing("%", with: "a = app.name")) == .sent)
        #expect(
            try form("GET api \"/\"\n" + branches.replacing("%", with: "require a = device.idfv"))
                == .skipped(["device.idfa", "device.idfv"]))
        #expect(try form("GET api \"/\"\nquery { j = json { require a = device.idfa } }") == .skipped(["device.idfa"]))
    }

    @Test("looks at each line once, however deep conditions stand in each other")
    func deepConditions() {
        var lines: [PostbackLine] = [.pair("a", .macro("device.idfa"), presence: .required)]
        for _ in 0..<60 {
            lines = [
                .when(
                    .isPresent(.macro("app.id")), lines,
                    otherwise: [.pair("b", .macro("device.idfv"), presence: .required)])
            ]
        }
        let request = RequestTemplate(.get, origin: [.literal("https://a.test")], path: [.literal("/")], query: lines)
        let postback = PostbackTemplate("a", trigger: .kind("install"), request: request)
        let partner = PartnerTemplate(
            "p", name: "P", revision: 1, category: "test", platforms: [], postbacks: [postback])
        #expect(
            postback.reducedForm(of: partner, catalogue: Repository.project.catalogue)
                == .skipped(["device.idfa", "device.idfv"]))
    }

    @Test("gives every postback an id of its own, whatever its events are called")
    func ids() throws {
        let names = ["level up", "level-up", "level up 2", "level_up"]
        for names in [names, names.reversed()] {
            let postbacks = names.map { "postback \"\($0)\" {\n    GET api \"/i\"\n    query { name = event.name }\n}" }
            let template = try #require(SmallPartner.template(SmallPartner.source(postbacks.joined(separator: "\n"))))
            #expect(Set(template.postbacks.map(\.id)).count == names.count)
            #expect(template.defects().isEmpty)
        }
    }
}
