import Foundation
import PostbackDelivery

/// Where a delivery tells how it is going: a line on a terminal, a file or a port for a collector of metrics, a log.
final class DeliveryOutputs: @unchecked Sendable {
    /// A line for each attempt; nil where none is kept.
    let log: AttemptLog?
    private let metrics: String?
    private let port: MetricsPort?
    private let messages: ServiceLog
    private let isTerminal = isatty(STDERR_FILENO) == 1
    /// Files are written here, and the thread of the service does not wait for them.
    private let queue = DispatchQueue(label: "metrics")
    /// The progress before; only used on the queue.
    private var last: DeliveryProgress?

    init(metrics: String?, port: MetricsPort?, log: AttemptLog?, messages: ServiceLog) throws {
        self.metrics = metrics
        self.port = port
        self.log = log
        self.messages = messages
        // A place that cannot be written is found out now, and not by whoever misses the metrics.
        if let metrics, !write(Data(), to: metrics) { throw ToolError("'\(metrics)' cannot be written") }
    }

    private func write(_ text: Data, to path: String) -> Bool {
        (try? text.write(to: URL(filePath: path), options: .atomic)) != nil
    }

    func show(_ progress: DeliveryProgress) {
        let text = Data(progress.metrics.utf8)
        port?.show(text)
        guard metrics != nil || isTerminal else { return }
        queue.async { [self] in
            if let metrics { _ = write(text, to: metrics) }
            if isTerminal { messages.progress(line(progress)) }
            last = progress
        }
    }

    private func line(_ progress: DeliveryProgress) -> String {
        let delivered = progress.counts.total(\.delivered)
        var rate = 0
        if let last, progress.time.microseconds > last.time.microseconds {
            let seconds = Double(progress.time.microseconds - last.time.microseconds) / 1e6
            rate = Int(Double(delivered - last.counts.total(\.delivered)) / seconds)
        }
        let dead = progress.counts.total { $0.dead.values.reduce(0, +) }
        let (pending, inFlight) = (progress.total(\.stored.pending), progress.total(\.inFlight))
        return "events \(progress.counts.accepted), delivered \(delivered) (\(rate)/s), waiting \(pending), "
            + "in flight \(inFlight), dead \(dead)"
    }

    /// Returns when all that was shown has been written.
    func end() {
        queue.sync {}
        log?.finish()
        if isTerminal { messages.progress("\n") }
    }
}
