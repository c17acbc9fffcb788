import Foundation
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate
import Synchronization

extension Verb {
    static let deliver = Verb(
        name: "deliver", summary: "Takes in events, keeps them and delivers their postbacks over HTTPS.",
        usage: "--configuration FILE (--journal DIR | --store URL) [--bundle FILE] [--events FILE]",
        options: [
            Option("--configuration", "FILE", "the account's apps, partners and fields, as JSON"),
            Option("--journal", "DIR", "the folder in which what waits is kept; made if it is not there"),
            Option(
                "--store", "URL", "nats://HOST:PORT[,…][/NAME] in place of a journal: shared with other dispatchers"),
            Option("--store-replicas", "N", "how many of the store's servers keep each message; 1 if not given"),
            Option("--store-certificates", "FILE", "certificates that the store's servers are trusted by, with tls://"),
            Option("--bundle", "FILE", "integrations of a bundle, in place of the project's"),
            Option("--events", "FILE", "events, one JSON object a line; standard input with a journal"),
            Option("--metrics", "FILE", "metrics in the form of Prometheus, written every second"),
            Option("--metrics-port", "N", "/metrics, /healthz and /readyz on a port of 127.0.0.1"),
            Option("--log", "FILE", "a JSON object a line for each attempt, without any value that was sent"),
            Option("--window", "SECONDS", "how long the same input counts as one; 7200 if not given"),
            Option("--in-flight", "N", "the most requests under way; 256 if not given"),
            Option("--dead-letters", "N", "the most dead letters that are kept; 1000000 if not given"),
            Option("--dead-letter-days", "N", "how long they are kept; 30 if not given"),
            Option("--certificates", "FILE", "certificates to trust in place of the system's"),
            Option("--allow-private-addresses", nil, "connect to loopback and private networks too, for tests"),
            .project,
            .schemas,
        ],
        example: "postback deliver --configuration account.json --journal /var/lib/postback < events.jsonl"
    ) { arguments in
        guard let path = arguments.value("--configuration") else { throw UsageError("--configuration FILE is missing") }
        let choice = try StoreChoice(arguments)
        if let extra = arguments.operands.first {
            throw UsageError("deliver takes no '\(extra)'; events come with --events FILE")
        }
        var settings = DeliveryService.Settings()
        let window = UInt32(try number(arguments, "--window", 1...1_000_000_000) ?? 7_200)
        settings.inFlight = try number(arguments, "--in-flight", 1...10_000) ?? 256
        settings.letterLimits.most = try number(arguments, "--dead-letters", 1...100_000_000) ?? 1_000_000
        settings.letterLimits.seconds = Int64(try number(arguments, "--dead-letter-days", 1...3_650) ?? 30) * 86_400
        settings.allowsPrivateAddresses = arguments.has("--allow-private-addresses")
        settings.authorities = arguments.value("--certificates")
        let messages = ServiceLog()
        let outputs = try outputs(arguments, messages)
        let input = try input(arguments, choice)
        guard let integrations = try configured(arguments, path) else { return .findings }
        let run = DeliveryRun(name: arguments.value("--events") ?? "events", outputs: outputs, messages: messages)
        do {
            let store = try store(choice, arguments, window: window)
            let service = try DeliveryService(
                integrations, store: store, settings: settings, callbacks: run.callbacks)
            if case .servers = choice {
                try service.share(
                    try bundle(of: integrations), configuration: try configuration(path), isNew: false)
            }
            return try run.deliver(
                input, to: service, isFile: arguments.value("--events") != nil, signals: arguments.signals
            ) {
                reload(service, arguments, path, messages)
            }
        } catch let problem as any Error & CustomStringConvertible {
            messages.error(problem.description)
            messages.finish()
            return .failure
        }
    }

    /// The integrations that are in use, as others can use them.
    private static func bundle(of integrations: ConfiguredIntegrations) throws -> IntegrationBundle {
        let snapshot = integrations.snapshot
        return try IntegrationBundle(partners: snapshot.partners.map(\.template), catalogue: snapshot.catalogue)
    }

    /// Lines of events; nil where they only come from the store's servers.
    private static func input(_ arguments: Arguments, _ choice: StoreChoice) throws -> LineChunks? {
        if case .servers = choice, arguments.value("--events") == nil { return nil }
        return try LineChunks(path: arguments.value("--events"))
    }

    private static func store(
        _ choice: StoreChoice, _ arguments: Arguments, window: UInt32
    ) throws -> any PostbackStore {
        switch choice {
        case .journal(let path): return try PostbackStores.journal(path: path, window: window, now: .now)
        case .servers(let servers, var settings):
            settings.window = window
            settings.replicas = try number(arguments, "--store-replicas", 1...5) ?? 1
            return try PostbackStores.jetStream(servers, settings: settings)
        }
    }

    /// The integrations with the configuration of a file; nil when something is wrong with them, which is printed.
    private static func configured(_ arguments: Arguments, _ path: String) throws -> ConfiguredIntegrations? {
        let configuration = try configuration(path)
        guard let integrations = try integrations(arguments, for: configuration) else { return nil }
        var warnings: [ConfigurationProblem] = []
        do throws(ConfigurationProblems) {
            let configured = try ConfiguredIntegrations(
                partners: integrations.partners, catalogue: integrations.catalogue, configuration: configuration,
                warnings: &warnings, now: .now)
            report(path, [], warnings: warnings)
            return configured
        } catch {
            report(path, error.problems, warnings: warnings)
            return nil
        }
    }

    /// Puts bundle and configuration to use as they are now; what is not sound stays as it was.
    private static func reload(
        _ service: DeliveryService, _ arguments: Arguments, _ path: String, _ messages: ServiceLog
    ) {
        do {
            let configuration = try configuration(path)
            guard let integrations = try integrations(arguments, for: configuration, report: messages.error) else {
                return messages.error("the configuration was not changed")
            }
            let bundle = try IntegrationBundle(partners: integrations.partners, catalogue: integrations.catalogue)
            let report = try service.update(bundle).description
            if !report.isEmpty { messages.info(report) }
            for warning in try service.configure(configuration) { messages.warning("\(path): \(warning.description)") }
            try service.share(bundle, configuration: configuration, isNew: true)
            messages.info("the configuration was read anew")
        } catch let problems as ConfigurationProblems {
            for problem in problems.problems { messages.error("\(path): \(problem.description)") }
            messages.error("the configuration was not changed")
        } catch let problem as ToolError {
            messages.error("\(problem.message); the configuration was not changed")
        } catch let problem as DeliveryService.Problem {
            messages.error("the configuration is in use here and not shared: \(problem.description)")
        } catch let problem as BundleProblem {
            messages.error("\(problem.description); the configuration was not changed")
        } catch {
            messages.error("the configuration was not changed: \(error.localizedDescription)")
        }
    }

    private static func outputs(_ arguments: Arguments, _ messages: ServiceLog) throws -> DeliveryOutputs {
        let port = try number(arguments, "--metrics-port", 0...65_535).map { try MetricsPort(UInt16($0)) }
        if let port { messages.info("metrics on http://127.0.0.1:\(port.port)/metrics") }
        return try DeliveryOutputs(
            metrics: arguments.value("--metrics"), port: port,
            log: try arguments.value("--log").map { try AttemptLog(path: $0) }, messages: messages)
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
