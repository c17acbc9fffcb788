import Foundation
import PostbackDelivery

/// Where a delivery tells how it is going: a line on a terminal, a file or a port for a collector of metrics, a log.
final class DeliveryOutputs: @unchecked Sendable {
    /// A line for each attempt; nil where none is kept.
    let log: AttemptLog?
    private let metrics: String?
    private let port: MetricsPort?
    private let isTerminal = isatty(STDERR_FILENO) == 1
    /// The progress before; only used by the thread of the service.
    private var last: DeliveryProgress?

    init(metrics: String?, port: MetricsPort?, log: AttemptLog?) {
        self.metrics = metrics
        self.port = port
        self.log = log
    }

    func show(_ progress: DeliveryProgress) {
        log?.flush()
        if metrics != nil || port != nil {
            let text = Data(progress.metrics.utf8)
            if let metrics { try? text.write(to: URL(filePath: metrics), options: .atomic) }
            port?.show(text)
        }
        if isTerminal { Terminal.error("\r\u{1B}[K" + line(progress)) }
        last = progress
    }

    private func line(_ progress: DeliveryProgress) -> String {
        let delivered = progress.counts.delivered.values.reduce(0, +)
        var rate = 0
        if let last, progress.time.microseconds > last.time.microseconds {
            let before = last.counts.delivered.values.reduce(0, +)
            rate = Int(Double(delivered - before) * 1e6 / Double(progress.time.microseconds - last.time.microseconds))
        }
        let dead = progress.counts.dead.values.reduce(0, +)
        return "events \(progress.counts.accepted), delivered \(delivered) (\(rate)/s), waiting \(progress.pending), "
            + "under way \(progress.inFlight), dead \(dead)"
    }

    func end() {
        log?.flush()
        if isTerminal { Terminal.error("\n") }
    }
}
