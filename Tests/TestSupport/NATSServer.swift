import Foundation
import Synchronization

/// A `nats-server` of the system on loopback, which ends with its value, or with the tests where those keep it.
public final class NATSServer: @unchecked Sendable {
    /// The path of the program; nil where it is not installed.
    public static let program = [
        "/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server", "/opt/homebrew/bin/nats-server",
    ]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// What tests say that are passed over.
    public static let reason = "nats-server is not installed (Debian: apt-get install nats-server)"

    /// Where it listens; the same over restarts.
    public let port: UInt16
    private let folder = TemporaryFolder()
    private var process: Process?
    private let configuration: String

    /// The servers that run, with their folders.
    private static let running = Mutex<[Int32: String]>([:])
    /// What tests hold in statics is never let go of: it ends when they exit.
    private static let endsWithTests: Void = {
        atexit {
            for (process, folder) in NATSServer.running.withLock({ $0 }) {
                kill(process, SIGKILL)
                try? FileManager.default.removeItem(atPath: folder)
            }
        }
    }()

    /// A port of loopback that nobody listens on now.
    public static func freePort() throws -> UInt16 {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = unsafe withUnsafeMutablePointer(to: &address) { pointer -> UInt16? in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> UInt16? in
                guard unsafe bind(probe, address, size) == 0, unsafe getsockname(probe, address, &size) == 0 else {
                    return nil
                }
                return 0
            }.map { _ in UInt16(bigEndian: unsafe pointer.pointee.sin_port) }
        }
        guard let port else { throw CocoaError(.featureUnsupported) }
        return port
    }

    /// Starts a server.
    ///
    /// - Parameter lines: more of its configuration.
    public init(_ lines: String = "", jetStream: Bool = true, port: UInt16? = nil) throws {
        self.port = try port ?? Self.freePort()
        configuration = """
            listen: 127.0.0.1:\(self.port)
            \(jetStream ? "jetstream { store_dir: \"\(folder.path("store"))\", max_file_store: 100GB }" : "")
            \(lines)
            """
        try start()
    }

    deinit { end(SIGKILL) }

    /// Starts it, and waits until it is ready.
    public func start() throws {
        try configuration.write(toFile: folder.path("server.conf"), atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: Self.program ?? "nats-server")
        process.arguments = ["-c", folder.path("server.conf")]
        let output = Pipe()
        process.standardError = output
        process.standardOutput = FileHandle.nullDevice
        Self.endsWithTests
        try process.run()
        self.process = process
        Self.running.withLock { $0[process.processIdentifier] = folder.path("") }
        var log = ""
        while !log.contains("Server is ready") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw CocoaError(.executableLoad, userInfo: ["log": log]) }
            log += String(decoding: data, as: UTF8.self)
        }
        // What it says from now on is read away, so that it never waits for a reader.
        output.fileHandleForReading.readabilityHandler = { handle in
            if handle.availableData.isEmpty { handle.readabilityHandler = nil }
        }
    }

    /// Sends it a signal.
    public func signal(_ number: Int32) {
        if let process { kill(process.processIdentifier, number) }
    }

    /// Ends it with a signal, and waits until it is gone.
    public func end(_ number: Int32) {
        guard let process else { return }
        kill(process.processIdentifier, number)
        process.waitUntilExit()
        Self.running.withLock { $0[process.processIdentifier] = nil }
        self.process = nil
    }
}

/// Three servers of one cluster.
public final class NATSCluster {
    /// The servers.
    public let servers: [NATSServer]

    /// Starts them.
    public init() throws {
        let routes = try (0..<3).map { _ in try NATSServer.freePort() }
        servers = try routes.enumerated().map { index, port in
            let others = routes.filter { $0 != port }.map { "\"nats://127.0.0.1:\($0)\"" }
            return try NATSServer(
                """
                server_name: n\(index)
                cluster { name: c, listen: "127.0.0.1:\(port)", routes: [\(others.joined(separator: ", "))] }
                """)
        }
    }
}
