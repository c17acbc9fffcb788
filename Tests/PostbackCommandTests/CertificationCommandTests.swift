import Foundation
import TestSupport
import Testing

@Suite("The command certifies")
struct CertificationCommandTests {
    private func postback(_ arguments: String..., input: String = "") throws -> Tool.Result {
        try CommandTests.postback(arguments, input: input)
    }

    /// A folder with the project's schemas and nothing else.
    private func emptyProject() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        for name in ["Integrations", "Schemas"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
        }
        for schema in try Repository.files("Schemas", ending: ".schema") {
            try Repository.text("Schemas/\(schema)").write(
                toFile: folder.path("Schemas/\(schema)"), atomically: true, encoding: .utf8)
        }
        return folder
    }

    @Test("new writes files that pass check, format and test, and never writes over others")
    func new() throws {
        let folder = try emptyProject()
        let made = try postback("new", "example_ads", "--project", folder.path(""))
        #expect(made.status == 0 && made.output.contains("Integrations/example_ads.postback\n"), "\(made)")
        for verb in [["check"], ["format", "--check"], ["test"]] {
            let result = try CommandTests.postback(verb + ["--project", folder.path("")])
            #expect(result.status == 0, "\(verb): \(result)")
        }
        // Its requests are as its contract says; that every change is noticed is left to whoever writes the file.
        let certify = try postback("certify", "--json", "--project", folder.path(""))
        #expect(
            certify.status == 1 && certify.output.contains("\"verdict\":\"failing\"")
                && certify.output.contains("\"violations\":[]"))
        let again = try postback("new", "example_ads", "--project", folder.path(""))
        #expect(again.status == 2 && again.errors.contains("is there already"))
        for id in ["Example", "1ads", "../x", "a-b", ""] {
            #expect(try postback("new", id, "--project", folder.path("")).status == 2, "\(id)")
        }
    }

    @Test("certify shows what is proved of a partner, with a verdict")
    func certify() throws {
        let result = try postback("certify", "taboola")
        #expect(
            result.status == 0 && result.output.hasPrefix("Taboola (taboola), revision 1: certified\n"), "\(result)")
        for line in ["examples", "derived", "changes", "coverage", "contract", "interface", "delivery", "sends"] {
            #expect(result.output.contains("\n  \(line)"), "\(line)")
        }
        #expect(try postback("certify", "tabola").errors.contains("did you mean 'taboola'?"))
    }

    @Test("certify calls a partner without a contract consistent with itself, and a deprecated one deprecated")
    func verdicts() throws {
        let folder = try emptyProject()
        let file = try Repository.text("Integrations/taboola.postback")
        try file.write(toFile: folder.path("Integrations/taboola.postback"), atomically: true, encoding: .utf8)
        let without = try postback("certify", "--project", folder.path(""))
        #expect(
            without.status == 1 && without.output == "Taboola (taboola), revision 1: self-consistent\n", "\(without)")
        try file.replacing("revision 1\n", with: "revision 1\nstatus deprecated \"Use another.\"\n")
            .write(toFile: folder.path("Integrations/taboola.postback"), atomically: true, encoding: .utf8)
        #expect(try postback("certify", "--project", folder.path("")).output.contains(": deprecated\n"))
        try file.replacing("&currency=EUR", with: "&currency=USD")
            .write(toFile: folder.path("Integrations/taboola.postback"), atomically: true, encoding: .utf8)
        let failing = try postback("certify", "--project", folder.path(""))
        #expect(
            failing.status == 1 && failing.output.contains(": failing\n    Integrations/taboola.postback:"),
            "\(failing)")
    }

    private static let queries: [String] =
        (try? Repository.files("Tests/Goldens/Queries", ending: ".query").map { String($0.dropLast(6)) }) ?? []

    @Test("select answers each question of the golden folder", arguments: queries)
    func select(_ name: String) throws {
        let folder = "Tests/Goldens/Queries"
        let query = try Repository.text("\(folder)/\(name).query").trimmingCharacters(in: .newlines)
        let result = try postback("select", query)
        let count = try postback("select", query, "--count")
        let text = "status \(result.status)\ncount \(count.output)\(result.output)\(result.errors)"
        #expect(try Golden.expected("\(folder)/\(name).txt", actual: text) == text)
    }

    @Test("verify finds the same in JSON lines, in a curl command and in an archive")
    func verify() throws {
        let json = try postback("preview", "tiktok", "purchase", "--json", "--secrets").output
        let curl = try postback("preview", "tiktok", "purchase", "--curl", "--secrets").output
        #expect(try postback("verify", input: json).status == 0 && postback("verify", input: curl).status == 0)
        let wrong = [
            "\"event\":\"Purchase\"": "\"event\":\"purchase\"",
            "\\\"event\\\":\\\"Purchase\\\"": "\\\"event\\\":\\\"purchase\\\"",
        ]
        func spoiled(_ text: String) -> String { wrong.reduce(text) { $0.replacing($1.key, with: $1.value) } }
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let headers = try #require(object["headers"] as? [[String]])
        let request: [String: Any] = [
            "method": object["method"] as Any, "url": object["url"] as Any,
            "headers": headers.map { ["name": $0[0], "value": $0[1]] },
            "postData": ["mimeType": "application/json", "text": spoiled(object["body"] as? String ?? "")],
        ]
        let archive = try JSONSerialization.data(withJSONObject: [
            "log": ["version": "1.2", "entries": [["request": request]]]
        ])
        for (place, input) in [
            ("line 1", spoiled(json)), ("line 1", spoiled(curl)), ("entry 1", String(decoding: archive, as: UTF8.self)),
        ] {
            let result = try postback("verify", input: input)
            #expect(result.status == 1, "\(result)")
            #expect(
                result.output.hasPrefix("\(place): tiktok: json data[0].event is 'purchase', a text; expected one of"),
                "\(result)")
            #expect(result.output.contains("Schemas/contracts/tiktok.contract:"))
        }
    }

    @Test("verify says what it cannot read, and that there was nothing to read")
    func verifyUnreadable() throws {
        #expect(try postback("verify", input: "").status == 2)
        let lines = try postback(
            "verify", input: "{\"partner\":\"awin\",\"skipped\":{\"code\":\"condition\"}}\n{\"url\":1}\nnothing\n")
        #expect(
            lines.status == 1
                && lines.output == "line 2: not read: it has no 'url'\nline 3: not read: it is no JSON object\n",
            "\(lines)")
        let other = try postback("verify", input: "{\"url\":\"https://other.example/x\"}\n")
        #expect(other.status == 1 && other.errors.contains("1 of partners without a contract"))
        #expect(try postback("verify", "--partner", "awinn", input: "{}").errors.contains("did you mean 'awin'?"))
        #expect(try postback("verify", "/nonexistent").status == 3)
    }

    @Test("verify asks the contract that writes the host out, not one that takes any host, and needs no partner file")
    func verifyHosts() throws {
        let folder = try emptyProject()
        let contracts = folder.path("Schemas/contracts")
        try FileManager.default.createDirectory(atPath: contracts, withIntermediateDirectories: true)
        func contract(_ id: String, _ url: String) throws {
            try """
            contract \(id) "\(id)"
            evidence docs documentation "https://partner.example/docs" read 2026-11-26
            request conversion {
                GET "\(url)" by docs
                query by docs {
                    click : text required
                }
            }
            """.write(toFile: "\(contracts)/\(id).contract", atomically: true, encoding: .utf8)
        }
        try contract("any", "https://{text}/conversion")
        try contract("own", "https://{choice(eu, us)}.own.example/conversion")
        func verify(_ url: String) throws -> Tool.Result {
            try postback("verify", "--project", folder.path(""), input: "{\"url\":\"\(url)\"}\n")
        }
        #expect(try verify("https://eu.own.example/conversion").output.hasPrefix("line 1: own: "))
        #expect(try verify("https://eu.own.example/other?click=1").output.hasPrefix("line 1: own: "))
        #expect(try verify("https://network.example/conversion").output.hasPrefix("line 1: any: "))
        #expect(try verify("https://network.example/conversion?click=1").status == 0)
        // A path that is nobody's is held against nobody.
        #expect(try verify("https://network.example/other").errors.contains("1 of partners without a contract"))
    }

    @Test("verify looks at every request of a script, whatever stands around it")
    func scripts() throws {
        let url = "https://trc.taboola.com/actions-handler/log/3/s2s-action?click-id=a&name=b"
        for (command, count) in [
            ("curl -s '\(url)&x=1' && echo done > /dev/null 2>&1", 1), ("curl '\(url)&x=1' '\(url)&y=1'", 2),
            ("id=$(curl -sS '\(url)&x=1')", 1), ("curl \\\r\n  '\(url)&x=1'\r\n", 1),
            ("# curl '\(url)&x=1'\ncurl '\(url)'", 0),
            ("curl -F 'a=b' '\(url)'", 1), ("curl -d @file '\(url)'", 1),
        ] {
            let result = try postback("verify", input: command)
            let found = result.output.split(separator: "\n").count { $0.hasPrefix("line ") }
            #expect(found == count && result.status == (count == 0 ? 0 : 1), "\(command): \(result)")
        }
    }

    @Test("verify reads on behind a first line that is no request, and shows nothing that a terminal obeys")
    func verifyLong() throws {
        let good = "{\"url\":\"https://trc.taboola.com/actions-handler/log/3/s2s-action?click-id=a&name=b\"}\n"
        let bad = good.replacing("name=b", with: "name=b&t%0aFAKE%1b[31m=1")
        let lines = "\u{FEFF}\nnothing\n" + String(repeating: good, count: 4_000) + bad
        let result = try postback("verify", input: lines)
        #expect(result.status == 1 && result.errors == "4001 requests: 2 findings\n", "\(result.errors)")
        #expect(result.output.contains("line 4003: taboola: query t\\u{a}FAKE\\u{1b}[31m is not documented"))
        #expect(try postback("verify", "a", "b").status == 2)
        #expect(try postback("verify", "/").status == 3)
    }

    @Test("verify holds digests against the event that it is given")
    func verifyDigests() throws {
        let folder = TemporaryFolder()
        let event =
            #"{"event":{"kind":"event","name":"purchase","time":"2026-11-23T08:00:00Z"},"user":{"email":"jane@example.com"},"device":{"os":"ios","ip":"203.0.113.7","locale":"en_US","user_agent":"Mozilla/5.0"},"app":{"store_id":"1441750662"},"revenue":{"amount":"1.00","currency":"USD"}}"#
        try event.write(toFile: folder.path("event.json"), atomically: true, encoding: .utf8)
        let json = try postback("preview", "tiktok", "--event", folder.path("event.json"), "--json", "--secrets").output
        #expect(try postback("verify", "--event", folder.path("event.json"), input: json).status == 0, "\(json)")
        // sha256("jane@example.com"), and its own SHA-256.
        let digest = "8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d"
        #expect(json.contains(digest))
        let twice = json.replacing(digest, with: "6a2f1064f0f8a66b4c42208204fe233d14bd6fc181f718270e4d136c38709da0")
        let result = try postback("verify", "--event", folder.path("event.json"), input: twice)
        #expect(result.status == 1 && result.output.contains("is the digest of a digest"), "\(result)")
    }
}
