import Foundation
import Synchronization

/// Answers collectors of metrics and whoever looks whether the service is well, on a port of 127.0.0.1.
final class MetricsPort: Sendable {
    /// What was told last.
    private final class Shown: Sendable {
        let state = Mutex((metrics: Data(), at: ContinuousClock.Instant?.none))
    }

    private let shown: Shown
    private let server: LoopbackServer
    /// Where it listens.
    var port: UInt16 { server.port }

    /// How long a service may not have told how it is doing and still be well.
    private static let livenessLimit = Duration.seconds(30)

    /// - Parameter port: the port; 0 for any that is free.
    init(_ port: UInt16) throws {
        let shown = Shown()
        self.shown = shown
        server = try LoopbackServer(port, offering: "metrics") { Self.answer($0, shown) }
    }

    /// What is told from now on. The service is ready from the first time on.
    func show(_ metrics: Data) {
        shown.state.withLock { $0 = (metrics, .now) }
    }

    /// What is said to a request.
    private static func answer(_ request: HTTPConnection.Request, _ shown: Shown) -> HTTPConnection.Answer {
        var answer = said(request, shown)
        answer.type = "text/plain; version=0.0.4; charset=utf-8"
        answer.headers = [("Allow", "GET, HEAD")]
        return answer
    }

    private static func said(_ request: HTTPConnection.Request, _ told: Shown) -> HTTPConnection.Answer {
        let (metrics, shown) = told.state.withLock { $0 }
        let path = request.path
        guard ["/metrics", "/healthz", "/readyz"].contains(path) else {
            return .init("404 Not Found", "there is /metrics, /healthz and /readyz\n")
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return .init("405 Method Not Allowed", "GET or HEAD\n")
        }
        let isStuck = shown.map { ContinuousClock.now - $0 > livenessLimit } ?? false
        switch path {
        case "/metrics": return .init(status: "200 OK", body: metrics)
        case "/healthz": return isStuck ? .init(unavailable, "stuck\n") : .init("200 OK", "ok\n")
        default:
            if isStuck { return .init(unavailable, "stuck\n") }
            return shown == nil ? .init(unavailable, "starting\n") : .init("200 OK", "ready\n")
        }
    }

    private static let unavailable = "503 Service Unavailable"
}
