import Foundation

/// Records that one thread reads and checks while another takes up those before, in their order.
final class RecordHandover: @unchecked Sendable {
    /// Records of one segment. They say where their payloads are, so that the threads do not count the same references.
    struct Batch {
        var bytes: [UInt8]
        var segment: UInt64
        var records: [(record: JournalRecord.Head, offset: UInt32)] = []
    }

    private let condition = NSCondition()
    private var batches: [Batch] = []
    private var collected: Batch?
    /// The segment whose records were taken last.
    private var taken: UInt64?
    private var isFinished = false
    private var isStopped = false

    /// Records that are handed over at once.
    private static let batch = 4_096
    /// Batches that wait before whoever reads has to wait too.
    private static let most = 4

    /// Waits until the records of the segment before have begun to be taken up, so that no more than two are in memory; false
    /// when nobody takes them up.
    func awaitRoom() -> Bool {
        let goesOn = flush()
        condition.lock()
        defer { condition.unlock() }
        while let next = batches.first, next.segment != taken, !isStopped { condition.wait() }
        return goesOn && !isStopped
    }

    /// Begins with the records of a segment; false when nobody takes them up.
    func begin(_ segment: UInt64, _ bytes: [UInt8]) -> Bool {
        let goesOn = flush()
        collected = Batch(bytes: bytes, segment: segment)
        return goesOn
    }

    /// Hands over a record of the segment; false when nobody takes it up.
    func put(_ record: JournalRecord.Head, at offset: Int) -> Bool {
        collected?.records.append((record, UInt32(offset)))
        guard let batch = collected, batch.records.count == Self.batch else { return true }
        return begin(batch.segment, batch.bytes)
    }

    /// Hands over what was collected.
    private func flush() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while batches.count >= Self.most, !isStopped { condition.wait() }
        if let collected, !collected.records.isEmpty { batches.append(collected) }
        collected = nil
        condition.broadcast()
        return !isStopped
    }

    /// Says that nothing more comes.
    func finish() {
        _ = flush()
        condition.lock()
        isFinished = true
        condition.broadcast()
        condition.unlock()
    }

    /// The next records; nil when there are no more.
    func take() -> Batch? {
        condition.lock()
        defer { condition.unlock() }
        while batches.isEmpty, !isFinished { condition.wait() }
        guard !batches.isEmpty else { return nil }
        condition.broadcast()
        taken = batches[0].segment
        return batches.removeFirst()
    }

    /// Takes nothing more, and returns when nothing comes.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        while !isFinished { condition.wait() }
        condition.unlock()
    }
}
