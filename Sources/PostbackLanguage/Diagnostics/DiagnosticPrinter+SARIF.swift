import Foundation
import PostbackSupport

/// The parts of a SARIF 2.1.0 log that findings need, named as the standard names them.
private enum SARIF {
    struct Log: Encodable {
        var version = "2.1.0"
        var schema = "https://json.schemastore.org/sarif-2.1.0.json"
        var runs: [Run]

        enum CodingKeys: String, CodingKey {
            case version
            case schema = "$schema"
            case runs
        }
    }

    struct Run: Encodable {
        var tool: Tool
        var columnKind = "unicodeCodePoints"
        var results: [Result]
    }

    struct Tool: Encodable {
        var driver: Driver
    }

    struct Driver: Encodable {
        var name = "postback"
        var version = ProductVersion.text
        var rules: [Rule]
    }

    struct Rule: Encodable {
        var id: String
        var shortDescription: Message
        var fullDescription: Message
        var defaultConfiguration: Configuration
        var help: Message
        var properties: Properties
    }

    struct Configuration: Encodable {
        var level: String
    }

    struct Properties: Encodable {
        var category: String
    }

    struct Message: Encodable {
        var text: String
    }

    struct Result: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Message
        var locations: [Location]
        var relatedLocations: [Location]?
        var fixes: [Fix]?
    }

    struct Location: Encodable {
        var id: Int?
        var physicalLocation: PhysicalLocation
        var message: Message?
    }

    struct PhysicalLocation: Encodable {
        var artifactLocation: Artifact
        var region: Region
    }

    struct Artifact: Encodable {
        var uri: String
    }

    struct Region: Encodable {
        var startLine: Int
        var startColumn: Int
        var endLine: Int
        var endColumn: Int
    }

    struct Fix: Encodable {
        var description: Message
        var artifactChanges: [Change]
    }

    struct Change: Encodable {
        var artifactLocation: Artifact
        var replacements: [Replacement]
    }

    struct Replacement: Encodable {
        var deletedRegion: Region
        var insertedContent: Message
    }
}

extension DiagnosticPrinter {
    /// All findings as one SARIF log.
    func sarif(_ diagnostics: [Diagnostic]) -> String {
        let rules = Set(diagnostics.map(\.rule)).sorted { $0.code < $1.code }
        let indices = Dictionary(
            rules.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let driver = SARIF.Driver(
            rules: rules.map { rule in
                SARIF.Rule(
                    id: rule.code, shortDescription: .init(text: rule.title),
                    fullDescription: .init(text: rule.explanation),
                    defaultConfiguration: .init(level: rule.severity.rawValue),
                    help: .init(text: "postback explain \(rule.code)"),
                    properties: .init(category: rule.category.rawValue))
            })
        let results = diagnostics.map { diagnostic in
            SARIF.Result(
                ruleId: diagnostic.rule.code, ruleIndex: indices[diagnostic.rule.code] ?? 0,
                level: diagnostic.rule.severity.rawValue, message: .init(text: sentence(diagnostic)),
                locations: [location(diagnostic.file, diagnostic.range, nil)],
                relatedLocations: related(diagnostic), fixes: fixes(diagnostic))
        }
        return encoded(SARIF.Log(runs: [.init(tool: .init(driver: driver), results: results)]))
    }

    private func related(_ diagnostic: Diagnostic) -> [SARIF.Location]? {
        guard !diagnostic.related.isEmpty else { return nil }
        return diagnostic.related.enumerated().map { index, label in
            var place = location(label.file, label.range, label.message)
            place.id = index + 1
            return place
        }
    }

    private func fixes(_ diagnostic: Diagnostic) -> [SARIF.Fix]? {
        guard let fix = diagnostic.fix else { return nil }
        let replacements = fix.edits.map {
            SARIF.Replacement(
                deletedRegion: region(diagnostic.file, $0.range), insertedContent: .init(text: $0.replacement))
        }
        let change = SARIF.Change(artifactLocation: artifact(diagnostic.file), replacements: replacements)
        return [SARIF.Fix(description: .init(text: fix.title), artifactChanges: [change])]
    }

    private func location(_ file: String, _ range: SourceRange, _ message: String?) -> SARIF.Location {
        SARIF.Location(
            physicalLocation: .init(artifactLocation: artifact(file), region: region(file, range)),
            message: message.map { .init(text: $0) })
    }

    private func artifact(_ file: String) -> SARIF.Artifact {
        SARIF.Artifact(uri: file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file)
    }

    private func region(_ file: String, _ range: SourceRange) -> SARIF.Region {
        let start = location(file, range.start)
        let end = location(file, range.end)
        return SARIF.Region(
            startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column)
    }
}
