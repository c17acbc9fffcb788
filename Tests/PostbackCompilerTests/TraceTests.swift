import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("A trace")
struct TraceTests {
    private static func trace(_ source: SourceFile) throws -> [String] {
        let project = Repository.project
        let partner = try #require(PartnerCompiler.compile(source, schema: project.schema).partner)
        let postback = try #require(partner.template.postbacks.first)
        var event = PostbackEvent(catalogue: project.catalogue)
        event[.kind] = .text("install")
        event["user.id"] = .text("a b")
        event["click.callback_url"] = .text("https://cb.partner.test/?c=__ID__")
        let builder = TraceBuilder(partner: partner, postback: postback, catalogue: project.catalogue, fields: [:])
        return builder.lines(event, context: ExampleRunner.context()).map { line in
            let place = "\(line.section) \(line.key)@\(line.sourceLine ?? 0)"
            return switch line.result {
            case .sent(let text, _): "\(place): \(text)"
            case .leftOut(let why): "\(place) - \(why)"
            }
        }
    }

    @Test("shows what each line of every position became")
    func positions() throws {
        let url = """
            postback install {
                POST api "/i"
                path ":" { p = user.id }
                matrix { m = user.id }
                query {
                    q = user.id
                    r = event.name
                }
                headers { X-H = user.id }
                cookies { c = user.id }
                form { f = user.id }
            }
            """
        #expect(
            try Self.trace(SmallPartner.source(url)) == [
                "path p@9: p:a%20b", "matrix m@10: m=a%20b", "query q@12: q=a%20b",
                "query r@13 - its value is absent", "headers X-H@15: X-H: a b", "cookies c@16: Cookie: c=a%20b",
                "form f@17: f=a+b",
            ])
        let json = SmallPartner.postback("json { j = user.id }", method: "POST")
        #expect(try Self.trace(json).first == "json j@10: {\"j\":\"a b\"}")
    }

    @Test("shows signatures as they are in the whole request, and the objects of a list")
    func wholeRequest() throws {
        let source = SmallPartner.source(
            """
            let mac = request.body | sha256
            postback install {
                POST api "/i"
                query { a = user.id, sig = request.url | after("//") }
                headers { X-Mac = mac, X-None = request.body | after("%") }
                json [{ b = user.id }]
            }
            """)
        // printf '[{"b":"a b"}]' | sha256sum
        #expect(
            try Self.trace(source) == [
                "query a@10: a=a%20b", "query sig@10: sig=api.partner.test%2Fi%3Fa%3Da%2520b",
                "headers X-Mac@11: X-Mac: 4b47db129c9f463c5479a73c1c5bb8533f3a7387d59c1b6d60c9dc5677553b5e",
                "headers X-None@11 - its value is absent", "json b@12: {\"b\":\"a b\"}",
            ])
    }

    @Test("shows what the marks of a callback became")
    func marks() throws {
        let source = SmallPartner.source(
            """
            callback click from click.callback_url hosts "*.partner.test"
            postback install {
                GET click
                marks {
                    __ID__ = user.id
                    __NO__ = event.name
                }
            }
            """)
        #expect(try Self.trace(source) == ["marks __ID__@11: a%20b", "marks __NO__@12 - its value is absent"])
    }

    @Test("of a dropped line names the place that it stands at")
    func gaps() throws {
        let source = SmallPartner.source(
            """
            postback install {
                POST api "/i"
                query { q = user.id }
                json { j = user.id }
            }
            example "nothing" {
                postback install
                given { system.random = 1 }
                sends POST "https://api.partner.test/i" { body json "\\{\\}" }
            }
            """)
        let partner = try #require(PartnerCompiler.compile(source, schema: Repository.project.schema).partner)
        let survivors = MutantRun(catalogue: Repository.project.catalogue).run(partner).survivors
        #expect(survivors.filter { $0.kind == "a line dropped" }.map(\.line) == [9, 10])
    }
}
