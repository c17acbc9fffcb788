import Foundation

/// A file of the system's file system.
final class SystemFile: JournalFile {
    private let path: String
    private let descriptor: Int32
    private let folder: FolderIdentity

    init(
        path: String, flags: Int32, operation: DiskProblem.Operation, folder: FolderIdentity
    ) throws(DiskProblem) {
        self.path = path
        self.folder = folder
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
        try verify()
    }

    /// What nobody will find when the service starts anew has not been kept.
    func verify() throws(DiskProblem) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_nlink > 0 else {
            throw DiskProblem(operation: .find, path: path, code: ENOENT)
        }
        try folder.check()
    }
}
