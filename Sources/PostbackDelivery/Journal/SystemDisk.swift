import Foundation

/// A folder of the system's file system, locked against a second journal.
final class SystemDisk: JournalDisk {
    private let path: String
    private let lock: Int32

    /// Opens a folder, which is made if it is not there.
    ///
    /// - Parameter isShared: only looks, beside a process that writes.
    init(path: String, isShared: Bool = false) throws(DiskProblem) {
        self.path = path
        if !isShared, unsafe mkdir(path, 0o700) != 0, errno != EEXIST {
            throw DiskProblem(operation: .create, path: path, code: errno)
        }
        guard !isShared else {
            lock = -1
            return
        }
        lock = unsafe Foundation.open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw DiskProblem(operation: .create, path: "\(path)/lock", code: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw DiskProblem(operation: .lock, path: path, code: errno)
        }
    }

    deinit { if lock >= 0 { close(lock) } }

    func files() throws(DiskProblem) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw DiskProblem(operation: .list, path: path, code: ENOENT)
        }
    }

    func create(_ name: String, size: Int) throws(DiskProblem) -> any JournalFile {
        let file = try SystemFile(path: "\(path)/\(name)", flags: O_RDWR | O_CREAT | O_TRUNC, operation: .create)
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
        try SystemFile(path: "\(path)/\(name)", flags: lock < 0 ? O_RDONLY : O_RDWR, operation: .open)
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

/// A file of the system's file system.
final class SystemFile: JournalFile {
    private let path: String
    private let descriptor: Int32

    init(path: String, flags: Int32, operation: DiskProblem.Operation) throws(DiskProblem) {
        self.path = path
        descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DiskProblem(operation: operation, path: path, code: errno) }
    }

    deinit { close(descriptor) }

    /// Takes room on the disk now, so that a full disk is found before anything depends on it.
    func allocate(_ size: Int) throws(DiskProblem) {
        #if os(Linux)
            let code = posix_fallocate(descriptor, 0, off_t(size))
            if code == 0 { return }
            guard code == EOPNOTSUPP || code == EINVAL else {
                throw DiskProblem(operation: .create, path: path, code: code)
            }
        #endif
        try truncate(to: size)
    }

    func size() throws(DiskProblem) -> Int {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw DiskProblem(operation: .open, path: path, code: errno)
        }
        return Int(status.st_size)
    }

    func read(at offset: Int, count: Int) throws(DiskProblem) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = 0
            while initialized < count {
                let target = unsafe buffer.baseAddress.map { unsafe $0 + initialized }
                let step = unsafe pread(descriptor, target, count - initialized, off_t(offset + initialized))
                if step > 0 { initialized += step }
                if step == 0 { break }
                if step < 0, errno != EINTR {
                    failure = errno
                    break
                }
            }
        }
        guard failure == 0 else { throw DiskProblem(operation: .read, path: path, code: failure) }
        return bytes
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(DiskProblem) {
        var done = 0
        while done < bytes.count {
            let step = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
                return unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            }
            if step > 0 { done += step }
            if step <= 0, errno != EINTR { throw DiskProblem(operation: .write, path: path, code: errno) }
        }
    }

    func truncate(to size: Int) throws(DiskProblem) {
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            throw DiskProblem(operation: .truncate, path: path, code: errno)
        }
    }

    func sync() throws(DiskProblem) {
        #if os(Linux)
            let result = fdatasync(descriptor)
        #else
            // fsync alone leaves the bytes in the drive's memory there.
            let result = fcntl(descriptor, F_FULLFSYNC) == -1 ? fsync(descriptor) : 0
        #endif
        guard result == 0 else { throw DiskProblem(operation: .sync, path: path, code: errno) }
    }
}
