import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackReference
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("A trace")
struct TraceTests {
    private static func trace(_ source: SourceFile) throws -> RequestTrace {
        let project = Repository.project
        let partner = try #require(PartnerCompiler.compile(source, schema: project.schema).partner)
        let postback = try #require(partner.template.postbacks.first)
        var event = PostbackEvent(catalogue: project.catalogue)
        event[.kind] = .text("install")
        event["user.id"] = .text("a b")
        event["click.callback_url"] = .text("https://cb.partner.test/?c=__ID__")
        event["event.items"] = .list([
            .item(["id": .text("s/1")]), .item(["id": .text("s2"), "quantity": .integer(2)]),
        ])
        let tracer = RequestTracer(partner: partner, postback: postback, catalogue: project.catalogue, fields: [:])
        return tracer.trace(event, context: ExampleRunner.context())
    }

    /// The values and what is absent, a line each.
    private static func lines(_ source: SourceFile) throws -> [String] {
        let trace = try trace(source)
        let values = trace.parts.flatMap { part in
            part.segments.compactMap { segment in
                segment.value.map {
                    "\(segment.place)@\(segment.line ?? 0): \(part.text(of: segment)) <- \($0.content)"
                }
            }
        }
        return values + trace.absences.map { "\($0.place)@\($0.line ?? 0) - \($0.reason)" }
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
            try Self.lines(SmallPartner.source(url)) == [
                "path p@9: a%20b <- \"a b\"", "matrix m@10: a%20b <- \"a b\"", "query q@12: a%20b <- \"a b\"",
                "headers X-H@15: a b <- \"a b\"", "cookies c@16: a%20b <- \"a b\"", "form f@17: a+b <- \"a b\"",
                "query r@13 - no value for event.name",
            ])
        let json = SmallPartner.postback("json { j = user.id, k = { n = 1, none = event.name } }", method: "POST")
        #expect(
            try Self.lines(json) == [
                "json j@10: a b <- \"a b\"", "json k.n@10: 1 <- 1", "json k.none@10 - no value for event.name",
            ])
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
            try Self.lines(source) == [
                "query a@10: a%20b <- \"a b\"", "query sig@10: api.partner.test%2Fi%3Fa%3Da%2520b <- ",
                "headers X-Mac@11: 4b47db129c9f463c5479a73c1c5bb8533f3a7387d59c1b6d60c9dc5677553b5e <- ",
                "json [0].b@12: a b <- \"a b\"", "headers X-None@11 - its steps give nothing",
            ])
    }

    @Test("shows what the marks of a callback became, and what a condition keeps away")
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
                headers { when device.os == "ios" { X-OS = "ios" } else { X-OS = "other" } }
            }
            """)
        #expect(
            try Self.lines(source) == [
                "marks __ID__@11: a%20b <- \"a b\"", "headers X-OS@14: other <- \"other\"",
                "marks __NO__@12 - no value for event.name",
                "headers X-OS@14 - it does not hold that device.os == \"ios\"",
            ])
    }

    @Test("shows each item of a loop, in JSON that is text too, and choices as what was chosen")
    func loops() throws {
        let source = SmallPartner.postback(
            """
            query {
                for item, n in event.items { "id{n}" = item.id }
                all = json [for item in event.items: { sku = item.id, count = item.quantity ?? 1 }]
            }
            """)
        let lines = try Self.lines(source)
        #expect(
            lines == [
                "query id1@11: s%2F1 <- \"s/1\"", "query id2@11: s2 <- \"s2\"", "query all[0].sku@12: s%2F1 <- \"s/1\"",
                "query all[0].count@12: 1 <- 1", "query all[1].sku@12: s2 <- \"s2\"", "query all[1].count@12: 2 <- 2",
            ])
    }

    @Test("decides conditions on the request, and tells what is made of the body from the body")
    func madeOfBody() throws {
        let source = SmallPartner.source(
            """
            postback install {
                POST api "/p"
                cookies {
                    when request.body is present { whole = request.body } else { none = "1" }
                    when request.query is present { query = request.query }
                }
                text user.id
            }
            """)
        let lines = try Self.lines(source)
        #expect(
            lines == [
                "cookies whole@10: a%20b <- ", "text@13: a b <- \"a b\"",
                "cookies none@10 - it holds that request.body is present",
                "cookies query@11 - it does not hold that request.query is present",
            ])
    }

    @Test("accounts for every byte of random requests, and each value stands where it says")
    func everyByte() throws {
        let project = Repository.project
        var templates = RandomTemplates(catalogue: project.catalogue, random: SeededGenerator())
        var partner = try #require(project.partners.first)
        var (requests, values, missing, unplaced) = (0, 0, 0, 0)
        while requests < 120 {
            partner.template = templates.partner()
            let fields = templates.fields()
            for postback in partner.template.postbacks {
                let event = templates.event()
                let bound = try BoundPostback(
                    postback, of: partner.template, catalogue: project.catalogue, fields: fields)
                guard case .request(let request) = bound.render(event, context: ExampleRunner.context()) else {
                    continue
                }
                requests += 1
                let trace = RequestTracer(
                    partner: partner, postback: postback, catalogue: project.catalogue, fields: fields
                ).trace(event, context: ExampleRunner.context())
                let expected = [Array(request.url.utf8)] + request.headers.map { Array($0.value.utf8) } + [request.body]
                guard trace.parts.map(\.bytes) == expected else {
                    let seen = trace.parts.map { String(decoding: $0.bytes, as: UTF8.self) }
                    let names = (partner.template.definitions + postback.definitions).map {
                        "let \($0.name) = \(ExpressionText.describe($0.value))"
                    }
                    Issue.record(
                        "\(request.url) \(String(decoding: request.body, as: UTF8.self)) is seen as \(seen): \(Self.words(postback)) \(names)"
                    )
                    continue
                }
                unplaced += trace.unplaced.count
                for part in trace.parts {
                    var position = 0
                    for segment in part.segments {
                        #expect(segment.range.lowerBound == position, "a gap or an overlap in \(part.name)")
                        position = segment.range.upperBound
                        guard let value = segment.value, !value.content.isEmpty else { continue }
                        values += 1
                        if !Self.stands(value, as: part.text(of: segment)) {
                            missing += 1
                            let lines = Self.words(postback)
                            Issue.record(
                                "\(segment.place) \(value.expression) = \(value.content) is not '\(part.text(of: segment))' in \(part.name) of \(request.url): \(lines)"
                            )
                        }
                    }
                    #expect(position == part.bytes.count)
                }
            }
        }
        print("\(values) values in \(requests) requests, \(unplaced) not told from what is around them")
        // Templates that make no sense have lists where texts stand.
        #expect(unplaced * 2 < values)
        #expect(values > 300, "\(values) values")
    }

    @Test("places every value of every certified partner", arguments: Repository.project.partners.map(\.template.id))
    func partners(_ id: String) throws {
        let project = Repository.project
        let partner = try #require(project.partners.first { $0.template.id == id })
        let derived = DerivedRequests(catalogue: project.catalogue, examples: partner.examples)
        for postback in partner.template.postbacks {
            for platform in postback.platform.map({ [$0] }) ?? partner.template.platforms {
                for kind in DerivedRequests.Kind.allCases {
                    let trace = RequestTracer(
                        partner: partner, postback: postback, catalogue: project.catalogue,
                        fields: partner.template.allSamples
                    ).trace(
                        derived.event(kind, for: postback, of: partner.template, on: platform),
                        context: ExampleRunner.context())
                    #expect(trace.unplaced.isEmpty, "\(postback.id), \(kind): \(trace.unplaced)")
                    for part in trace.parts {
                        for segment in part.segments {
                            guard let value = segment.value, !value.content.isEmpty else { continue }
                            let text = part.text(of: segment)
                            #expect(Self.stands(value, as: text), "\(segment.place): \(value) is not '\(text)'")
                        }
                    }
                }
            }
        }
    }

    /// Whether bytes are a value, read by other decoders than the encoders' own.
    private static func stands(_ value: RequestTrace.Value, as text: String) -> Bool {
        var text = text
        var layers = value.encoding.split(separator: ", ").map(String.init)
        if let outer = layers.popLast() {
            switch outer {
            case "form-encoded": text = text.replacing("+", with: " ").removingPercentEncoding ?? ""
            case "percent-encoded": text = text.removingPercentEncoding ?? ""
            case "JSON": layers.append("JSON")
            default: break
            }
        }
        guard let content = json(value.content) else { return false }
        // No file has a list among what is joined; where it is joined bare it is an empty text, and elsewhere nothing.
        if value.expression.contains("| join(bare"),
            Self.lists.contains(where: { value.expression.replacing("in \($0):", with: "").contains($0) })
        {
            return true
        }
        // Text that stands bare inside of text that stands bare is written as either.
        if value.expression.hasPrefix("bare ") { return true }
        // No file has a list where a text stands; there it is none.
        if content is [Any] || content is [String: Any], !value.encoding.hasSuffix("JSON") { return true }
        for _ in layers {
            // A text stands between quotes, which belong to what is around it.
            if let inner = json(text), !(inner is String) || layers.count == 1 && text.hasPrefix("\"") {
                return "\(inner)" == "\(content)" || json("\"\(text)\"") as? String == content as? String
            }
            guard let inner = json("\"\(text)\"") as? String else { return false }
            text = inner
        }
        if let wanted = content as? String { return text == wanted }
        return json(text).map { "\($0)" } == "\(content)"
    }

    /// The macros that are lists.
    private static let lists = Repository.project.catalogue.macros.filter {
        if case .list = $0.type { true } else { false }
    }.map(\.name)

    /// The request as partner files write it.
    private static func words(_ postback: PostbackTemplate) -> [String] {
        postback.request.blocks.flatMap { block -> [String] in
            switch block.content {
            case .pieces: []
            case .lines(let lines): lines.map { "\(block.position): \(ExpressionText.describe($0))" }
            case .value(let value): ["\(block.position): \(ExpressionText.describe(value))"]
            }
        }
    }

    private static func json(_ text: String) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
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
