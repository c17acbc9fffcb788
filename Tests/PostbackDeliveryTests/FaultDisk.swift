import Foundation
import TestSupport

@testable import PostbackDelivery

/// A disk in memory that loses power: what was not synced may be there, missing, or half of it, sector by sector.
final class FaultDisk: JournalDisk {
    /// A change of the folder that has not reached the disk.
    private enum Change {
        case create(String, FaultFile)
        case rename(String, String)
        case remove(String)
    }

    private var names: [String: FaultFile] = [:]
    private var durable: [String: FaultFile] = [:]
    private var changes: [Change] = []
    /// How many calls succeed before the first that fails; nil for all.
    var failsAfter: Int?
    /// Whether only one call fails, or every one from then on.
    var failsOnce = false
    var error: Int32 = EIO
    private(set) var calls = 0
    /// Bytes that all files may take together; nil for any number.
    var capacity: Int?
    /// Why there is no room.
    var refusal = ENOSPC

    /// How many bytes the files take.
    var used: Int { names.values.reduce(0) { $0 + $1.content.count } }

    /// Counts a call, and fails it if its turn has come.
    func call(_ operation: DiskProblem.Operation, _ name: String) throws(DiskProblem) {
        calls += 1
        guard let limit = failsAfter, calls > limit else { return }
        if failsOnce { failsAfter = nil }
        throw DiskProblem(operation: operation, path: name, code: error)
    }

    func files() throws(DiskProblem) -> [String] {
        try call(.list, "")
        return names.keys.sorted()
    }

    func create(_ name: String, size: Int) throws(DiskProblem) -> any JournalFile {
        try call(.create, name)
        if let capacity, used - (names[name]?.content.count ?? 0) + size > capacity {
            throw DiskProblem(operation: .create, path: name, code: refusal)
        }
        let file = FaultFile(self, name, size)
        names[name] = file
        changes.append(.create(name, file))
        return file
    }

    func open(_ name: String) throws(DiskProblem) -> any JournalFile {
        try call(.open, name)
        guard let file = names[name] else { throw DiskProblem(operation: .open, path: name, code: ENOENT) }
        return file
    }

    func rename(_ name: String, to other: String) throws(DiskProblem) {
        try call(.rename, name)
        names[other] = names.removeValue(forKey: name)
        changes.append(.rename(name, other))
    }

    func remove(_ name: String) throws(DiskProblem) {
        try call(.remove, name)
        names[name] = nil
        changes.append(.remove(name))
    }

    func sync() throws(DiskProblem) {
        try call(.sync, "")
        durable = names
        changes = []
    }

    /// The machine has stopped, and starts again.
    func losePower(_ random: inout SeededGenerator) {
        // The folder keeps its order: some of the last changes are undone.
        for change in changes.prefix(Int.random(in: 0...changes.count, using: &random)) {
            switch change {
            case .create(let name, let file): durable[name] = file
            case .rename(let name, let other): durable[other] = durable.removeValue(forKey: name)
            case .remove(let name): durable[name] = nil
            }
        }
        changes = []
        names = durable
        for file in names.values { file.losePower(&random) }
        failsAfter = nil
        calls = 0
    }

    /// The process has ended, or the machine with it, and starts again.
    func restart(_ random: inout SeededGenerator) {
        if Bool.random(using: &random) { return losePower(&random) }
        // What was written can be read, and has still not reached the disk.
        failsAfter = nil
        calls = 0
    }

    /// What stands in a file now.
    subscript(name: String) -> [UInt8] {
        get { names[name]?.content ?? [] }
        set {
            names[name]?.content = newValue
            names[name]?.durable = newValue
        }
    }
}

/// A file of such a disk; used by one thread.
final class FaultFile: JournalFile, @unchecked Sendable {
    private unowned let disk: FaultDisk
    private let name: String
    var content: [UInt8]
    var durable: [UInt8]

    init(_ disk: FaultDisk, _ name: String, _ size: Int) {
        self.disk = disk
        self.name = name
        content = Array(repeating: 0, count: size)
        durable = []
    }

    func size() throws(DiskProblem) -> Int { content.count }

    func read(at offset: Int, count: Int) throws(DiskProblem) -> [UInt8] {
        try disk.call(.read, name)
        return Array(content.dropFirst(offset).prefix(count))
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(DiskProblem) {
        // A call that fails may have written a part.
        do throws(DiskProblem) {
            try disk.call(.write, name)
        } catch {
            place(Array(bytes.prefix(bytes.count / 2)), at: offset)
            throw error
        }
        place(bytes, at: offset)
    }

    private func place(_ bytes: [UInt8], at offset: Int) {
        if content.count < offset + bytes.count {
            content += Array(repeating: 0, count: offset + bytes.count - content.count)
        }
        content.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    func truncate(to size: Int) throws(DiskProblem) {
        try disk.call(.truncate, name)
        content = Array(content.prefix(size))
    }

    func verify() {}

    func sync() throws(DiskProblem) {
        try disk.call(.sync, name)
        durable = content
    }

    /// Every sector that was written and not synced is there, is not, or holds something else.
    func losePower(_ random: inout SeededGenerator) {
        var result = Bool.random(using: &random) ? durable : content
        for start in stride(from: 0, to: result.count, by: 512) {
            let range = start..<min(start + 512, result.count)
            func sector(_ bytes: [UInt8]) -> [UInt8] {
                range.map { $0 < bytes.count ? bytes[$0] : 0 }
            }
            let (old, new) = (sector(durable), sector(content))
            guard old != new else {
                result.replaceSubrange(range, with: old)
                continue
            }
            switch Int.random(in: 0..<8, using: &random) {
            case 0...2: result.replaceSubrange(range, with: old)
            case 3...5: result.replaceSubrange(range, with: new)
            case 6:
                let cut = Int.random(in: 0...range.count, using: &random)
                result.replaceSubrange(range, with: new.prefix(cut) + old.dropFirst(cut))
            default:
                // As databases assume it: bytes of the sector that were not being written stay what they were.
                let same = zip(old, new).prefix { $0 == $1 }.count
                let noise = (same..<range.count).map { _ in UInt8.random(in: 0...255, using: &random) }
                result.replaceSubrange(range, with: old.prefix(same) + noise)
            }
        }
        content = result
        durable = result
    }
}
