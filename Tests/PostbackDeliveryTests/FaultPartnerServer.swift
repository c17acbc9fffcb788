import Foundation
import TestSupport

/// The partner of `Tests/Delivery`, in a process of its own on loopback.
final class FaultPartnerServer {
    private let process = Process()
    private let input = Pipe()
    let port: Int

    init(log: String? = nil) throws {
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

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }
}
