import Foundation

extension DiskProblem: CustomStringConvertible {
    /// The problem in one sentence.
    public var description: String {
        switch operation {
        case .lock: "'\(path)' is in use by another process"
        case .find: "'\(path)' was removed or replaced while it was in use"
        case .close:
            "'\(path)' can be read by others and belongs to another user; journals hold personal data (chmod 700 '\(path)')"
        default: unsafe "cannot \(operation.rawValue) '\(path)': \(String(cString: strerror(code)))"
        }
    }

    /// Whether there is no room: on the disk, or for another descriptor; both pass.
    public var isFull: Bool { [ENOSPC, EDQUOT, EMFILE, ENFILE].contains(code) }
}
