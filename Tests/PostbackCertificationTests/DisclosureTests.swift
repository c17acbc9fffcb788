import Foundation
import PostbackCertification
import PostbackCompiler
@testable import PostbackContract
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("What leaves")
struct DisclosureTests {
    private static let catalogue = Repository.project.catalogue
    private static let partners = Repository.project.partners.map(\.template.id)

    private func partner(_ id: String) throws -> CompiledPartner {
        try #require(Repository.project.partners.first { $0.template.id == id })
    }

    @Test("is the same by place as the compiler notes by macro", arguments: partners)
    func agrees(_ id: String) throws {
        let template = try partner(id).template
        for postback in template.postbacks {
            let values = postback.disclosedValues(of: template, catalogue: Self.catalogue)
            let found = Set(values.map { Disclosure($0.macro, $0.isRaw ? .raw : .hashed) })
            #expect(found == Set(postback.disclosure), "\(postback.id)")
        }
    }

    /// Texts that events carry in this test and nothing else does.
    private struct Planted {
        var event: PostbackEvent
        /// The planted texts by their macros.
        var texts: [String: String] = [:]

        init(
            _ postback: PostbackTemplate, of partner: PartnerTemplate, _ platform: Platform,
            _ generator: inout SeededGenerator
        ) {
            let catalogue = DisclosureTests.catalogue
            event = DerivedRequests(catalogue: catalogue).event(.most, for: postback, of: partner, on: platform)
            for macro in catalogue.macros where !macro.classes.isEmpty && macro.isAvailable(on: platform) {
                guard macro.type == .text || macro.type == .uuid, catalogue.itemList(of: macro.name) == nil,
                    !macro.isOpenMap
                else { continue }
                // Some are missing, so that fallbacks and conditions go both ways.
                guard Int.random(in: 0..<4, using: &generator) > 0 else {
                    event[macro.name] = nil
                    continue
                }
                var text = Self.text(&generator)
                if macro.type == .uuid {
                    let parts = [
                        text.prefix(8), text.dropFirst(8).prefix(4), text.dropFirst(12).prefix(4),
                        text.dropFirst(16).prefix(4), text.suffix(12),
                    ]
                    text = parts.joined(separator: "-")
                }
                guard let value = PostbackValue(text, as: macro.type) else { continue }
                event[macro.name] = value
                texts[macro.name] = text
            }
            let entries = partner.macroNames.filter { catalogue.openMap(of: $0) != nil && !$0.hasSuffix(".*") }
            for entry in entries where Int.random(in: 0..<4, using: &generator) > 0 {
                let text = Self.text(&generator)
                event[entry] = .text(text)
                if catalogue.definition(entry)?.classes.isEmpty == false { texts[entry] = text }
            }
        }

        private static func text(_ generator: inout SeededGenerator) -> String {
            String((0..<32).map { _ in "0123456789abcdef".randomElement(using: &generator) ?? "0" })
        }
    }

    /// Some of them, others in every run: each event is looked at for every digest of everything that was planted.
    private static let someOfThem = {
        var generator = SeededGenerator("partners with planted values")
        return Array(partners.shuffled(using: &generator).prefix(30))
    }()

    @Test("is named, every planted value with its place and form, over random events", arguments: someOfThem)
    func planted(_ id: String) throws {
        var generator = SeededGenerator("planted \(id)")
        let template = try partner(id).template
        var seen = 0
        var mayBeSeen = false
        for postback in template.postbacks {
            let named = postback.disclosedValues(of: template, catalogue: Self.catalogue)
            let bound = try BoundPostback(
                postback, of: template, catalogue: Self.catalogue, fields: template.allSamples)
            // Longer where what is planted is mostly behind something else.
            for round in 0..<120 where round < 30 || seen <= 10 {
                let platform = template.platforms[round % template.platforms.count]
                let planted = Planted(postback, of: template, platform, &generator)
                guard case .request(let request) = bound.render(planted.event, context: ExampleRunner.context()) else {
                    continue
                }
                let whole =
                    (request.url + request.headers.map(\.value).joined() + String(decoding: request.body, as: UTF8.self))
                    .lowercased()
                let digits = Self.hexadecimal(in: whole)
                let kinds = PlainDigest.allCases.filter { kind in digits.contains { $0.utf8.count == kind.length } }
                let values = try RequestReading(ObservedRequest(request)).values
                mayBeSeen = mayBeSeen || named.contains { $0.isRaw && planted.texts[$0.macro] != nil }
                for (macro, text) in planted.texts {
                    // As it is, or without its hyphens, anywhere, decoded or not.
                    let isThere = values.contains { $0.text.lowercased().contains(text) } || whole.contains(text)
                    if isThere {
                        seen += 1
                        #expect(
                            named.contains { $0.macro == macro && $0.isRaw }, "\(postback.id): \(macro) leaves readable"
                        )
                    }
                    for kind in kinds {
                        let digests = [text, text.uppercased(), text.filter { $0 != "-" }].map { kind($0) }
                        guard digests.contains(where: digits.contains) else { continue }
                        seen += 1
                        #expect(
                            named.contains { $0.macro == macro && $0.hash?.rawValue == kind.rawValue },
                            "\(postback.id): \(macro) leaves as \(kind.rawValue)")
                    }
                }
            }
        }
        // A partner may get nothing that is a text: an address of the network, a digest of several values.
        if mayBeSeen { #expect(seen > 10, "only \(seen) values were seen") }
    }

    /// Every text of the lengths of digests that stands in a text and is made of hexadecimal digits.
    private static func hexadecimal(in text: String) -> Set<String> {
        var found: Set<String> = []
        for run in Array(text.utf8).split(whereSeparator: { !Character(Unicode.Scalar($0)).isHexDigit }) {
            for length in PlainDigest.allCases.map(\.length) where run.count >= length {
                for start in run.startIndex...run.endIndex - length {
                    found.insert(String(decoding: run[start..<start + length], as: UTF8.self))
                }
            }
        }
        return found
    }

    @Test("has the conditions and the host of each place")
    func places() throws {
        let source = SmallPartner.postback(
            """
            query {
                ifa = device.idfa ?? device.gaid | sha256
                when app.name is present { ip = device.ip }
            }
            """)
        let template = try #require(SmallPartner.template(source))
        let values = template.postbacks[0].disclosedValues(of: template, catalogue: Self.catalogue)
        let lines = values.map { value in
            "\(value.macro) \(value.hash?.rawValue ?? "raw") \(value.hosts) \(value.position) \(value.key): "
                + value.conditions.map { ExpressionText.describe($0) }.joined(separator: " and ")
        }
        #expect(
            lines == [
                "device.idfa raw [\"api.partner.test\"] query ifa: ",
                "device.gaid sha256 [\"api.partner.test\"] query ifa: not (device.idfa is present)",
                "device.ip raw [\"api.partner.test\"] query ip: app.name is present",
            ])
    }
}
