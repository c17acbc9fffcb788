import Foundation

/// Brings commits to the disk on a thread of its own, one after the other.
final class CommitWorker: @unchecked Sendable {
    private let condition = NSCondition()
    private var work: [Journal.Commit]?
    private var result: Result<Void, DiskProblem>?
    private var isEnded = false
    private var seconds = 0.0
    private var count = 0
    private let finished: @Sendable () -> Void

    /// - Parameter finished: called on the thread when a commit has been performed.
    init(finished: @escaping @Sendable () -> Void) {
        self.finished = finished
        Thread { self.run() }.start()
    }

    private func run() {
        condition.lock()
        while !isEnded {
            guard let commits = work else {
                condition.wait()
                continue
            }
            condition.unlock()
            let start = ContinuousClock.now
            let outcome = Result { () throws(DiskProblem) in
                for commit in commits { try commit.perform() }
            }
            condition.lock()
            work = nil
            result = outcome
            seconds += (ContinuousClock.now - start) / .seconds(1)
            count += 1
            finished()
        }
        condition.unlock()
    }

    /// Takes commits; those before must have been performed.
    func submit(_ commits: [Journal.Commit]) {
        condition.lock()
        work = commits
        condition.signal()
        condition.unlock()
    }

    /// What came of the commits that were submitted last; nil until that is known, and once it has been asked for.
    func takeResult() -> Result<Void, DiskProblem>? {
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
