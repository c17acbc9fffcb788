import Foundation

/// Which folder a path has led to, so that another one in its place is noticed.
struct FolderIdentity: Sendable {
    private let path: String
    private let device: UInt64
    private let number: UInt64
    private let owner: uid_t
    private let mode: mode_t

    /// Looks at the folder of a path.
    init(path: String) throws(DiskProblem) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw DiskProblem(operation: .open, path: path, code: errno) }
        self.path = path
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
        owner = status.st_uid
        mode = status.st_mode
    }

    /// Fails when the path leads to another folder now, or to none.
    func check() throws(DiskProblem) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, UInt64(truncatingIfNeeded: status.st_dev) == device,
            UInt64(truncatingIfNeeded: status.st_ino) == number
        else { throw DiskProblem(operation: .find, path: path, code: ENOENT) }
    }

    /// Leaves a folder that is ours to its owner alone; fails for one of somebody else that others can read.
    func closeToOthers() throws(DiskProblem) {
        guard mode & 0o077 != 0 else { return }
        guard unsafe owner == geteuid() && chmod(path, 0o700) == 0 else {
            throw DiskProblem(operation: .close, path: path, code: EPERM)
        }
    }
}
