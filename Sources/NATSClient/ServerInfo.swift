import Foundation

/// What a server says about itself.
struct ServerInfo: Decodable, Hashable, Sendable {
    var version: String?
    var max_payload: Int?
    var headers: Bool?
    var tls_required: Bool?
    var tls_available: Bool?
    /// Other servers of the cluster.
    var connect_urls: [String]?
    /// Whether it is about to end: clients should go to another one.
    var ldm: Bool?

    init?(_ bytes: [UInt8]) {
        guard let info = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
        self = info
    }

    /// Major, minor and patch; zeros for what is no version.
    var numbers: (Int, Int, Int) {
        let parts = (version ?? "").split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
        return (parts.first ?? 0, parts.dropFirst().first ?? 0, parts.dropFirst(2).first ?? 0)
    }
}

/// What a client says about itself.
struct ClientInfo: Encodable {
    var verbose = false
    var pedantic = false
    var tls_required: Bool
    var name: String
    var lang = "swift"
    var version: String
    var `protocol` = 1
    var echo = true
    var headers = true
    var no_responders = true
    var user: String?
    var pass: String?
    var auth_token: String?

    init(_ servers: NATSServers, isSecure: Bool, version: String) {
        tls_required = isSecure
        name = servers.clientName
        self.version = version
        switch servers.credentials {
        case .none: break
        case .token(let token): auth_token = token
        case .user(let user, let password): (self.user, pass) = (user, password)
        }
    }

    /// `CONNECT {…}` with the end of its line.
    var line: [UInt8] {
        let json = (try? JSONEncoder().encode(self)) ?? Data("{}".utf8)
        return Array("CONNECT ".utf8) + json + [0x0D, 0x0A]
    }
}
