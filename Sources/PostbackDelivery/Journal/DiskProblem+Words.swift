import Foundation

extension DiskProblem: CustomStringConvertible {
    /// The problem in one sentence.
    public var description: String {
        if operation == .lock { return "'\(path)' is in use by another process" }
        return unsafe "cannot \(operation.rawValue) '\(path)': \(String(cString: strerror(code)))"
    }

    /// Whether the disk is full, which passes.
    public var isFull: Bool { code == ENOSPC || code == EDQUOT }
}
