import Foundation
import TestSupport
import Testing

@Suite("The command compares")
struct BreakingCommandTests {
    /// A project under git whose partner is edited after the first commit, with a bundle and a configuration of before.
    private struct Edited {
        let folder = TemporaryFolder()
        let git: Tool

        init() throws {
            git = try #require(Tool("git"))
            for name in ["Integrations", "Schemas"] {
                try FileManager.default.createDirectory(
                    atPath: folder.path("work/\(name)"), withIntermediateDirectories: true)
            }
            for schema in try Repository.files("Schemas", ending: ".schema") {
                try write(Repository.text("Schemas/\(schema)"), "work/Schemas/\(schema)")
            }
            let file = try Repository.text("Integrations/taboola.postback")
            try write(file, "work/Integrations/taboola.postback")
            try run("init", "-q")
            try run("add", "-A")
            try run("-c", "user.name=T", "-c", "user.email=t@partner.test", "commit", "-q", "-m", "before")
            _ = try CommandTests.postback([
                "generate", "bundle", "--output", folder.path("old"), "--project", folder.path("work"),
            ])
            try FileManager.default.copyItem(atPath: folder.path("work"), toPath: folder.path("before"))
            let configuration = """
                {"account": "acme", "apps": [{"id": "acme-ios", "platform": "ios", "bundle_id": "com.acme.game",
                  "partners": [{"partner": "taboola", "postbacks": {"install": {"retries": 9}}}]}]}

                """
            try write(configuration, "account.json")
            let edited = file.replacing("delivery {", with: "delivery {\n    retries 0...5")
            try #require(edited != file)
            try write(edited, "work/Integrations/taboola.postback")
        }

        func write(_ text: String, _ path: String) throws {
            try text.write(toFile: folder.path(path), atomically: true, encoding: .utf8)
        }

        private func run(_ arguments: String...) throws {
            let result = try git.run(["-C", folder.path("work")] + arguments)
            try #require(result.status == 0, "\(result)")
        }

        func postback(_ arguments: [String]) throws -> Tool.Result {
            try CommandTests.postback(arguments + ["--project", folder.path("work")])
        }
    }

    @Test("with a revision of git, a folder, and a bundle, and finds the same")
    func sources() throws {
        let edited = try Edited()
        let places = ["HEAD", edited.folder.path("before"), edited.folder.path("old/integrations.bundle")]
        for place in places {
            let result = try edited.postback(["breaking", "--against", place, "--format", "line"])
            #expect(result.status == 1, "\(place): \(result)")
            let codes = result.errors.split(separator: "\n").compactMap { $0.split(separator: "[").last }
            #expect(Set(codes) == ["revision_not_raised]", "retry_bounds_narrowed]"], "\(place): \(result)")
        }
        // Nothing has changed since then.
        try edited.write(Repository.text("Integrations/taboola.postback"), "work/Integrations/taboola.postback")
        for place in places {
            let result = try edited.postback(["breaking", "--against", place])
            #expect(result.status == 0 && result.output.hasSuffix("1 partner compared: nothing changes\n"), "\(result)")
        }
    }

    @Test("and fails for the categories that are named")
    func categories() throws {
        let edited = try Edited()
        let breaking = ["breaking", "--against", "HEAD", "--format", "json"]
        #expect(try edited.postback(breaking + ["--fail-on", "disclosure"]).status == 0)
        #expect(try edited.postback(breaking + ["--fail-on", "disclosure,delivery"]).status == 1)
        let wrong = try edited.postback(breaking + ["--fail-on", "disclosures"])
        #expect(wrong.status == 2 && wrong.errors.contains("did you mean 'disclosure'?"))
        let found = try JSONSerialization.jsonObject(with: Data(edited.postback(breaking).output.utf8))
        let records = try #require(found as? [[String: Any]])
        #expect(Set(records.compactMap { $0["category"] as? String }) == ["delivery", "revision"])
        let sarif = try edited.postback(["breaking", "--against", "HEAD", "--format", "sarif"])
        #expect(sarif.status == 1 && sarif.output.contains("\"version\" : \"2.1.0\""))
    }

    @Test("names the configurations that break, and mends them")
    func configurations() throws {
        let edited = try Edited()
        let path = edited.folder.path("account.json")
        let breaking = try edited.postback(["breaking", "--against", "HEAD", "--configuration", path])
        #expect(breaking.status == 1 && breaking.errors.contains("used in \(path) by account 'acme', app 'acme-ios'"))
        #expect(
            breaking.errors.contains(
                "account 'acme', app 'acme-ios', partner 'taboola', postback 'install', field 'retries': the partner takes 0 to 5"
            ), "\(breaking)")
        let upgrade = ["upgrade", "--configuration", path, "--against", "HEAD"]
        let printed = try edited.postback(upgrade)
        #expect(printed.status == 0 && printed.output.contains("{\"retries\": 5}"), "\(printed)")
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("{\"retries\": 9}"))
        let mode = [FileAttributeKey.posixPermissions: 0o640]
        try FileManager.default.setAttributes(mode, ofItemAtPath: path)
        #expect(try edited.postback(upgrade + ["--write"]).status == 0)
        let kept = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(kept == 0o640, "who may read it stays as it was")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == printed.output)
    }

    @Test("and says what it cannot compare with")
    func mistakes() throws {
        let edited = try Edited()
        let calls: [([String], String)] = [
            (["breaking"], "--against says what is in use"),
            (["breaking", "--against", "no-such-branch"], "is no folder, no bundle, and no revision of git"),
            (["breaking", "--against", "--output=x"], "is no folder, no bundle, and no revision of git"),
            (["breaking", "--against", edited.folder.path("account.json")], "this is no bundle"),
            (["breaking", "--against", edited.folder.path("old")], "has no "),
            (["breaking", "--against", "HEAD", "tabola"], "did you mean 'taboola'?"),
            (["breaking", "--against", "HEAD", "--configuration", edited.folder.path("none")], "cannot be read"),
            (["upgrade", "--against", "HEAD"], "--configuration names the one file"),
        ]
        for (call, words) in calls {
            let result = try edited.postback(call)
            #expect(result.status >= 2 && result.errors.contains(words), "\(call): \(result)")
        }
    }
}
