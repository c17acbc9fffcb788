import Foundation

/// Brings commits to the disk on a thread of its own, one after the other.
final class CommitWorker: @unchecked Sendable {
    private let condition = NSCondition()
    private var work: StoreCommit?
    private var result: Result<Void, StoreProblem>?
    private var isEnded = false
    private var seconds = 0.0
    private var count = 0
    private let finished: @Sendable () -> Void

    /// - Parameter finished: called on the thread when a commit has been performed.
    init(finished: @escaping @Sendable () -> Void) {
        self.finished = finished
    }

    /// Begins to perform what is submitted.
    func begin() { Thread { self.run() }.start() }

    private func run() {
        condition.lock()
        while !isEnded {
            guard let commit = work else {
                condition.wait()
                continue
            }
            condition.unlock()
            let start = ContinuousClock.now
            let outcome = Result { () throws(StoreProblem) in try commit.perform() }
            condition.lock()
            work = nil
            result = outcome
            seconds += (ContinuousClock.now - start) / .seconds(1)
            count += 1
            finished()
        }
        condition.unlock()
    }

    /// Takes a commit; the one before must have been performed. Without one, there is nothing to perform.
    func submit(_ commit: StoreCommit?) {
        condition.lock()
        work = commit ?? StoreCommit {}
        condition.signal()
        condition.unlock()
    }

    /// What came of the commit that was submitted last; nil until that is known, and once it has been asked for.
    func takeResult() -> Result<Void, StoreProblem>? {
        condition.lock()
        defer { condition.unlock() }
        defer { result = nil }
        return result
    }

    /// How long all commits took together, and how many there were.
    var timing: (seconds: Double, count: Int) {
        condition.lock()
        defer { condition.unlock() }
        return (seconds, count)
    }

    func end() {
        condition.lock()
        isEnded = true
        condition.signal()
        condition.unlock()
    }
}
