import Foundation

/// The partner of `Tests/Delivery`, in a process of its own on loopback.
public final class FaultPartnerServer {
    private let process = Process()
    private let input = Pipe()
    /// Where it listens.
    public let port: Int

    /// Starts the partner; `log` is a file that takes a line for each request, its first line and its body.
    public init(log: String? = nil) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", Repository.root.appending(path: "Tests/Delivery/partner.py").path]
        if let log { process.arguments? += ["--log", log] }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != 0x0A, !byte.isEmpty {
            line += byte
        }
        port = Int(String(decoding: line, as: UTF8.self)) ?? 0
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }

    /// The URL of a path, which says what the partner does.
    public func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }
}
