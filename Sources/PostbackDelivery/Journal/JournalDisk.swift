/// The folder that a journal is kept in. Whatever a crash can come between is one call.
protocol JournalDisk: AnyObject {
    /// The names of the files.
    func files() throws(DiskProblem) -> [String]
    /// Makes a file of so many zeros, with room for all of them on the disk.
    func create(_ name: String, size: Int) throws(DiskProblem) -> any JournalFile
    /// Opens a file that is there.
    func open(_ name: String) throws(DiskProblem) -> any JournalFile
    /// Gives a file another name, in place of any file that had it.
    func rename(_ name: String, to other: String) throws(DiskProblem)
    /// Removes a file.
    func remove(_ name: String) throws(DiskProblem)
    /// Returns when what files there are, and their names, will survive a loss of power.
    func sync() throws(DiskProblem)
}

/// One file of a journal.
protocol JournalFile: AnyObject, Sendable {
    /// How many bytes it has.
    func size() throws(DiskProblem) -> Int
    /// The bytes from a place on; fewer where the file ends.
    func read(at offset: Int, count: Int) throws(DiskProblem) -> [UInt8]
    /// Writes bytes to a place.
    func write(_ bytes: [UInt8], at offset: Int) throws(DiskProblem)
    /// Cuts off what stands behind a place.
    func truncate(to size: Int) throws(DiskProblem)
    /// Returns when all that was written will survive a loss of power.
    ///
    /// After an error nobody knows what is on the disk; the process must end and read the journal anew.
    func sync() throws(DiskProblem)
    /// Whether it is still where it will be looked for; a problem where it is not.
    func verify() throws(DiskProblem)
}

/// What the system refused.
public struct DiskProblem: Error, Hashable, Sendable {
    /// What was tried.
    public enum Operation: String, Hashable, Sendable {
        case list = "list the files of"
        case create, open, rename, remove, read, write, truncate
        case sync = "bring to the disk"
        case lock
        /// The folder, or a file in it, is not what was opened any more.
        case find
        /// Others than the owner can read the folder, and it is not ours to change.
        case close
    }

    /// What was tried.
    public var operation: Operation
    /// The file or the folder.
    public var path: String
    /// The system's error number.
    public var code: Int32
}
