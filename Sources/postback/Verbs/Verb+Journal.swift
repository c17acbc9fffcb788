import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension Verb {
    static let status = Verb(
        name: "status", summary: "Says what a journal holds: what waits, what is dead, what is parked.",
        usage: "--journal DIR [--dead]",
        options: [
            Option("--journal", "DIR", "the folder of the journal, which may be in use"),
            Option("--dead", nil, "list what was put aside: key, postback, state, reason, attempts, revision"),
        ],
        example: "postback status --journal /var/lib/postback"
    ) { arguments in
        let report = try journal(arguments) { path throws(DeliveryService.Problem) in
            try JournalReport(journal: path, now: .current)
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

    static let replay = Verb(
        name: "replay", summary: "Has dead or parked postbacks of a journal wait again, from the beginning.",
        usage: "--journal DIR (--all | --partner ID | --reason WORD | KEY…)",
        options: [
            Option("--journal", "DIR", "the folder of the journal; a 'deliver' that uses it does the work"),
            Option("--all", nil, "all that was put aside"), Option("--partner", "ID", "what was for one partner"),
            Option("--reason", "WORD", "what was put aside for one reason"),
        ],
        example: "postback replay --journal /var/lib/postback --reason http_503"
    ) { arguments in
        let keys = Set(arguments.operands)
        let (partner, reason) = (arguments.value("--partner"), arguments.value("--reason"))
        guard arguments.has("--all") || partner != nil || reason != nil || !keys.isEmpty else {
            throw UsageError("replay what? --all, --partner ID, --reason WORD, or keys that 'status --dead' prints")
        }
        let revived = try journal(arguments) { path throws(DeliveryService.Problem) in
            try JournalReport.revive(journal: path, now: .current) { settled in
                (keys.isEmpty || keys.contains(settled.key.description))
                    && (partner == nil || settled.partner == partner) && (reason == nil || settled.reason == reason)
            }
        }
        for settled in revived { Terminal.print(line(settled)) }
        if revived.isEmpty { Terminal.error("postback: nothing that was put aside fits\n") }
        return revived.isEmpty ? .findings : .success
    }

    private static func line(_ settled: DeliveryService.SettledReport) -> String {
        "\(settled.key) \(settled.target) \(settled.isParked ? "parked" : "dead") \(settled.reason) \(settled.attempts) \(settled.revision)\n"
    }

    private static func journal<Result>(
        _ arguments: Arguments, _ body: (String) throws(DeliveryService.Problem) -> Result
    ) throws -> Result {
        guard let path = arguments.value("--journal") else { throw UsageError("--journal DIR is missing") }
        guard FileManager.default.fileExists(atPath: path) else { throw ToolError("'\(path)' is no journal") }
        do throws(DeliveryService.Problem) {
            return try body(path)
        } catch {
            throw ToolError(error.description)
        }
    }
}
