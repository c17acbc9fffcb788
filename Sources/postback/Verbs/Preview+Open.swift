import Foundation
import PostbackCertification
import Synchronization

/// A preview on a page of this machine: `postback preview --open`.
///
/// The address that is printed lets one browser in, once; whoever has come in so is known by a cookie. Nobody else is
/// answered, and what is asked is JSON by its type, which no page of another address can send.
final class PreviewServer: Sendable {
    private let site: PreviewSite
    private let files: [String: (type: String, body: Data)]
    private let session = PreviewServer.secret()
    private let token = Mutex<String?>(PreviewServer.secret())

    /// The largest event with fields that is taken, in bytes.
    static let largestBody = 1 << 20

    init(_ site: PreviewSite) {
        self.site = site
        files = Dictionary(uniqueKeysWithValues: site.files.map { ($0.path, ($0.type, Data($0.text.utf8))) })
    }

    /// The address for a port, with what lets a browser in.
    func address(_ port: UInt16) -> String { "http://127.0.0.1:\(port)/?\(token.withLock { $0 } ?? "")" }

    /// 128 bits that nobody can guess.
    private static func secret() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// What is said to a request.
    func answer(_ request: HTTPConnection.Request, port: UInt16) -> HTTPConnection.Answer {
        var answer = said(request, port: port)
        answer.headers += [
            ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"),
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
            ),
        ]
        return answer
    }

    private func said(_ request: HTTPConnection.Request, port: UInt16) -> HTTPConnection.Answer {
        // A name that leads here and is not this machine's own is another site's.
        guard ["127.0.0.1:\(port)", "localhost:\(port)"].contains(request.headers["host"] ?? "") else {
            return .init("403 Forbidden", "this is 127.0.0.1:\(port)\n")
        }
        let cookies = (request.headers["cookie"] ?? "").split(separator: ";").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let isKnown = cookies.contains("postback-\(port)=\(session)")
        if request.path == "/", !request.query.isEmpty, request.method == "GET" {
            let isFirst = token.withLock { token in
                guard token == request.query else { return false }
                token = nil
                return true
            }
            guard isFirst || isKnown else { return Self.closed }
            var answer = HTTPConnection.Answer("303 See Other", "")
            answer.headers = [
                ("Location", "/"), ("Set-Cookie", "postback-\(port)=\(session); HttpOnly; SameSite=Strict; Path=/"),
            ]
            return answer
        }
        guard isKnown else { return Self.closed }
        if request.path == "/requests" {
            guard request.method == "POST" else { return Self.onlyTaking("POST") }
            guard request.headers["content-type"] == "application/json" else {
                return .init("415 Unsupported Media Type", "application/json\n")
            }
            let body = site.requests(Array(request.body))
            return .init(status: "200 OK", type: "application/json", body: Data(body))
        }
        guard let file = files[request.path] else { return .init("404 Not Found", "there is no '\(request.path)'\n") }
        guard request.method == "GET" || request.method == "HEAD" else {
            return Self.onlyTaking("GET, HEAD")
        }
        return .init(status: "200 OK", type: file.type, body: file.body)
    }

    private static func onlyTaking(_ methods: String) -> HTTPConnection.Answer {
        var answer = HTTPConnection.Answer("405 Method Not Allowed", "\(methods)\n")
        answer.headers = [("Allow", methods)]
        return answer
    }

    private static let closed = HTTPConnection.Answer(
        "403 Forbidden", "The address that the command printed opens this page, once. Call it again for another.\n")
}

extension Preview {
    /// Serves the page until the command is told to end.
    static func open(_ project: Project, partners: [String]) throws -> Never {
        let server = PreviewServer(PreviewSite(project, chosen: partners))
        let port = Mutex<UInt16>(0)
        let listener = try LoopbackServer(0, offering: "the page", largestBody: PreviewServer.largestBody) { request in
            server.answer(request, port: port.withLock { $0 })
        }
        port.withLock { $0 = listener.port }
        let address = server.address(listener.port)
        Terminal.print("\(address)\n")
        Terminal.error("the page is there until this command is ended, with Ctrl-C\n")
        show(address)
        while true { pause() }
    }

    /// Opens the address in the system's browser, where there is a screen.
    private static func show(_ address: String) {
        #if os(macOS)
            let command = "/usr/bin/open"
        #else
            let environment = ProcessInfo.processInfo.environment
            guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return }
            let command = "/usr/bin/xdg-open"
        #endif
        guard FileManager.default.isExecutableFile(atPath: command) else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command)
        process.arguments = [address]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try? process.run()
    }
}
