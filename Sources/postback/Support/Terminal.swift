import Foundation

/// The streams of the command.
enum Terminal {
    /// Writes to standard output.
    ///
    /// - Parameter status: what the command ends with where its reader has gone away: what it has found is known then.
    static func print(_ text: String, status: ExitStatus = .success) {
        write(Array(text.utf8), status: status)
    }

    /// Writes a value as one line of JSON, keys in order.
    static func print(json value: some Encodable, status: ExitStatus = .success) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        write(Array(try encoder.encode(value)) + [UInt8(ascii: "\n")], status: status)
    }

    /// Writes bytes to standard output. A reader that went away ends the command quietly, everything else that goes wrong
    /// is told.
    static func write(_ bytes: [UInt8], status: ExitStatus = .success) {
        guard unsafe !ProcessSetup.lacksOutput else { fail("it is closed") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                exit(status.rawValue)
            } else if errno == EAGAIN {
                var poll = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                _ = unsafe Foundation.poll(&poll, 1, -1)
            } else if errno != EINTR {
                fail(unsafe String(cString: strerror(errno)).lowercased())
            }
        }
    }

    private static func fail(_ why: String) -> Never {
        error("postback: standard output cannot be written: \(why)\n")
        exit(ExitStatus.failure.rawValue)
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
