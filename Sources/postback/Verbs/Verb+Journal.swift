import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension Verb {
    private static let journals =
        "What a journal or a shared store holds; what is dead or parked is tried again or given up."

    static let status = Verb(
        name: "status",
        summary: "Says what a journal or a shared store holds: what waits, what is dead, what is parked.",
        usage: "(--journal DIR | --store URL) [--dead]",
        options: StoreChoice.options + [
            Option("--dead", nil, "list what is dead or parked: key, postback, state, reason, attempts, revision")
        ],
        example: "postback status --journal /var/lib/postback", family: journals
    ) { arguments in
        let choice = try StoreChoice(arguments)
        if case .servers(let servers, let settings) = choice { return try status(servers, settings, arguments) }
        let path = try journal(choice)
        let report: JournalReport
        do throws(JournalProblem) {
            report = try JournalReport(journal: path, now: .now)
        } catch {
            throw ToolError(error.description)
        }
        guard !arguments.has("--dead") else {
            for settled in report.settled { Terminal.print(line(settled)) }
            return .success
        }
        Terminal.print("\(report.events) events wait or were put aside\n")
        for partner in report.partners {
            let due = partner.nextDue.map { ", next due \($0)" } ?? ""
            Terminal.print(
                "\(partner.partner): \(partner.waiting) waiting\(due), \(partner.dead) dead, \(partner.parked) parked\n"
            )
        }
        return .success
    }

    static let replay = letters(
        .replay, "Has dead or parked postbacks of a journal wait again, from their first attempt.",
        example: "postback replay --journal /var/lib/postback --reason http_503")

    static let discard = letters(
        .discard, "Gives up dead or parked postbacks of a journal.",
        example: "postback discard --journal /var/lib/postback --partner meta --reason too_old")

    /// A verb that does something with dead letters.
    private static func letters(_ action: LetterRequest.Action, _ summary: String, example: String) -> Verb {
        Verb(
            name: action.rawValue, summary: summary,
            usage: "(--journal DIR | --store URL) (--all | [--partner ID] [--reason WORD] | KEY…)",
            options: StoreChoice.options + [
                Option("--all", nil, "all that is dead or parked"),
                Option("--partner", "ID", "what was for one partner"),
                Option("--reason", "WORD", "what is there for one reason"),
            ], example: example, family: journals
        ) { arguments in
            let keys = Set(arguments.operands)
            let (partner, reason) = (arguments.value("--partner"), arguments.value("--reason"))
            guard arguments.has("--all") || partner != nil || reason != nil || !keys.isEmpty else {
                throw UsageError(
                    "\(action.rawValue) what? --all, --partner ID, --reason WORD, or keys that 'status --dead' prints")
            }
            let choice = try StoreChoice(arguments)
            func isWanted(_ settled: SettledPostback) -> Bool {
                (keys.isEmpty || keys.contains(settled.key.description))
                    && (partner == nil || settled.target.partner == partner)
                    && (reason == nil || settled.reason == reason)
            }
            let found: [SettledPostback]
            do {
                switch choice {
                case .journal:
                    found = try JournalReport.perform(
                        action, journal: try journal(choice), now: .now, where: isWanted)
                case .servers(let servers, let settings):
                    found = try BrokerReport(servers, settings: settings).perform(action, now: .now, where: isWanted)
                }
            } catch let problem as JournalReport.Problem {
                throw ToolError(problem.description)
            } catch let problem as StoreProblem {
                throw ToolError(problem.description)
            }
            for settled in found { Terminal.print(line(settled)) }
            if found.isEmpty { Terminal.error("postback: nothing dead or parked fits\n") }
            return found.isEmpty ? .findings : .success
        }
    }

    private static func line(_ settled: SettledPostback) -> String {
        let target = "\(settled.target.app)/\(settled.target.partner)/\(settled.target.name)"
        let state = settled.state == .parked ? "parked" : "dead"
        return "\(settled.key) \(target) \(state) \(settled.reason) \(settled.attempts) \(settled.revision)\n"
    }

    /// What the servers of a shared store hold.
    private static func status(
        _ servers: String, _ settings: BrokerSettings, _ arguments: Arguments
    ) throws -> ExitStatus {
        do throws(StoreProblem) {
            let report = try BrokerReport(servers, settings: settings)
            guard !arguments.has("--dead") else {
                for settled in try report.settled() { Terminal.print(line(settled)) }
                return .success
            }
            for dispatcher in try report.dispatchers() {
                let revisions = dispatcher.revisions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                Terminal.print(
                    "dispatcher \(dispatcher.name) since \(dispatcher.since), configuration "
                        + "\(dispatcher.configuration): \(revisions.joined(separator: ", "))\n")
            }
            let (waiting, rejected) = try report.events()
            Terminal.print("\(waiting) events wait to be taken in, \(rejected) were put aside as none\n")
            for (partner, counts) in try report.counts().sorted(by: { $0.key < $1.key }) {
                Terminal.print(
                    "\(partner): \(counts.pending) waiting, \(counts.dead) dead, \(counts.parked) parked\n")
            }
            return .success
        } catch {
            throw ToolError(error.description)
        }
    }

    /// The folder of the journal that is named, if it is there.
    private static func journal(_ choice: StoreChoice) throws -> String {
        guard case .journal(let path) = choice else { throw UsageError("--journal DIR is missing") }
        guard unsafe access(path, F_OK) == 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            throw ToolError(isMissing ? "'\(path)' is no journal" : "there is no permission to look at '\(path)'")
        }
        return path
    }
}
