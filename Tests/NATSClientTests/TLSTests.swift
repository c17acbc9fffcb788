import Foundation
import TestSupport
import Testing

@testable import NATSClient

@Suite(
    "A connection over TLS",
    .enabled(if: NATSServer.program != nil && Tool("openssl") != nil, Comment(rawValue: NATSServer.reason)))
struct TLSTests {
    private static func openssl(_ arguments: String, in folder: TemporaryFolder) throws {
        let tool = try #require(Tool("openssl"))
        let result = try tool.run(
            arguments.replacing("@", with: folder.url.path + "/").split(separator: " ").map(String.init))
        try #require(result.status == 0, "\(result.errors)")
    }

    /// Certificates of one authority for a server of loopback and for a client.
    private static func certificates() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        try openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout @ca.key -out @ca.pem", in: folder)
        for name in ["server", "client"] {
            try openssl(
                "req -newkey rsa:2048 -nodes -subj /CN=\(name) -keyout @\(name).key -out @\(name).csr", in: folder)
            try "subjectAltName=IP:127.0.0.1,DNS:localhost".write(
                toFile: folder.path("ext"), atomically: true, encoding: .utf8)
            try openssl(
                "x509 -req -in @\(name).csr -CA @ca.pem -CAkey @ca.key -CAcreateserial -days 2 -extfile @ext -out @\(name).pem",
                in: folder)
        }
        return folder
    }

    @Test("is made where the certificate is one that is trusted, with a certificate of its own where that is asked for")
    func trusted() throws {
        let folder = try Self.certificates()
        for verifies in [false, true] {
            let server = try NATSServer(
                "tls { cert_file: \"\(folder.path("server.pem"))\", key_file: \"\(folder.path("server.key"))\", "
                    + "ca_file: \"\(folder.path("ca.pem"))\", verify: \(verifies) }", jetStream: false)
            for host in ["127.0.0.1", "localhost"] {
                var servers = NATSServers([.init(host: host, port: server.port)])
                servers.tls.authorities = folder.path("ca.pem")
                if verifies {
                    servers.tls.certificate = folder.path("client.pem")
                    servers.tls.key = folder.path("client.key")
                }
                let connection = NATSConnection(servers, version: "1")
                try connection.connect(seconds: 10)
                connection.subscribe("echo") { message in
                    try? connection.publish(message.reply ?? "", payload: message.payload)
                }
                // More than one record of TLS, and more than one buffer.
                let large = (0..<900_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
                let answer = try connection.request("echo", payload: large, seconds: 20)
                #expect(answer.payload == large)
                connection.close()
            }
            var stranger = NATSServers([.init(host: "127.0.0.1", port: server.port)])
            #expect(throws: NATSProblem.self) { try NATSConnection(stranger, version: "1").connect(seconds: 3) }
            if verifies {
                stranger.tls.authorities = folder.path("ca.pem")
                #expect(throws: NATSProblem.self) { try NATSConnection(stranger, version: "1").connect(seconds: 3) }
            }
        }
    }

    @Test("is refused where it is demanded and the server does not speak it")
    func demanded() throws {
        let server = try NATSServer(jetStream: false)
        var servers = NATSServers([.init(host: "127.0.0.1", port: server.port)])
        servers.usesTLS = true
        #expect(throws: NATSProblem.refused(server: "127.0.0.1:\(server.port)", reason: "it does not speak TLS")) {
            try NATSConnection(servers, version: "1").connect(seconds: 5)
        }
    }
}
