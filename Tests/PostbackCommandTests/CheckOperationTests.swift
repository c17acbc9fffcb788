import Foundation
import TestSupport
import Testing

@Suite("check, among files, pipes and readers that misbehave")
struct CheckOperationTests {
    /// A project of its own with one partner file, which has one finding.
    private struct Place {
        let folder = TemporaryFolder()

        init(isSound: Bool = false) throws {
            try FileManager.default.createDirectory(
                atPath: folder.path("Integrations"), withIntermediateDirectories: true)
            let text = try Repository.text("Integrations/unity.postback")
            let wrong = text.replacing("revision ", with: "revison ")
            try (isSound ? text : wrong).write(
                toFile: folder.path("Integrations/unity.postback"), atomically: true, encoding: .utf8)
        }

        var arguments: [String] {
            ["check", "--project", folder.path(""), "--schemas", Repository.root.appending(path: "Schemas").path]
        }

        func check(_ more: String...) throws -> Tool.Result { try CommandTests.postback(arguments + more) }

        /// Has a shell run the command, with what stands behind it.
        func shell(_ rest: String, _ more: String...) throws -> Tool.Result {
            let words = [CommandTests.command.path] + arguments + more
            return try #require(Tool("sh")).run(
                ["-c", words.map { "'\($0)'" }.joined(separator: " ") + " " + rest])
        }
    }

    private struct Finding: Decodable {
        var code: String
        var file: String
    }

    @Test("gives json and sarif as its result, on standard output, and everything else to whoever watches")
    func results() throws {
        let place = try Place()
        let json = try place.check("--format", "json")
        #expect(json.status == 1 && json.errors.isEmpty)
        #expect(try JSONDecoder().decode([Finding].self, from: Data(json.output.utf8)).map(\.code) == ["unknown_word"])
        let sarif = try place.check("--format", "sarif")
        #expect(sarif.status == 1 && sarif.errors.isEmpty)
        let log = try #require(JSONSerialization.jsonObject(with: Data(sarif.output.utf8)) as? [String: Any])
        let runs = try #require(log["runs"] as? [[String: Any]])
        let driver = try #require((runs.first?["tool"] as? [String: Any])?["driver"] as? [String: Any])
        #expect(driver["version"] as? String != nil)
        for format in ["human", "line", "github"] {
            let result = try place.check("--format", format)
            #expect(result.status == 1 && result.errors.contains("revison"), "\(format)")
        }
        let sound = try Place(isSound: true).check("--format", "json")
        #expect(sound.status == 0 && sound.output == "[\n\n]\n")
        #expect(try Place(isSound: true).check().output.hasPrefix("1 partner file, "))
    }

    @Test("reports what has the name of a partner file and cannot be read, and checks the others")
    func unreadable() throws {
        let place = try Place()
        let path = { place.folder.path("Integrations/" + $0) }
        try FileManager.default.createDirectory(atPath: path("folder.postback"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: path("link.postback"), withDestinationPath: "/nowhere/at/all")
        #expect(unsafe mkfifo(path("pipe.postback"), 0o600) == 0)
        try "partner x".data(using: .utf16)?.write(to: URL(fileURLWithPath: path("wide.postback")))
        try "x".write(toFile: path("of two\nlines.postback"), atomically: true, encoding: .utf8)
        let result = try place.check("--format", "line")
        #expect(result.status == 1)
        let lines = result.errors.split(separator: "\n").map { line in
            line.replacing("Integrations/", with: "").prefix { $0 != "[" } + (line.split(separator: "[").last ?? "")
        }
        #expect(lines.count == 6)
        let expected = [
            "folder.postback": "it is a folder", "link.postback": "it is a link to nothing",
            "pipe.postback": "it is a pipe or a device", "wide.postback": "UTF-16",
            "of two lines.postback": "unknown_word",
            "unity.postback": "unknown_word",
        ]
        for (name, words) in expected {
            #expect(lines.contains { $0.hasPrefix(name + ":") && $0.contains(words) }, "\(name) in \(lines)")
        }
    }

    @Test("ends with 3 where its result cannot be written, and never with 0 where there are findings")
    func writes() throws {
        let place = try Place()
        for (rest, words) in [("> /dev/full", "no space left"), (">&-", "it is closed")] {
            for format in ["human", "json", "sarif"] {
                let result = try place.shell(rest, "--format", format)
                #expect(result.status == 3, "\(rest) \(format)")
                #expect(result.errors.contains("standard output cannot be written: \(words)"), "\(rest) \(format)")
            }
        }
        // A reader that leaves is no error of the command's, and what was found is.
        let bash = try #require(Tool("bash"))
        let words = ([CommandTests.command.path] + place.arguments).map { "'\($0)'" }.joined(separator: " ")
        let status = try bash.run(
            ["-c", "exec 3> >(exec true); wait $!; \(words) --format json >&3 2>/dev/null; echo $?"])
        #expect(status.output == "1\n")
    }

    @Test("takes a folder without partner files for a mistake, and two files with one partner")
    func folders() throws {
        let place = try Place(isSound: true)
        for name in ["empty", "other"] {
            try FileManager.default.createDirectory(
                atPath: place.folder.path(name), withIntermediateDirectories: false)
        }
        let empty = try place.check(place.folder.path("empty"))
        #expect(empty.status == 2 && empty.errors.contains("no partner file, schema or contract in"))
        try FileManager.default.copyItem(
            atPath: place.folder.path("Integrations/unity.postback"), toPath: place.folder.path("other/unity.postback"))
        let twice = try place.check(
            place.folder.path("Integrations/unity.postback"), place.folder.path("other/unity.postback"), "--format",
            "line")
        #expect(twice.status == 1 && twice.errors.contains("the partner 'unity' is declared twice"))
    }

    @Test("shows the same page for help VERB as for VERB --help")
    func help() throws {
        let page = try CommandTests.postback(["help", "check"])
        #expect(page.status == 0 && page.output.contains("usage: postback check"))
        #expect(try CommandTests.postback(["check", "--help"]).output == page.output)
        #expect(try CommandTests.postback(["help", "chek"]).errors.contains("check"))
    }
}
