import Foundation
import TestSupport
import Testing

@Suite("The tutorial")
struct TutorialTests {
    /// A block of the page: commands, and what they print.
    private struct Step {
        var commands: String
        var output = ""
    }

    /// The blocks `sh`, each with the block `text` behind it.
    private static func steps(_ page: String) -> [Step] {
        var steps: [Step] = []
        for match in page.matches(of: /```(sh|text)\n((?s).*?)```/) {
            if match.1 == "sh" {
                steps.append(Step(commands: String(match.2)))
            } else if !steps.isEmpty {
                steps[steps.count - 1].output = String(match.2)
            }
        }
        return steps
    }

    @Test(
        "goes from an empty folder to a delivered postback, word for word",
        .enabled(if: Tool("bash") != nil && Tool("python3") != nil && Tool("curl") != nil))
    func wordForWord() throws {
        let free = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
        let port = try #require(Tool("python3")).run(["-c", free]).output.trimmingCharacters(in: .newlines)
        let page = try Repository.text("Sources/PostbackLanguage/PostbackLanguage.docc/Tutorial.md")
            // Where other tests run, the page's port may be taken.
            .replacing("8089", with: port)
        let steps = Self.steps(page)
        #expect(steps.count == 8)
        let folder = FileManager.default.temporaryDirectory.appending(path: "postback-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tools = CommandTests.command.deletingLastPathComponent().path
        let script =
            // What is started by a test has the signals blocked that its thread has.
            "set -e\ntrap 'kill -9 $(jobs -p) 2> /dev/null' EXIT\nexport PATH='\(tools)':\"$PATH\" CHECKOUT='\(Repository.root.path)'\n"
            + steps.map { "echo '== a step'\n\($0.commands)" }.joined()
        let result = try #require(Tool("bash")).run(["-c", script], directory: folder)
        #expect(result.status == 0, "\(result.errors)")
        let outputs = result.output.components(separatedBy: "== a step\n").dropFirst()
        #expect(outputs.count == steps.count)
        for (output, step) in zip(outputs, steps) { #expect(output == step.output, "\(step.commands)") }
    }
}
