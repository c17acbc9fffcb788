import Foundation
import PostbackDelivery
import PostbackRuntime
import Synchronization

/// One run of `deliver`: events in, acknowledgements out, signals and progress.
final class DeliveryRun: Sendable {
    private let name: String
    private let outputs: DeliveryOutputs
    private let messages: ServiceLog
    private let hasProblems = Atomic<Bool>(false)
    /// Postbacks that became dead letters or were parked in this run.
    private let letters = Atomic<Int>(0)
    /// Acknowledgements are kept for a reader that is slow; reading events waits for it, sending does not.
    private let acknowledgements = LineWriter(STDOUT_FILENO, limit: 1 << 22, .keep)

    /// Messages about lines of the input that are written one by one; after as many only the metrics count them.
    private static let mostLines = 1_000

    init(name: String, outputs: DeliveryOutputs, messages: ServiceLog) {
        self.name = name
        self.outputs = outputs
        self.messages = messages
    }

    /// What a service tells this run.
    var callbacks: DeliveryService.Callbacks {
        var callbacks = DeliveryService.Callbacks()
        callbacks.acknowledge = { self.acknowledge($0) }
        callbacks.settled = { settled in
            self.letters.add(1, ordering: .relaxed)
            let (kind, target) = (settled.state == .parked ? "parked" : "dead", settled.target)
            self.messages.warning(
                "\(kind): \(target.app)/\(target.partner)/\(target.name) \(settled.key): \(settled.reason), "
                    + "attempts: \(settled.attempts)")
        }
        if let log = outputs.log { callbacks.attempted = { log.write($0) } }
        callbacks.notice = { self.messages.warning($0.description) }
        callbacks.observe = { self.outputs.show($0) }
        return callbacks
    }

    /// Delivers until the input has ended and nothing waits, or until a signal asks for the end. Without an input, events
    /// only come from the store's servers.
    ///
    /// - Parameters:
    ///   - isFile: whether the events come from a file, so that the run as a whole has an outcome.
    ///   - reload: reads configuration and bundle anew, and says what came of that.
    func deliver(
        _ input: LineChunks?, to service: DeliveryService, isFile: Bool, signals: SignalWatch?,
        reload: @escaping @Sendable () -> Void
    ) throws(DeliveryService.Problem) -> ExitStatus {
        signals?.listen { request in
            switch request {
            case .stop: service.stop()
            case .reload:
                if self.outputs.log?.reopen() == false {
                    self.messages.error("the log cannot be opened anew; it goes on where it was")
                }
                reload()
            }
        }
        // What has been taken in is sent first: else events are read at the expense of sending, and then there is nothing to
        // do beside it.
        if let input { Thread.givingWay { self.read(input, service) }.start() }
        defer {
            if !acknowledgements.finish(timeout: 5) {
                messages.error("acknowledgements were not read; what was taken in is kept all the same")
            }
            outputs.end()
            messages.finish()
        }
        try service.run()
        let letters = letters.load(ordering: .relaxed)
        if isFile, letters > 0 { messages.warning("\(letters) postbacks became dead letters or were parked") }
        return hasProblems.load(ordering: .relaxed) || isFile && letters > 0 ? .findings : .success
    }

    private func read(_ input: LineChunks, _ service: DeliveryService) {
        var input = input
        var told = 0
        func tell(_ line: Int, _ message: String) {
            hasProblems.store(true, ordering: .relaxed)
            told += 1
            if told <= Self.mostLines { messages.error("\(name):\(line): \(message)") }
            if told == Self.mostLines { messages.error("\(name): no more lines are named; metrics count them") }
        }
        while let chunk = input.next() {
            guard !chunk.isTooLong else {
                tell(chunk.firstLine, "the line is longer than \(LineChunks.maximumLength) bytes")
                continue
            }
            let lines = chunk.lines.map { (number: $0.number, line: Array(chunk.bytes[$0.place])) }
            for findings in service.offer(lines: lines) {
                for message in findings.messages { tell(findings.number, message) }
            }
            acknowledgements.waitForRoom()
        }
        service.finish()
    }

    /// Prints a line for each event that is durable now.
    private func acknowledge(_ all: [DeliveryService.Acknowledgement]) {
        var lines: [UInt8] = []
        for acknowledgement in all {
            if acknowledgement.refusal != nil { hasProblems.store(true, ordering: .relaxed) }
            acknowledgement.append(to: &lines)
        }
        acknowledgements.write(lines)
    }
}

extension DeliveryService.Acknowledgement {
    /// Appends it as a line of JSON.
    fileprivate func append(to lines: inout [UInt8]) {
        let object = JSONObjectWriter(to: &lines)
        object.add("line", number: offer.number, to: &lines)
        object.add("event_id", offer.eventID, to: &lines)
        let skipped = offer.decisions.filter { $0.skip != nil }
        if let refusal {
            object.add("refused", refusal, to: &lines)
        } else {
            object.add("accepted", number: accepted, to: &lines)
            object.add("duplicates", number: offer.decisions.count - skipped.count - accepted, to: &lines)
        }
        object.add("skipped", array: skipped, to: &lines) { decision, lines in
            let object = JSONObjectWriter(to: &lines)
            object.add("partner", decision.partner, to: &lines)
            object.add("postback", decision.postback, to: &lines)
            object.add("code", decision.skip?.code, to: &lines)
            object.end(&lines)
        }
        object.end(&lines)
        lines.append(UInt8(ascii: "\n"))
    }
}
