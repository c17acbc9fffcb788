import Foundation

/// A tool that runs beside a test, which ends with its standard input or with the test.
public final class RunningTool {
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())

    /// Starts a tool.
    public init(_ tool: Tool, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: tool.path)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        end()
        process.terminate()
        process.waitUntilExit()
    }

    /// The next line that it writes, without its break.
    public func line() -> String {
        var line = Data()
        while let byte = try? output.fileHandleForReading.read(upToCount: 1), byte.first != 0x0A, !byte.isEmpty {
            line += byte
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// Closes its standard input.
    public func end() { try? input.fileHandleForWriting.close() }
}
