import Foundation

/// The servers of a cluster, and what is said to them when a connection begins.
package struct NATSServers: Hashable, Sendable {
    /// One server.
    package struct Address: Hashable, Sendable, CustomStringConvertible {
        /// A name or an address.
        package var host: String
        /// The port, 4222 unless somebody says otherwise.
        package var port: UInt16

        /// Creates an address.
        package init(host: String, port: UInt16 = 4_222) {
            self.host = host
            self.port = port
        }

        /// `host:port`, an IPv6 address in brackets.
        package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    /// Who a client says that it is.
    package enum Credentials: Hashable, Sendable {
        /// Nobody in particular.
        case none
        /// A token.
        case token(String)
        /// A user with a password.
        case user(String, password: String)
    }

    /// How TLS is spoken.
    package struct TLS: Hashable, Sendable {
        /// Certificates to trust in place of the system's, a file of PEM.
        package var authorities: String?
        /// The client's own certificate, a file of PEM.
        package var certificate: String?
        /// The key of that certificate, a file of PEM.
        package var key: String?

        /// Creates settings that trust what the system trusts.
        package init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
            self.authorities = authorities
            self.certificate = certificate
            self.key = key
        }
    }

    /// The servers that are tried first; those that a server names are tried after them.
    package var addresses: [Address]
    /// Who the client is.
    package var credentials = Credentials.none
    /// Whether TLS is demanded; a server that demands it has it in any case.
    package var usesTLS = false
    /// How TLS is spoken.
    package var tls = TLS()
    /// What the client is called in the server's lists.
    package var clientName = "postback"

    /// Creates a list of servers.
    package init(_ addresses: [Address]) {
        self.addresses = addresses
    }

    /// Reads `nats://[USER:PASSWORD@|TOKEN@]HOST[:PORT][,HOST[:PORT]…][/NAME]`; `tls://` demands TLS. Gives the servers and
    /// the name.
    ///
    /// Source: the form of addresses in the documentation of NATS clients.
    package static func parse(_ text: String) throws(NATSProblem) -> (servers: NATSServers, name: String?) {
        var rest = Substring(text)
        var usesTLS = false
        if rest.hasPrefix("nats://") {
            rest = rest.dropFirst(7)
        } else if rest.hasPrefix("tls://") {
            rest = rest.dropFirst(6)
            usesTLS = true
        } else {
            throw .address("an address of servers begins with nats:// or tls://")
        }
        var name: String?
        if let slash = rest.firstIndex(of: "/") {
            let path = rest[rest.index(after: slash)...]
            if !path.isEmpty { name = String(path) }
            rest = rest[..<slash]
        }
        var credentials = Credentials.none
        if let at = rest.lastIndex(of: "@") {
            credentials = try Self.credentials(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        var servers = NATSServers([])
        for part in rest.split(separator: ",", omittingEmptySubsequences: false) {
            servers.addresses.append(try address(part))
        }
        servers.credentials = credentials
        servers.usesTLS = usesTLS
        return (servers, name)
    }

    private static func credentials(_ text: Substring) throws(NATSProblem) -> Credentials {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let decoded = parts.map { $0.removingPercentEncoding ?? String($0) }
        guard decoded.allSatisfy({ !$0.isEmpty }) else { throw .address("a user, a password or a token is empty") }
        return decoded.count == 2 ? .user(decoded[0], password: decoded[1]) : .token(decoded[0])
    }

    /// Reads `host`, `host:port` or `[address]:port`.
    static func address(_ text: Substring) throws(NATSProblem) -> Address {
        var host = text
        var port: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            let tail = text[text.index(after: end)...]
            if tail.hasPrefix(":") { port = tail.dropFirst() } else if !tail.isEmpty { port = tail }
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .address("'\(text)' names no host")
        }
        guard let port else { return Address(host: String(host)) }
        guard let number = UInt16(port), number > 0 else { throw .address("'\(text)' has no port from 1 to 65535") }
        return Address(host: String(host), port: number)
    }
}
