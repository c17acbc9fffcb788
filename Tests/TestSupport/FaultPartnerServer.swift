import Foundation

/// The partner of `Tests/Delivery`, in a process of its own on loopback.
public final class FaultPartnerServer {
    private let process: RunningTool
    /// Where it listens.
    public let port: Int

    /// Starts the partner; `log` is a file that takes a line for each request, its first line and its body.
    public init(log: String? = nil) throws {
        let script = Repository.root.appending(path: "Tests/Delivery/partner.py").path
        process = try RunningTool(
            Tool(path: "/usr/bin/env"), ["python3", script] + (log.map { ["--log", $0] } ?? []))
        guard let port = Int(process.line()), port > 0 else { throw CocoaError(.fileReadUnknown) }
        self.port = port
    }

    /// The URL of a path, which says what the partner does.
    public func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }
}
