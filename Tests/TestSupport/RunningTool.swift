public import Foundation

/// A tool that runs beside a test, which ends with its standard input or with the test.
///
/// A tool that has not ended after ten minutes is killed, so that a test that waits for it fails, and holds up no others.
public final class RunningTool: Sendable {
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())
    private static let longestRun = 600.0

    private static let queue = DispatchQueue(label: "tools that hang")

    /// Kills a process that does not end.
    static func watch(_ process: Process) {
        queue.asyncAfter(deadline: .now() + longestRun) { [weak process] in
            if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
    }

    /// Starts a tool; `errors` takes its standard error.
    public init(_ tool: Tool, _ arguments: [String], errors: FileHandle = .standardError) throws {
        process.executableURL = URL(filePath: tool.path)
        process.arguments = arguments
        process.currentDirectoryURL = Repository.root
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        Self.watch(process)
    }

    deinit {
        end()
        signal(SIGKILL)
        process.waitUntilExit()
    }

    /// The next line that it writes, without its break; empty when it writes no more.
    public func line() -> String {
        var line = Data()
        while let byte = try? output.fileHandleForReading.read(upToCount: 1), byte.first != 0x0A, !byte.isEmpty {
            line += byte
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// Gives it a line to read.
    public func write(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
    }

    /// Sends it a signal, unless it has ended.
    public func signal(_ number: Int32) { if process.isRunning { kill(process.processIdentifier, number) } }

    /// The number of its process.
    public var processIdentifier: Int32 { process.processIdentifier }

    /// Whether it has not ended.
    public var isRunning: Bool { process.isRunning }

    /// Closes its standard input.
    public func end() { try? input.fileHandleForWriting.close() }

    /// Waits for its end; its exit status.
    public func waitForStatus() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}
