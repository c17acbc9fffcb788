import HTTPTransport

/// The bytes of one connection to a server. Read and written by one thread; `wake` is for any.
@safe
final class ServerSocket: @unchecked Sendable {
    private let socket: OpaquePointer

    /// Connects within so many milliseconds.
    init(_ address: NATSServers.Address, milliseconds: Int32) throws(NATSProblem) {
        var reason = stream_socket_reason()
        let opened = unsafe stream_socket_connect(address.host, String(address.port), milliseconds, &reason)
        guard let opened = unsafe opened else {
            throw .unreachable(server: address.description, reason: Self.words(reason))
        }
        unsafe socket = opened
    }

    deinit { unsafe stream_socket_close(socket) }

    /// Speaks TLS from now on, with a server of this name.
    func secure(_ address: NATSServers.Address, _ tls: NATSServers.TLS, milliseconds: Int32) throws(NATSProblem) {
        var reason = stream_socket_reason()
        let code = unsafe Self.withText(address.host) { name in
            unsafe Self.withText(tls.authorities) { authorities in
                unsafe Self.withText(tls.certificate) { certificate in
                    unsafe Self.withText(tls.key) { key in
                        var identity = unsafe stream_socket_identity(
                            name: name, authorities: authorities, certificate: certificate, key: key)
                        return unsafe stream_socket_secure(socket, &identity, milliseconds, &reason)
                    }
                }
            }
        }
        guard code == 0 else { throw .refused(server: address.description, reason: "TLS: " + Self.words(reason)) }
    }

    private static func withText<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        guard let text else { return body(nil) }
        return unsafe text.withCString { unsafe body($0) }
    }

    private static func words(_ reason: stream_socket_reason) -> String {
        unsafe withUnsafeBytes(of: reason.text) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// What has come; empty for nothing, nil when the connection has ended.
    func read(into room: inout [UInt8]) -> ArraySlice<UInt8>? {
        let count = unsafe room.withUnsafeMutableBytes { unsafe stream_socket_read(socket, $0.baseAddress, $0.count) }
        if count == -1 { return [] }
        return count > 0 ? room[..<count] : nil
    }

    /// Writes as much as it can; how many bytes that were, or nil when the connection has ended.
    func write(_ bytes: ArraySlice<UInt8>) -> Int? {
        let count = unsafe bytes.withUnsafeBytes { unsafe stream_socket_write(socket, $0.baseAddress, $0.count) }
        return count >= 0 ? count : count == -1 ? 0 : nil
    }

    /// Waits for bytes, for room where that is wanted, or for a wake.
    func wait(wantsWrite: Bool, milliseconds: Int32) {
        unsafe stream_socket_wait(socket, wantsWrite ? 1 : 0, milliseconds)
    }

    /// Ends the wait, from any thread.
    func wake() { unsafe stream_socket_wake(socket) }
}
