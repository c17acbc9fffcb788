import Foundation
import PostbackDelivery
import PostbackRuntime
import Synchronization

/// One run of `deliver`: events in, acknowledgements out, signals and progress.
final class DeliveryRun: Sendable {
    private let name: String
    private let outputs: DeliveryOutputs
    private let postbacks: Mutex<ConfiguredPostbacks>
    private let hasProblems = Atomic<Bool>(false)
    private let output = Mutex<Void>(())

    init(name: String, outputs: DeliveryOutputs, postbacks: ConfiguredPostbacks) {
        self.name = name
        self.outputs = outputs
        self.postbacks = Mutex(postbacks)
    }

    /// Delivers until the input has ended and nothing waits, or until a signal asks for the end.
    ///
    /// - Parameter reload: the configuration as it is now, when a signal asks for it; nil when it is not sound.
    func deliver(
        _ input: LineChunks, _ settings: DeliveryService.Settings, reload: @escaping () -> ConfiguredPostbacks?
    ) throws(DeliveryService.Problem) -> ExitStatus {
        let outputs = outputs
        let service = try DeliveryService(
            postbacks.withLock { $0 }, settings: settings,
            acknowledge: { self.acknowledge($0) },
            report: { settled in
                let kind = settled.isParked ? "parked" : "dead"
                Terminal.error(
                    "\(kind): \(settled.target) \(settled.key): \(settled.reason), attempts: \(settled.attempts)\n")
            }, attempted: outputs.log.map { log in { log.write($0) } }, observe: { outputs.show($0) })
        let signals = watch(service, reload)
        defer { signals.forEach { $0.cancel() } }
        Thread { self.read(input, service) }.start()
        try service.run()
        outputs.end()
        return hasProblems.load(ordering: .relaxed) ? .findings : .success
    }

    private func read(_ input: LineChunks, _ service: DeliveryService) {
        var input = input
        let reader = OfferReader(postbacks.withLock { $0.catalogue })
        while let chunk = input.next() {
            let result = reader.read(chunk, postbacks.withLock { $0 })
            for (line, message) in result.refusals {
                hasProblems.store(true, ordering: .relaxed)
                Terminal.error("\(name):\(line): error: \(message)\n")
            }
            if !result.offers.isEmpty { service.offer(result.offers) }
        }
        service.finish()
    }

    private func watch(
        _ service: DeliveryService, _ reload: @escaping () -> ConfiguredPostbacks?
    ) -> [any DispatchSourceSignal] {
        let queue = DispatchQueue(label: "signals")
        return [SIGTERM, SIGINT, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard number == SIGHUP else { return service.stop() }
                self.outputs.log?.reopen()
                guard let next = reload() else {
                    return Terminal.error("postback: the configuration was not changed\n")
                }
                self.postbacks.withLock { $0 = next }
                service.replace(next)
                Terminal.error("postback: the configuration was read anew\n")
            }
            source.resume()
            return source
        }
    }

    /// Prints a line for each event that is durable now.
    private func acknowledge(_ acknowledgements: [DeliveryService.Acknowledgement]) {
        var lines: [UInt8] = []
        for acknowledgement in acknowledgements {
            lines += "{\"line\":\(acknowledgement.offer.number)".utf8
            if let id = acknowledgement.offer.eventID {
                lines += ",\"event_id\":".utf8
                JSONText.append(id, to: &lines)
            }
            if let refusal = acknowledgement.refusal {
                hasProblems.store(true, ordering: .relaxed)
                lines += ",\"refused\":".utf8
                JSONText.append(refusal, to: &lines)
            } else {
                lines += ",\"accepted\":\(acknowledgement.accepted)".utf8
                let planned = acknowledgement.offer.decisions.count { $0.skip == nil }
                lines += ",\"duplicates\":\(planned - acknowledgement.accepted)".utf8
            }
            let skips = acknowledgement.offer.decisions.filter { $0.skip != nil }
            lines += ",\"skipped\":[".utf8
            for (index, decision) in skips.enumerated() {
                lines += (index > 0 ? ",{" : "{").utf8
                for (key, value) in [("partner", decision.partner), ("postback", decision.postback)] {
                    guard let value else { continue }
                    lines += "\"\(key)\":".utf8
                    JSONText.append(value, to: &lines)
                    lines.append(UInt8(ascii: ","))
                }
                lines += "\"code\":\"\(decision.skip?.code ?? "")\"}".utf8
            }
            lines += "]}\n".utf8
        }
        // Whoever read the acknowledgements may have gone; what was taken in is delivered all the same.
        output.withLock { _ in try? FileHandle.standardOutput.write(contentsOf: Data(lines)) }
    }
}
