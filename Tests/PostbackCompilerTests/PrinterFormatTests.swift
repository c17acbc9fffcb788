import Foundation
import PostbackCompiler
import PostbackLanguage
import TestSupport
import Testing

/// Every wrong file of the goldens, printed in the forms that machines read.
@Suite("Machine-readable findings")
struct PrinterFormatTests {
    private static let cases: [(source: SourceFile, diagnostics: [Diagnostic])] = {
        let names = (try? Repository.files("Tests/Goldens/Diagnostics", ending: ".postback")) ?? []
        return names.compactMap { name in
            guard let text = try? Repository.text("Tests/Goldens/Diagnostics/\(name)") else { return nil }
            let source = SourceFile(path: "Integrations/\(name)", text: text)
            return (source, PartnerCompiler.compile(source, schema: Repository.project.schema).diagnostics)
        }
    }()

    private func print(_ format: DiagnosticFormat) -> [String] {
        Self.cases.map {
            DiagnosticPrinter(sources: [$0.source] + Repository.schemas).print($0.diagnostics, as: format)
        }
    }

    private func json(_ text: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    @Test("are SARIF logs that keep the rules of version 2.1.0")
    func sarif() throws {
        for text in print(.sarif) {
            let log = try #require(try json(text) as? [String: Any])
            #expect(log["version"] as? String == "2.1.0" && (log["$schema"] as? String)?.contains("2.1.0") == true)
            let run = try #require((log["runs"] as? [[String: Any]])?.first)
            #expect(["utf16CodeUnits", "unicodeCodePoints"].contains(run["columnKind"] as? String))
            let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
            #expect((driver["name"] as? String)?.isEmpty == false)
            let rules = try #require(driver["rules"] as? [[String: Any]])
            let ids = rules.compactMap { $0["id"] as? String }
            #expect(ids.count == rules.count && Set(ids).count == ids.count)
            for rule in rules { try checkRule(rule) }
            let results = try #require(run["results"] as? [[String: Any]])
            for result in results { try check(result, ids) }
        }
    }

    private func checkRule(_ rule: [String: Any]) throws {
        for key in ["shortDescription", "fullDescription", "help"] { try checkMessage(rule[key]) }
        let level = (rule["defaultConfiguration"] as? [String: Any])?["level"] as? String
        #expect(["none", "note", "warning", "error"].contains(level))
    }

    private func check(_ result: [String: Any], _ ids: [String]) throws {
        let index = try #require(result["ruleIndex"] as? Int)
        #expect(ids.indices.contains(index) && ids[index] == result["ruleId"] as? String)
        #expect(["none", "note", "warning", "error"].contains(result["level"] as? String))
        try checkMessage(result["message"])
        let locations = try #require(result["locations"] as? [[String: Any]])
        #expect(locations.count == 1)
        var seen: Set<Int> = []
        for location in locations { try checkLocation(location) }
        for location in result["relatedLocations"] as? [[String: Any]] ?? [] {
            try checkLocation(location)
            #expect(seen.insert(try #require(location["id"] as? Int)).inserted)
        }
        for fix in result["fixes"] as? [[String: Any]] ?? [] {
            let changes = try #require(fix["artifactChanges"] as? [[String: Any]])
            #expect(!changes.isEmpty)
            for change in changes {
                try checkURI(change["artifactLocation"])
                let replacements = try #require(change["replacements"] as? [[String: Any]])
                #expect(!replacements.isEmpty)
                for replacement in replacements { try checkRegion(replacement["deletedRegion"]) }
            }
        }
    }

    private func checkLocation(_ location: [String: Any]) throws {
        let place = try #require(location["physicalLocation"] as? [String: Any])
        try checkURI(place["artifactLocation"])
        try checkRegion(place["region"])
    }

    private func checkMessage(_ value: Any?) throws {
        #expect(((value as? [String: Any])?["text"] as? String)?.isEmpty == false)
    }

    private func checkURI(_ value: Any?) throws {
        let uri = try #require((value as? [String: Any])?["uri"] as? String)
        #expect(URL(string: uri) != nil && uri.allSatisfy { $0.isASCII && !$0.isWhitespace && $0 != "\\" })
    }

    private func checkRegion(_ value: Any?) throws {
        let region = try #require(value as? [String: Any])
        let numbers = ["startLine", "startColumn", "endLine", "endColumn"].compactMap { region[$0] as? Int }
        try #require(numbers.count == 4)
        #expect(numbers.allSatisfy { $0 >= 1 })
        #expect(numbers[2] > numbers[0] || (numbers[2] == numbers[0] && numbers[3] >= numbers[1]))
    }

    @Test("are JSON with the facts of each finding, its places, and its fix")
    func jsonRecords() throws {
        var parameters = 0
        var fixes = 0
        for (text, testCase) in zip(print(.json), Self.cases) {
            let records = try #require(try json(text) as? [[String: Any]])
            #expect(records.count == testCase.diagnostics.count)
            for record in records {
                for key in ["code", "severity", "category", "title", "message", "file"] {
                    #expect((record[key] as? String)?.isEmpty == false, "\(key)")
                }
                parameters += (record["parameters"] as? [String: Any])?.count ?? 0
                if let fix = record["fix"] as? [String: Any] {
                    fixes += 1
                    #expect(["safe", "needs_look", "has_placeholders"].contains(fix["applicability"] as? String))
                }
            }
        }
        #expect(parameters > 200 && fixes > 80)
    }

    @Test("are one line each for editors and for annotations")
    func lines() throws {
        for (text, testCase) in zip(print(.line), Self.cases) {
            let lines = text.split(separator: "\n")
            #expect(lines.count == testCase.diagnostics.count)
            for line in lines {
                #expect(line.wholeMatch(of: /[^:]+:\d+:\d+: (error|warning): .+ \[[a-z0-9_]+\]/) != nil, "\(line)")
            }
        }
        for (text, testCase) in zip(print(.github), Self.cases) {
            let lines = text.split(separator: "\n")
            #expect(lines.count == testCase.diagnostics.count)
            for line in lines {
                #expect(
                    line.wholeMatch(
                        of:
                            /::(error|warning) file=[^,]+,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[a-z0-9_]+::.+/
                    )
                        != nil, "\(line)")
            }
        }
    }

    @Test("come in one order, each once, however they are given")
    func order() {
        var random = SeededGenerator()
        for (source, diagnostics) in Self.cases {
            let printer = DiagnosticPrinter(sources: [source])
            let shuffled = (diagnostics + diagnostics).shuffled(using: &random)
            #expect(printer.print(shuffled, as: .line) == printer.print(diagnostics, as: .line))
        }
    }
}
