import Foundation

/// Ends the run with a message.
func stop(_ message: String, status: Int32 = 3) -> Never {
    FileHandle.standardError.write(Data("postback-benchmark: \(message)\n".utf8))
    exit(status)
}
