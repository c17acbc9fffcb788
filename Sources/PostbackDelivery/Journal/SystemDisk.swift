import Foundation

/// A folder of the system's file system, locked against a second journal.
final class SystemDisk: JournalDisk {
    private let path: String
    private let lock: Int32
    /// What the folder was when it was opened.
    private let folder: FolderIdentity

    /// Opens a folder, which is made if it is not there.
    ///
    /// - Parameter isShared: only looks, beside a process that writes.
    init(path: String, isShared: Bool = false) throws(DiskProblem) {
        self.path = path
        if !isShared, unsafe mkdir(path, 0o700) != 0, errno != EEXIST {
            throw DiskProblem(operation: .create, path: path, code: errno)
        }
        folder = try FolderIdentity(path: path)
        guard !isShared else {
            lock = -1
            return
        }
        try folder.closeToOthers()
        lock = unsafe Foundation.open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw DiskProblem(operation: .create, path: "\(path)/lock", code: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw DiskProblem(operation: .lock, path: path, code: errno)
        }
    }

    deinit { if lock >= 0 { close(lock) } }

    func files() throws(DiskProblem) -> [String] {
        guard let stream = unsafe opendir(path) else {
            throw DiskProblem(operation: .list, path: path, code: errno)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { place in
                unsafe place.withMemoryRebound(to: CChar.self, capacity: 1) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    func create(_ name: String, size: Int) throws(DiskProblem) -> any JournalFile {
        let file = try SystemFile(
            path: "\(path)/\(name)", flags: O_RDWR | O_CREAT | O_TRUNC, operation: .create, folder: folder)
        do throws(DiskProblem) {
            try file.allocate(size)
        } catch {
            // What it has taken of a full disk is given back.
            unsafe _ = unlink("\(path)/\(name)")
            throw error
        }
        return file
    }

    func open(_ name: String) throws(DiskProblem) -> any JournalFile {
        try SystemFile(
            path: "\(path)/\(name)", flags: lock < 0 ? O_RDONLY : O_RDWR, operation: .open, folder: folder)
    }

    func rename(_ name: String, to other: String) throws(DiskProblem) {
        guard unsafe Foundation.rename("\(path)/\(name)", "\(path)/\(other)") == 0 else {
            throw DiskProblem(operation: .rename, path: "\(path)/\(name)", code: errno)
        }
    }

    func remove(_ name: String) throws(DiskProblem) {
        guard unsafe unlink("\(path)/\(name)") == 0 else {
            throw DiskProblem(operation: .remove, path: "\(path)/\(name)", code: errno)
        }
    }

    func sync() throws(DiskProblem) {
        let folder = unsafe Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw DiskProblem(operation: .open, path: path, code: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw DiskProblem(operation: .sync, path: path, code: errno) }
    }
}
