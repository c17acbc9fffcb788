import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import Synchronization

extension Verb {
    static let deliver = Verb(
        name: "deliver", summary: "Takes in events, keeps them in a journal and delivers their postbacks over HTTPS.",
        usage: "--configuration FILE --journal DIR [--bundle FILE] [--events FILE]",
        options: [
            Option("--configuration", "FILE", "the account's apps, partners and fields, as JSON"),
            Option("--journal", "DIR", "the folder in which what waits is kept; made if it is not there"),
            Option("--bundle", "FILE", "integrations of a bundle, in place of the project's"),
            Option("--events", "FILE", "events, one JSON object a line; standard input if not given"),
            Option("--metrics", "FILE", "metrics in the form of Prometheus, written every second"),
            Option("--metrics-port", "N", "the same on a port of 127.0.0.1"),
            Option("--log", "FILE", "a JSON object a line for each attempt, without any value that was sent"),
            Option("--window", "SECONDS", "how long the same input counts as one; 7200 if not given"),
            Option("--in-flight", "N", "the most requests under way; 256 if not given"),
            Option("--certificates", "FILE", "certificates to trust in place of the system's"),
            Option("--allow-private-addresses", nil, "connect to loopback and private networks too, for tests"),
            .project,
            .schemas,
        ],
        example: "postback deliver --configuration account.json --journal /var/lib/postback < events.jsonl"
    ) { arguments in
        guard let path = arguments.value("--configuration") else { throw UsageError("--configuration FILE is missing") }
        guard let journal = arguments.value("--journal") else { throw UsageError("--journal DIR is missing") }
        if let extra = arguments.operands.first {
            throw UsageError("deliver takes no '\(extra)'; events come with --events FILE")
        }
        var settings = DeliveryService.Settings(journal: journal)
        settings.window = UInt32(try number(arguments, "--window", 1...1_000_000_000) ?? 7_200)
        settings.inFlight = try number(arguments, "--in-flight", 1...10_000) ?? 256
        settings.allowsPrivateAddresses = arguments.has("--allow-private-addresses")
        settings.authorities = arguments.value("--certificates")
        guard let integrations = try integrations(arguments), let postbacks = try postbacks(path, integrations) else {
            return .findings
        }
        let input = try LineChunks(path: arguments.value("--events"))
        let run = DeliveryRun(
            name: arguments.value("--events") ?? "events", outputs: try outputs(arguments), postbacks: postbacks)
        do throws(DeliveryService.Problem) {
            return try run.deliver(input, settings) {
                // The configuration and the bundle as they are now, if they are sound; else what there is goes on.
                guard let next = try? Verb.integrations(arguments) else { return nil }
                return try? Verb.postbacks(path, next)
            }
        } catch {
            throw ToolError(error.description)
        }
    }

    private static func outputs(_ arguments: Arguments) throws -> DeliveryOutputs {
        let port = try number(arguments, "--metrics-port", 0...65_535).map { try MetricsPort(UInt16($0)) }
        if let port { Terminal.error("postback: metrics on http://127.0.0.1:\(port.port)/metrics\n") }
        return DeliveryOutputs(
            metrics: arguments.value("--metrics"), port: port,
            log: try arguments.value("--log").map { try AttemptLog(path: $0) })
    }

    private static func number(
        _ arguments: Arguments, _ option: String, _ bounds: ClosedRange<Int>
    ) throws -> Int? {
        guard let text = arguments.value(option) else { return nil }
        guard let number = Int(text), bounds.contains(number) else {
            throw UsageError("\(option) takes a number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }
}
