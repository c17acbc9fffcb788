import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackDelivery
import PostbackLanguage
import PostbackRuntime
import TestSupport
import Testing

@Suite("An upgrade of a configuration")
struct ConfigurationUpgradeTests {
    private static let folder = "Tests/Goldens/Upgrade"
    private static let cases = (try? Repository.files(folder, ending: "")) ?? []

    private func project(_ path: String) throws -> Project {
        let source = SourceFile(path: "Integrations/sample.postback", text: try Repository.text(path))
        return Project(schemas: Repository.schemas, partners: [source])
    }

    private func problems(_ bytes: [UInt8], _ project: Project) -> [String] {
        do throws(ConfigurationProblems) {
            let decoder = ConfigurationDecoder(
                partners: project.partners.map(\.template), catalogue: project.catalogue)
            _ = try decoder.decode(bytes)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test(
        "mends what a rule says how, leaves everything else as it was, and says what a person decides", arguments: cases
    )
    func goldens(_ name: String) throws {
        let path = "\(Self.folder)/\(name)"
        let (old, new) = (try project("\(path)/before.postback"), try project("\(path)/after.postback"))
        let configuration = Array(try Repository.text("\(path)/configuration.json").utf8)
        #expect(problems(configuration, old) == [], "the older integrations take it")
        let report = BreakingReport(new, against: FormerIntegrations(old))
        let mends = report.entries.compactMap { entry in entry.mend.map { (partner: entry.former, mend: $0) } }
        let upgrade = ConfigurationUpgrade(configuration, mends: mends)
        let text = String(decoding: upgrade.bytes, as: UTF8.self)
        #expect(try Golden.expected("\(path)/upgraded.json", actual: text) == text)
        let left = upgrade.undecided.map(\.description) + problems(upgrade.bytes, new)
        let said =
            (upgrade.done.map(\.description) + left.map { "a person decides: \($0)" }).joined(separator: "\n") + "\n"
        #expect(try Golden.expected("\(path)/said.txt", actual: said) == said)
        #expect(left.isEmpty == !name.hasPrefix("a_person_decides"), "\(left)")
        // What is mended is not mended again.
        let again = ConfigurationUpgrade(upgrade.bytes, mends: mends)
        #expect(again.bytes == upgrade.bytes)
    }

    @Test("has cases")
    func hasCases() { #expect(Self.cases.count >= 7) }
}
