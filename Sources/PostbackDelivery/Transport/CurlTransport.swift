import Foundation
import HTTPTransport

/// Sends requests with the system's libcurl, many at once on one thread.
///
/// One deadline holds from name resolution to the last byte; addresses are looked at when they are connected to, so that
/// a name that changes gains nothing; redirects are not followed; certificates are verified and TLS is 1.2 or newer.
@safe
final class CurlTransport: PostbackTransport, @unchecked Sendable {
    private let state: OpaquePointer
    /// Outcomes of requests that could not be started.
    private var failedToStart: [(id: Int, outcome: AttemptOutcome)] = []
    /// How many requests used a connection again, and how many made one.
    private(set) var reused = 0
    private(set) var connected = 0

    /// Where the library comes from, when it cannot be found.
    static let missing = """
        libcurl was not found; postbacks can be delivered once it is there: on Debian 'apt-get install libcurl4', on macOS it \
        is part of the system
        """

    /// - Parameters:
    ///   - connections: how many connections are kept open.
    ///   - isOpen: whether private and loopback addresses may be connected to, for tests.
    ///   - authorities: a file of certificates to trust in place of the system's.
    init?(connections: Int = 512, isOpen: Bool = false, authorities: String? = nil) {
        let check: http_transport_check = { address, _, isOpen in
            guard let address = unsafe address else { return 0 }
            return unsafe AddressRules.admits(address, isOpen: isOpen != 0) ? 1 : 0
        }
        guard let state = unsafe http_transport_make(connections, check, isOpen ? 1 : 0, authorities) else {
            return nil
        }
        unsafe self.state = unsafe state
    }

    deinit { unsafe http_transport_free(state) }

    func start(_ request: OutgoingRequest, id: Int, timeoutSeconds: Int) {
        guard request.hasUsualScheme else {
            failedToStart.append((id, .failure(.forbiddenAddress)))
            return
        }
        let code = unsafe request.lines.withUnsafeBufferPointer { lines in
            unsafe lines.withMemoryRebound(to: CChar.self) { lines in
                unsafe request.method.rawValue.withCString { method in
                    unsafe request.body.withUnsafeBytes { body in
                        var raw = unsafe http_transport_request()
                        unsafe raw.id = id
                        unsafe raw.method = unsafe method
                        unsafe raw.lines = lines.baseAddress
                        unsafe raw.lines_size = lines.count
                        unsafe raw.header_count = request.headerCount
                        unsafe raw.body = body.baseAddress
                        unsafe raw.body_size = body.count
                        unsafe raw.timeout_milliseconds = timeoutSeconds * 1_000
                        unsafe raw.connect_milliseconds = min(timeoutSeconds * 1_000, 5_000)
                        unsafe raw.is_insecure = request.isInsecure ? 1 : 0
                        unsafe raw.answer_limit = request.answerLimit
                        unsafe raw.keeps_head = request.readsHeaders ? 1 : 0
                        return unsafe http_transport_start(state, &raw)
                    }
                }
            }
        }
        // It was not even tried to connect.
        guard code != 0 else { return }
        let isShort = code == CInt(HTTP_TRANSPORT_SHORT)
        failedToStart.append((id, .failure(isShort ? .shortage : .forbiddenAddress)))
    }

    func go(milliseconds: Int) -> [(id: Int, outcome: AttemptOutcome)] {
        let collector = Collector(failedToStart)
        failedToStart = []
        let wait = collector.outcomes.isEmpty ? milliseconds : 0
        let context = unsafe Unmanaged.passUnretained(collector).toOpaque()
        _ = withExtendedLifetime(collector) {
            unsafe http_transport_go(
                state, Int32(clamping: wait),
                { context, result in
                    guard let context = unsafe context, let result = unsafe result?.pointee else { return }
                    let collector = unsafe Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue()
                    unsafe collector.add(result)
                }, context)
        }
        reused += collector.reused
        connected += collector.outcomes.count - collector.reused
        return collector.outcomes
    }

    func wake() { unsafe http_transport_wake(state) }

    /// Takes results out of the library's call.
    private final class Collector {
        var outcomes: [(id: Int, outcome: AttemptOutcome)]
        var reused = 0

        init(_ outcomes: [(id: Int, outcome: AttemptOutcome)]) {
            self.outcomes = outcomes
        }

        func add(_ result: http_transport_result) {
            if unsafe result.was_reused != 0 { reused += 1 }
            let id = unsafe Int(result.id)
            guard unsafe result.code == 0 else {
                let failure = unsafe CurlTransport.failure(
                    code: Int(result.code), wasSent: result.was_sent != 0, wasForbidden: result.was_forbidden != 0,
                    wasShort: result.was_short != 0)
                return outcomes.append((id, .failure(failure)))
            }
            let retryAfter = unsafe result.retry_after.pointee == 0 ? nil : unsafe String(cString: result.retry_after)
            let head = unsafe Array(UnsafeBufferPointer(start: result.head, count: result.head_size))
            let body = unsafe Array(UnsafeBufferPointer(start: result.body, count: result.body_size))
            let status = unsafe Int(result.status)
            let outcome = unsafe AttemptOutcome.response(
                status: status, retryAfter: retryAfter,
                headers: head.isEmpty ? [] : AnswerHeader.headers(of: head), body: body,
                isCut: result.is_cut != 0)
            outcomes.append((id, outcome))
        }
    }

    /// What a code of the library means.
    ///
    /// Source: libcurl's list of error codes.
    static func failure(code: Int, wasSent: Bool, wasForbidden: Bool, wasShort: Bool) -> AttemptFailure {
        switch code {
        // The certificates to trust were sound when the service started; that they cannot be read is for lack of something.
        case 7 where wasShort && !wasForbidden, 27 where !wasSent, 77 where !wasSent: .shortage
        case 6: .resolve
        case 7: wasForbidden ? .forbiddenAddress : .connect
        case 1, 3: wasSent ? .malformed : .forbiddenAddress
        case 28: wasSent ? .timeout : .timeoutBeforeSending
        case 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98: .tls
        case 8, 18, 23, 61, 100: wasSent ? .malformed : .connect
        default: wasSent ? .reset : wasForbidden ? .forbiddenAddress : .connect
        }
    }
}
