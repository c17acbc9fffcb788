import Foundation
import PostbackSupport

/// The `postback` command: finds the verb, runs it, turns what happened into an exit status.
@main
struct PostbackCommand {
    static let verbs: [Verb] = [
        .new, .import,
        .check, .format, .test, .certify, .breaking, .upgrade, .verify, .select, .preview, .generate, .render, .deliver,
        .status,
        .replay,
        .discard, .explain,
        .macros,
        .transforms,
        .completions, .manual, .languageServer,
    ]

    static func main() {
        ProcessSetup.prepare()
        let arguments = Array(CommandLine.arguments.dropFirst())
        // A service that reads a long journal is not ended by being told to read its configuration.
        let signals = arguments.first == Verb.deliver.name ? SignalWatch() : nil
        do {
            exit(try run(arguments, signals).rawValue)
        } catch let error as UsageError {
            Terminal.error("postback: \(error.message)\n")
            exit(ExitStatus.usage.rawValue)
        } catch let error as ToolError {
            Terminal.error("postback: \(error.message)\n")
            exit(ExitStatus.failure.rawValue)
        } catch {
            Terminal.error("postback: \(error.localizedDescription)\n")
            exit(ExitStatus.failure.rawValue)
        }
    }

    private static func run(_ arguments: [String], _ signals: SignalWatch?) throws -> ExitStatus {
        guard var name = arguments.first, name != "--help", name != "-h", arguments != ["help"],
            arguments.prefix(2) != ["help", "help"],
            arguments.prefix(2) != ["help", "--help"]
        else {
            Terminal.print(Help.overview(verbs), status: arguments.isEmpty ? .usage : .success)
            return arguments.isEmpty ? .usage : .success
        }
        // `help VERB` is `VERB --help`.
        let asksForHelp = name == "help"
        if asksForHelp { name = arguments[1] }
        // What a shell asks at every word; the words are those of another call, whatever they are.
        if arguments.prefix(2) == [Verb.completions.name, "--for"] {
            Terminal.print(Completion(Array(arguments.dropFirst(2)), verbs).text)
            return .success
        }
        if name == "--version" {
            Terminal.print("postback \(ProductVersion.text)\n")
            return .success
        }
        guard let verb = verbs.first(where: { $0.name == name }) else {
            throw UsageError.unknown("verb", name, among: verbs.map(\.name))
        }
        if asksForHelp || arguments.contains("--help") || arguments.contains("-h") {
            Terminal.print(Help.page(verb))
            return .success
        }
        var given = try Arguments(Array(arguments.dropFirst()), verb.options)
        given.signals = signals
        return try verb.run(given)
    }
}

/// What the command's exit status says.
enum ExitStatus: Int32 {
    case success = 0
    case findings = 1
    case usage = 2
    case failure = 3
}
