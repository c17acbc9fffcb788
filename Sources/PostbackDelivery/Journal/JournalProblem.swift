/// Why a journal cannot be used.
public enum JournalProblem: Error, Hashable, Sendable {
    /// The system refused something.
    case disk(DiskProblem)
    /// Something other than the journal's end is damaged. Nothing is changed, so that it can be looked at.
    case corrupt(file: String, offset: Int, reason: String)
    /// The file is of a version that this service does not know.
    case version(file: String, version: UInt32)
    /// A segment is missing between others.
    case gap(after: String, before: String)
    /// What was to be kept has more bytes than a record can have. Nothing is changed.
    case tooLarge(size: Int)
}

extension JournalProblem {
    /// Does something with a disk; what the system refuses is a problem of the journal.
    static func onDisk<Result>(_ body: () throws(DiskProblem) -> Result) throws(JournalProblem) -> Result {
        do throws(DiskProblem) {
            return try body()
        } catch {
            throw .disk(error)
        }
    }
}

extension JournalProblem: CustomStringConvertible {
    /// The problem in one sentence, with file and offset.
    public var description: String {
        switch self {
        case .disk(let problem): problem.description
        case .corrupt(let file, let offset, let reason):
            "the journal is damaged in '\(file)' at byte \(offset): \(reason); nothing was changed"
        case .version(let file, let version):
            "'\(file)' has version \(version) of the journal; this is made for version \(JournalSegment.version)"
        case .tooLarge(let size): "\(size) bytes are more than the journal keeps of an event"
        case .gap(let before, let after): "the journal lacks what was between '\(before)' and '\(after)'"
        }
    }
}

extension StoreProblem {
    /// What a journal's problem means for whoever uses the store.
    init(_ problem: JournalProblem) {
        switch problem {
        case .disk(let disk) where disk.isFull: self.init(.full, problem.description)
        case .tooLarge: self.init(.refused, problem.description)
        case .disk, .corrupt, .version, .gap: self.init(.failed, problem.description)
        }
    }

    /// Does something with a journal; what goes wrong with it is a problem of the store.
    static func onJournal<Result>(_ body: () throws(JournalProblem) -> Result) throws(StoreProblem) -> Result {
        do throws(JournalProblem) {
            return try body()
        } catch {
            throw StoreProblem(error)
        }
    }
}
