import Foundation

/// The streams of the command.
enum Terminal {
    /// Writes to standard output.
    static func print(_ text: String) {
        write(Array(text.utf8))
    }

    /// Writes bytes to standard output; a reader that went away ends the command quietly.
    static func write(_ bytes: [UInt8]) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            exit(ExitStatus.success.rawValue)
        }
    }

    /// Writes to standard error.
    static func error(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Whether standard error is a terminal that takes colour.
    static var isErrorColoured: Bool { takesColour(STDERR_FILENO) }

    /// Whether standard output is a terminal that takes colour.
    static var isOutputColoured: Bool { takesColour(STDOUT_FILENO) }

    private static func takesColour(_ descriptor: Int32) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(descriptor) == 1 && environment["NO_COLOR"]?.isEmpty ?? true && environment["TERM"] != "dumb"
    }
}
