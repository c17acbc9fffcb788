import Foundation
import PostbackCertification
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Bundles")
struct BundleTests {
    private let partners = Repository.project.partners.map(\.template)
    private let catalogue = Repository.project.catalogue

    private func bundle(_ change: (inout [PartnerTemplate]) -> Void = { _ in }) throws -> IntegrationBundle {
        var partners = partners
        change(&partners)
        return try IntegrationBundle(partners: partners, catalogue: catalogue)
    }

    private func problem(_ bytes: [UInt8]) -> BundleProblem? {
        do throws(BundleProblem) {
            _ = try IntegrationBundle(reading: bytes)
            return nil
        } catch {
            return error
        }
    }

    /// A bundle whose header fits whatever content it is given.
    private func sealed(_ content: String, version: Int = IntegrationBundle.version) throws -> [UInt8] {
        let digest = try #require(Tool("sha256sum")).run([], input: content).output.prefix(64)
        let header =
            #"{"bytes":\#(content.utf8.count),"format":"certified-postbacks bundle","sha256":"\#(digest)","version":\#(version)}"#
        return Array((header + "\n" + content + "\n").utf8)
    }

    private func content(_ bundle: IntegrationBundle) -> String {
        String(decoding: bundle.bytes, as: UTF8.self).split(separator: "\n").map(String.init)[1]
    }

    @Test("give back what was put in, and the same bytes for the same partners")
    func roundTrip() throws {
        let first = try bundle()
        let second = try bundle { $0.reverse() }
        #expect(first.bytes == second.bytes)
        let read = try IntegrationBundle(reading: first.bytes)
        #expect(read.partners == partners.sorted { $0.id < $1.id })
        #expect(read.catalogue == catalogue)
        #expect(try bundle { $0[0].revision += 1 }.digest != first.digest)
    }

    @Test("say where personal data leaves, and are refused when they say something else than the templates")
    func disclosures() throws {
        let said = Dictionary(
            partners.map { ($0.id, SentValue.all(of: $0, catalogue: catalogue)) },
            uniquingKeysWith: { first, _ in first })
        let bundle = try IntegrationBundle(partners: partners, catalogue: catalogue, disclosures: said)
        let read = try IntegrationBundle(reading: bundle.bytes)
        #expect(read.disclosures == said && read.partners == bundle.partners)
        #expect(said.values.contains { $0.contains { $0.macro == "device.idfa" && $0.form == "raw" } })
        #expect(try self.bundle().disclosures.isEmpty)
        let id = try #require(partners.first?.id)
        for change in [
            { (values: inout [SentValue]) in values = [] },
            { (values: inout [SentValue]) in for index in values.indices { values[index].form = "sha256" } },
            { (values: inout [SentValue]) in for index in values.indices { values[index].postback = "other" } },
        ] {
            var wrong = said
            change(&wrong[id, default: []])
            let bytes = try IntegrationBundle(partners: partners, catalogue: catalogue, disclosures: wrong).bytes
            #expect(problem(bytes) == .unsound(["what it says leaves with '\(id)' is not what leaves"]))
        }
    }

    @Test("name the digest that sha256sum gives", .enabled(if: Tool("sha256sum") != nil))
    func digest() throws {
        let bundle = try bundle()
        let digest = try #require(Tool("sha256sum")).run([], input: content(bundle)).output.prefix(64)
        #expect(bundle.digest == digest)
    }

    @Test("are refused when they are cut off anywhere, or longer than they say")
    func truncated() throws {
        let bytes = try bundle().bytes
        for length in stride(from: 0, to: bytes.count, by: 997) { #expect(problem(Array(bytes[..<length])) != nil) }
        #expect(problem(Array(bytes.dropLast())) != nil)
        #expect(problem(bytes + bytes) != nil)
    }

    @Test("are refused when a byte is another one")
    func damaged() throws {
        let bytes = try bundle().bytes
        var random = SeededGenerator()
        for _ in 0..<60 {
            var damaged = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            damaged[place] ^= UInt8.random(in: 1...255, using: &random)
            #expect(problem(damaged) != nil, "byte \(place)")
        }
    }

    @Test("of another version, and other files, are refused by name", .enabled(if: Tool("sha256sum") != nil))
    func otherFiles() throws {
        #expect(problem([]) == .notABundle)
        #expect(problem(Array("{}\n{}\n".utf8)) == .notABundle)
        #expect(problem(try sealed("{}", version: 0)) == .version(0))
        #expect(problem(try sealed("{}", version: 1)) == .version(1))
        let empty = problem(try sealed("{}"))
        #expect(empty == .malformed("its content has another form at catalogue"), "\(String(describing: empty))")
        #expect(problem(try sealed("[1,")) == .malformed("its content is no JSON of a bundle"))
        let deep = String(repeating: "[", count: 100_000)
        #expect(problem(try sealed(deep)) == .malformed("it is nested too deeply"))
    }

    /// A change to a template that no compiler would write, and what is said about it.
    struct Unsound: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (inout PartnerTemplate) -> Void
    }

    static let unsound: [Unsound] = [
        .init(testDescription: "is no header that a postback may set") {
            $0.postbacks[0].request.headers.append(.pair("X-A\r\nX-B", .literal(.text("v"))))
        },
        .init(testDescription: "its origin is no URL") { $0.postbacks[0].request.origin = [.literal("file:///etc")] },
        .init(testDescription: "its origin has characters") {
            $0.postbacks[0].request.origin = [.literal("https://user@evil.test")]
        },
        .init(testDescription: "its path has characters") { $0.postbacks[0].request.path = [.literal("/a?b=c#d")] },
        .init(testDescription: "its path has no slash") { $0.postbacks[0].request.path = [.literal(".evil.test/")] },
        .init(testDescription: "its delivery bounds are not sound") { $0.delivery.retries = 0...1_000 },
        .init(testDescription: "its revision is not above 0") { $0.revision = 0 },
        .init(testDescription: "its id is none") { $0.id = "../x" },
        .init(testDescription: "two postbacks have one name") { $0.postbacks.append($0.postbacks[0]) },
        .init(testDescription: "cannot be read") {
            $0.fields.append(FieldDefinition("extra", "Extra", .text, isOptional: true, pattern: "(["))
        },
        .init(testDescription: "would be too much work") { partner in
            // Each doubles the one before: 2^40 values when written out.
            for index in 0..<40 {
                let before: PostbackExpression = index == 0 ? .literal(.text("x")) : .definition("d\(index - 1)")
                partner.definitions.append(PostbackDefinition("d\(index)", .text([before, before])))
            }
            partner.postbacks[0].request.query.append(.pair("bomb", .definition("d39")))
        },
        .init(testDescription: "would be too much work") { partner in
            partner.definitions.append(PostbackDefinition("loop", .text([.definition("loop"), .literal(.text("x"))])))
            partner.postbacks[0].request.query.append(.pair("loop", .definition("loop")))
        },
        .init(testDescription: "a text that stands bare has characters that end a query") {
            let bare = PostbackExpression.bare(.text([.literal(.text("a&b")), .macro("order.id")]))
            $0.postbacks[0].request.query.append(.pair("k", bare))
        },
        .init(testDescription: "a text that stands bare has characters that end a query") {
            let joined = PostbackExpression.pipeline(
                .list([PostbackElement(.macro("order.id"))]), [.apply(.join, .bare(.macro("order.id")))])
            $0.postbacks[0].request.query.append(.pair("k", joined))
        },
        .init(testDescription: "a text that stands bare has characters that end a query") {
            $0.postbacks[0].request.query.append(.pair("k", .unescaped(.macro("order.id"), characters: "&=#")))
        },
        .init(testDescription: "a loop or a key in one is not sound") {
            let key = LineKey([.text("k"), .number("item")])
            $0.postbacks[0].request.query.append(
                .each(ItemLoop("item", number: "n", in: .macro("event.items")), [.pair(key, .macro("order.id"))]))
        },
        .init(testDescription: "a loop or a key in one is not sound") {
            let loop = ItemLoop("item", number: "n", first: .max, in: .macro("event.items"))
            $0.postbacks[0].request.query.append(.each(loop, [.pair("k", .variable("n"))]))
        },
        .init(testDescription: "a loop or a key in one is not sound") {
            var lines: [PostbackLine] = [.pair("k", .macro("order.id"))]
            for name in ["a", "b", "c"] { lines = [.each(ItemLoop(name, in: .macro("event.items")), lines)] }
            $0.postbacks[0].request.query += lines
        },
        .init(testDescription: "its query looks at itself more than twice") {
            let loop = ItemLoop("item", in: .macro("event.items"))
            $0.postbacks[0].request.query.append(.each(loop, [.pair("k", .request(.query))]))
        },
        .init(testDescription: "are nested too deeply") { partner in
            for index in 0..<120 {
                let before: PostbackExpression = index == 0 ? .literal(.text("x")) : .definition("d\(index - 1)")
                partner.definitions.append(PostbackDefinition("d\(index)", .text([before])))
            }
            partner.postbacks[0].request.query.append(.pair("deep", .definition("d119")))
        },
    ]

    @Test("with templates that no compiler writes are refused with a reason", arguments: unsound)
    func unsoundTemplates(_ unsound: Unsound) throws {
        let bundle = try bundle { unsound.change(&$0[0]) }
        switch problem(bundle.bytes) {
        case .unsound(let reasons)?: #expect(reasons.contains { $0.contains(unsound.testDescription) }, "\(reasons)")
        case let other: Issue.record("\(String(describing: other))")
        }
    }
}
