import Foundation
import TestSupport
import Testing

@Suite("Completion")
struct CompletionTests {
    /// What the command says can stand in place of the last word.
    private func candidates(_ words: String...) throws -> [String] {
        let result = try CommandTests.postback(["completions", "--for"] + words)
        #expect(result.status == 0 && result.errors.isEmpty, "\(words)")
        return result.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    }

    @Test("offers verbs, options, and what stands behind them, from the verbs themselves")
    func words() throws {
        #expect(try candidates("che") == ["check"])
        #expect(try candidates("").contains("certify"))
        #expect(try candidates("check", "--fo") == ["--format"])
        #expect(try candidates("check", "--format", "sa") == ["sarif"])
        #expect(try candidates("check", "--format=sa") == ["--format=sarif"])
        #expect(try candidates("check", "--fix", "--fi") == [])
        #expect(try candidates("preview", "--field", "a=b", "--fie") == ["--field"])
        #expect(try candidates("preview", "meta_c") == ["meta_capi"])
        #expect(try candidates("preview", "meta", "purch") == ["purchase"])
        #expect(try candidates("preview", "--platform", "android", "meta", "purch") == ["purchase"])
        #expect(try candidates("preview", "meta", "install", "--field", "app") == ["app_id="])
        #expect(try candidates("preview", "meta", "--set", "device.idfv") == ["device.idfv="])
        #expect(try candidates("generate", "b") == ["bundle"])
        #expect(try candidates("explain", "contact_in") == ["contact_in_clear"])
        #expect(try candidates("transforms", "hmac") == ["hmac_sha1", "hmac_sha256"])
        #expect(try candidates("macros", "device.gai") == ["device.gaid"])
        #expect(try candidates("breaking", "--fail-on", "disc") == ["disclosure"])
        #expect(try candidates("breaking", "--against", "") == [":files"])
        #expect(try candidates("check", "meta").suffix(2) == ["meta_capi", ":files"])
        #expect(try candidates("certify", "snap", "tikt") == ["tiktok"])
        #expect(try candidates("help", "cert") == ["certify"])
        // Where there is nothing to offer, nothing is, and nothing is said.
        for nothing in [["nonsense", "x"], ["new", "a"], ["preview", "meta", "install", "x"], ["status", "x"]] {
            #expect(try CommandTests.postback(["completions", "--for"] + nothing).output.isEmpty, "\(nothing)")
        }
        let outside = try CommandTests.postback(["completions", "--for", "preview", "--project", "/nowhere", "m"])
        #expect(outside.status == 0 && outside.output.isEmpty && outside.errors.isEmpty)
    }

    @Test("of bash takes what the command offers", .enabled(if: Tool("bash") != nil))
    func bash() throws {
        #expect(try bash(["che"]) == ["check"])
        #expect(try bash(["preview", "meta", "--field", "app"]) == ["app_id="])
        #expect(try bash(["verify", "Integrations/meta."]) == ["Integrations/meta.postback"])
    }

    private func bash(_ words: [String]) throws -> [String] {
        let script = """
            source <("$0" completions bash)
            COMP_WORDS=("$0" "$@") COMP_CWORD=$#
            _postback
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let tool = try #require(Tool("bash"))
        let result = try tool.run(["-c", script, CommandTests.command.path] + words)
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test("of fish takes what the command offers", .enabled(if: Tool("fish") != nil))
    func fish() throws {
        let tool = try #require(Tool("fish"))
        let folder = CommandTests.command.deletingLastPathComponent().path
        for (call, expected) in [("che", "check"), ("generate b", "bundle"), ("preview meta --field app", "app_id=")] {
            let script = """
                set -gx PATH \(folder) $PATH
                postback completions fish | source
                complete -C 'postback \(call)'
                """
            let result = try tool.run(["-N", "-c", script])
            let words = result.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
            #expect(words == [expected], "\(call): \(result.output) \(result.errors)")
        }
    }
}
