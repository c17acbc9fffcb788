import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackContract
import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("Derived requests")
struct DerivedRequestTests {
    private static let partners = Repository.project.partners.map(\.template.id)

    private func partner(_ id: String) throws -> CompiledPartner {
        try #require(Repository.project.partners.first { $0.template.id == id })
    }

    @Test("are kept, the least and the most of each postback, in a folder for each partner", arguments: partners)
    func goldens(_ id: String) throws {
        let folder = "Tests/Goldens/Derived/\(id)"
        var names: Set<String> = []
        let partner = try partner(id)
        let source = DerivedRequests(catalogue: Repository.project.catalogue, examples: partner.examples)
        for derived in source.all(of: partner.template)
        where derived.kind != .adversarial {
            let platform = derived.event.platform?.rawValue ?? ""
            // A postback for many events has all of their names.
            let id = String(derived.postback.id.replacing(" ", with: "-").prefix(100))
            let name = "\(id).\(platform).\(derived.kind.rawValue).txt"
            names.insert(name)
            let text = derived.outcomes.map(Self.text).joined(separator: "\n")
            #expect(try Golden.expected("\(folder)/\(name)", actual: text) == text)
        }
        #expect(try Set(Repository.files(folder, ending: ".txt")) == names)
    }

    /// An outcome as people read it: a value on each line.
    private static func text(_ outcome: PostbackOutcome) -> String {
        switch outcome {
        case .skipped(let skip):
            return "not sent: \(skip.code) \(skip.about.joined(separator: ", "))\n"
        case .request(let request):
            var text = "\(request.method.rawValue) \(request.url)\n"
            for header in request.headers { text += "\(header.name): \(header.value)\n" }
            if !request.body.isEmpty { text += "\n\(String(decoding: request.body, as: UTF8.self))\n" }
            if let values = try? RequestReading(ObservedRequest(request)).values {
                text += "\nread as\n"
                for value in values { text += "  \(value.position) = \(value.text)\n" }
            }
            return text
        }
    }

    /// How many values of the fullest request are the sample of a text, as it is.
    private static func plainTexts(of partner: PartnerTemplate) -> Int {
        let catalogue = Repository.project.catalogue
        let samples = Set(catalogue.macros.filter { $0.type == .text }.compactMap(\.sample))
        let counts = DerivedRequests(catalogue: catalogue).all(of: partner).filter { $0.kind == .most }.map { derived in
            derived.outcomes.reduce(0) { count, outcome in
                guard case .request(let request) = outcome,
                    let values = try? RequestReading(ObservedRequest(request)).values
                else { return count }
                return count + values.count { samples.contains($0.text) }
            }
        }
        return counts.max() ?? 0
    }

    @Test("bring every hostile value back from the place that it went to", arguments: partners)
    func hostile(_ id: String) throws {
        let partner = try partner(id)
        let template = partner.template
        let found = HostileRequests(catalogue: Repository.project.catalogue)
            .check(template, examples: partner.examples)
        #expect(found.defects.isEmpty, "\(found.defects.prefix(5))")
        #expect(found.requests > 20, "\(found.requests) requests, \(found.values) values")
        let texts = Self.plainTexts(of: template)
        // One text may be asked for in a condition, and is none that stands there as it is.
        #expect(found.values >= 20 || texts < 2, "\(found.requests) requests, \(found.values) values of \(texts) texts")
    }

    @Test("name what a template lets through that changes the request")
    func defects() throws {
        // The compiler refuses to leave these characters as they are; a bundle of somebody else may not.
        let source = SmallPartner.postback("query { a = device.model, b = app.name }")
        var template = try #require(SmallPartner.template(source))
        let check = HostileRequests(catalogue: Repository.project.catalogue)
        #expect(check.check(template).defects.isEmpty)
        template.postbacks[0].request.query[0] = .pair("a", .unescaped(.macro("device.model"), characters: "&=+"))
        let found = check.check(template).defects
        #expect(
            found.contains { $0.contains("install on ios with structure of URLs: query e is new") }, "\(found)"
        )
    }
}
