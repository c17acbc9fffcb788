import Foundation

extension DiagnosticPrinter {
    private struct Place: Encodable {
        var line: Int
        var column: Int
    }

    private struct Record: Encodable {
        var code: String
        var severity: String
        var title: String
        var message: String
        var file: String
        var start: Place
        var end: Place
        var suggestion: String?
        var notes: [String]
    }

    private func place(_ file: String, _ offset: Int) -> Place {
        let location = location(file, offset)
        return Place(line: location.line, column: location.column)
    }

    /// All findings as one JSON array.
    func json(_ diagnostics: [Diagnostic]) -> String {
        encoded(
            diagnostics.map { diagnostic in
                Record(
                    code: diagnostic.rule.code, severity: diagnostic.rule.severity.rawValue,
                    title: diagnostic.rule.title, message: diagnostic.message, file: diagnostic.file,
                    start: place(diagnostic.file, diagnostic.range.start),
                    end: place(diagnostic.file, diagnostic.range.end), suggestion: diagnostic.suggestion,
                    notes: diagnostic.notes)
            })
    }

    private func encoded(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        // Strings, numbers and arrays always encode.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}

// MARK: SARIF

extension DiagnosticPrinter {
    private struct Log: Encodable {
        var version = "2.1.0"
        var schema = "https://json.schemastore.org/sarif-2.1.0.json"
        var runs: [Run]

        enum CodingKeys: String, CodingKey {
            case version
            case schema = "$schema"
            case runs
        }
    }

    private struct Run: Encodable {
        var tool: Tool
        var columnKind = "unicodeCodePoints"
        var results: [Finding]
    }

    private struct Tool: Encodable {
        var driver: Driver
    }

    private struct Driver: Encodable {
        var name = "postback"
        var rules: [Rule]
    }

    private struct Rule: Encodable {
        var id: String
        var shortDescription: Message
        var fullDescription: Message
    }

    private struct Message: Encodable {
        var text: String
    }

    private struct Finding: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Message
        var locations: [Location]
    }

    private struct Location: Encodable {
        var physicalLocation: PhysicalLocation
    }

    private struct PhysicalLocation: Encodable {
        var artifactLocation: Artifact
        var region: Region
    }

    private struct Artifact: Encodable {
        var uri: String
    }

    private struct Region: Encodable {
        var startLine: Int
        var startColumn: Int
        var endLine: Int
        var endColumn: Int
    }

    /// All findings as one SARIF log.
    func sarif(_ diagnostics: [Diagnostic]) -> String {
        var rules: [DiagnosticRule] = []
        for diagnostic in diagnostics where !rules.contains(diagnostic.rule) { rules.append(diagnostic.rule) }
        rules.sort { $0.code < $1.code }
        let findings = diagnostics.map { diagnostic in
            let start = location(diagnostic.file, diagnostic.range.start)
            let end = location(diagnostic.file, diagnostic.range.end)
            let path = diagnostic.file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? diagnostic.file
            return Finding(
                ruleId: diagnostic.rule.code, ruleIndex: rules.firstIndex(of: diagnostic.rule) ?? 0,
                level: diagnostic.rule.severity.rawValue, message: Message(text: sentence(diagnostic)),
                locations: [
                    Location(
                        physicalLocation: PhysicalLocation(
                            artifactLocation: Artifact(uri: path),
                            region: Region(
                                startLine: start.line, startColumn: start.column, endLine: end.line,
                                endColumn: end.column)))
                ])
        }
        let driver = Driver(
            rules: rules.map { rule in
                Rule(
                    id: rule.code, shortDescription: Message(text: rule.title),
                    fullDescription: Message(text: rule.explanation))
            })
        return encoded(Log(runs: [Run(tool: Tool(driver: driver), results: findings)]))
    }
}
