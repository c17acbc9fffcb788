import Foundation
import PostbackCertification
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension Verb {
    static let render = Verb(
        name: "render", summary: "Renders events (JSON lines) for an account: requests and skips as JSON lines.",
        usage: "--configuration FILE [--bundle FILE] [--events FILE]",
        options: [
            Option("--configuration", "FILE", "the account's apps, partners and fields, as JSON"),
            Option("--bundle", "FILE", "integrations of a bundle, in place of the project's"),
            Option("--events", "FILE", "events, one JSON object a line; standard input if not given"),
            Option("--strict", nil, "report keys of events that the catalogue lacks"),
            Option("--now", "TIME", "the moment of rendering, for output that repeats"),
            Option("--seed", "N", "makes random values repeat"), .project, .schemas,
        ],
        example: "postback render --configuration account.json --events events.jsonl"
    ) { arguments in
        guard let path = arguments.value("--configuration") else { throw UsageError("--configuration FILE is missing") }
        if let extra = arguments.operands.first {
            throw UsageError("render takes no '\(extra)'; events come with --events FILE")
        }
        let now = try arguments.value("--now").map { text in
            guard let moment = Timestamp(text) else {
                throw UsageError("--now takes a time such as 2026-11-23T08:00:00Z")
            }
            return moment
        }
        let random = try SeededRandom(arguments.value("--seed"))
        let configuration = try configuration(path)
        guard let integrations = try integrations(arguments, for: configuration) else { return .findings }
        guard let postbacks = postbacks(path, configuration, integrations) else { return .findings }
        let events = arguments.value("--events")
        let isStrict = arguments.has("--strict")
        return try run(
            LineChunks(path: events),
            EventRenderer.Settings(
                postbacks: postbacks,
                decoder: EventDecoder(catalogue: integrations.catalogue, collectsUnknownKeys: isStrict),
                name: events ?? "events", isStrict: isStrict, now: now, random: random))
    }

    /// The postbacks of all apps; nil when something is wrong with the configuration, which is printed.
    private static func postbacks(
        _ path: String, _ configuration: [UInt8], _ integrations: Integrations
    ) -> ConfiguredPostbacks? {
        var warnings: [ConfigurationProblem] = []
        do throws(ConfigurationProblems) {
            let decoder = ConfigurationDecoder(partners: integrations.partners, catalogue: integrations.catalogue)
            let accounts = try decoder.decode(configuration, warnings: &warnings)
            let postbacks = try ConfiguredPostbacks(
                accounts, partners: integrations.partners, catalogue: integrations.catalogue)
            report(path, [], warnings: warnings)
            return postbacks
        } catch {
            report(path, error.problems, warnings: warnings)
            return nil
        }
    }

    /// Renders on every core; output and messages come in the order of the lines.
    private static func run(_ lines: LineChunks, _ settings: EventRenderer.Settings) throws -> ExitStatus {
        var lines = lines
        let pipeline = OrderedPipeline<LineChunks.Chunk, EventRenderer.Result>(
            workers: ProcessInfo.processInfo.activeProcessorCount
        ) {
            let renderer = EventRenderer(settings)
            return { renderer.render($0) }
        }
        var count = 0
        var sessions = SessionClaims()
        var hasProblems = false
        func write(_ result: EventRenderer.Result) {
            if !result.messages.isEmpty {
                hasProblems = true
                Terminal.error(result.messages)
            }
            Terminal.write(result.output(&sessions))
            count += result.events
        }
        while let chunk = lines.next() {
            pipeline.submit(chunk)
            while let result = pipeline.next(waits: !pipeline.hasRoom) { write(result) }
        }
        pipeline.close()
        while let result = pipeline.next() { write(result) }
        if count == 0, !hasProblems {
            Terminal.error("postback: there were no events\n")
            return .findings
        }
        return hasProblems ? .findings : .success
    }
}
