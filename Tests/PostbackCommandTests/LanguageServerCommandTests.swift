import Foundation
import TestSupport
import Testing

@Suite("The language server as a process")
struct LanguageServerCommandTests {
    private func framed(_ messages: [String]) -> String {
        messages.map { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" }.joined()
    }

    private func run(_ messages: [String], _ arguments: [String] = []) throws -> Tool.Result {
        try CommandTests.postback(["language-server"] + arguments, input: framed(messages))
    }

    private static let initialize = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#
    private static let shutdown = #"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#
    private static let exit = #"{"jsonrpc":"2.0","method":"exit"}"#

    @Test("ends with status 0 when it is told to, and with 1 when its client goes away or breaks off")
    func ends() throws {
        let whole = try run([Self.initialize, Self.shutdown, Self.exit], ["--stdio"])
        #expect(whole.status == 0 && whole.errors.isEmpty)
        #expect(whole.output.hasSuffix(#"{"jsonrpc":"2.0","id":2,"result":null}"#))
        #expect(try run([Self.initialize, Self.exit]).status == 1)
        #expect(try run([Self.initialize]).status == 1)
        #expect(try run([]).status == 1)
        let half = try CommandTests.postback(["language-server"], input: String(framed([Self.initialize]).dropLast(3)))
        #expect(half.status == 1 && half.output.isEmpty && half.errors.isEmpty)
    }

    @Test("answers what came before its client went away")
    func answers() throws {
        let result = try run([Self.initialize, #"{"jsonrpc":"2.0","id":5,"method":"workspace/symbol","params":{}}"#])
        #expect(result.output.contains(#""id":5,"result":[]"#))
    }

    @Test("goes on after bytes that are no message, and says so")
    func noise() throws {
        let result = try CommandTests.postback(
            ["language-server"],
            input: "hello\n\n" + framed([Self.initialize]) + framed(["{"]) + framed([Self.shutdown, Self.exit]))
        #expect(result.status == 0)
        #expect(result.output.components(separatedBy: "-32700").count == 3)
    }

    @Test("finds the project that is named, and says what it does not find")
    func project() throws {
        let folder = #"{"jsonrpc":"2.0","id":5,"method":"workspace/symbol","params":{"query":"unity"}}"#
        let named = try run([Self.initialize, folder, Self.shutdown, Self.exit], ["--project", "."])
        #expect(named.output.contains("Integrations/unity.postback"))
        let none = try CommandTests.postback(["language-server", "--project", "/nowhere"])
        #expect(none.status == 3 && none.errors == "postback: there is no folder '/nowhere'\n")
        #expect(try CommandTests.postback(["language-server", "now"]).status == 2)
        let empty = FileManager.default.temporaryDirectory.appending(path: "postback-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: empty) }
        let open =
            #"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///x.postback","text":""}}}"#
        let lost = try run([Self.initialize, open, open, Self.shutdown, Self.exit], ["--project", empty.path])
        #expect(lost.status == 0 && lost.output.components(separatedBy: "window/showMessage").count == 2)
    }

    @Test("serves Neovim over its own client", .enabled(if: Tool("nvim") != nil))
    func neovim() throws {
        let tool = try #require(Tool("env"))
        let nvim = try #require(Tool("nvim"))
        let grammar = try TreeSitter.editorFolder()
        let result = try tool.run(
            ["POSTBACK=\(CommandTests.command.path)"] + (grammar.map { ["GRAMMAR=\($0.url.path)"] } ?? []) + [
                nvim.path, "--headless", "-u", "NONE", "-n", "-c", "luafile Tests/Editors/neovim.lua",
            ])
        let tree = """
            tree source_file without a mistake
            colours on
            edited with mistakes
            undone without

            """
        #expect(
            result.output == """
                root found
                \(grammar == nil ? "" : tree)hover `device.gamer_id` : `text`
                definition Schemas/macros.schema line
                findings 37 unknown_transform
                completion macros
                rename 2 all
                undone as before
                formatting as before
                lenses many
                symbols unity
                ended

                """, "\(result.errors)")
    }
}
