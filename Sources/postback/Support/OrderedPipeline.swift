import Foundation

/// Works on pieces on every core at once, and hands out the results in the order of the pieces.
///
/// No more pieces are under way than there is room for, so that memory stays bounded however fast the input comes.
final class OrderedPipeline<Input: Sendable, Output: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [(number: Int, input: Input)] = []
    private var finished: [Int: Output] = [:]
    private var submitted = 0
    private var delivered = 0
    private var isClosed = false
    private let room: Int

    /// Starts a worker for each core; `makeWorker` is called once on each, for what a worker keeps to itself.
    init(workers: Int, makeWorker: @escaping @Sendable () -> (Input) -> Output) {
        room = workers * 3
        for _ in 0..<workers {
            Thread { self.work(makeWorker()) }.start()
        }
    }

    private func work(_ body: (Input) -> Output) {
        condition.lock()
        while true {
            while waiting.isEmpty, !isClosed { condition.wait() }
            guard !waiting.isEmpty else { break }
            let (number, input) = waiting.removeFirst()
            condition.unlock()
            let output = body(input)
            condition.lock()
            finished[number] = output
            condition.broadcast()
        }
        condition.unlock()
    }

    /// Takes in a piece.
    func submit(_ input: Input) {
        condition.lock()
        waiting.append((submitted, input))
        submitted += 1
        condition.signal()
        condition.unlock()
    }

    /// Whether another piece may be submitted before the next result is taken.
    var hasRoom: Bool {
        condition.lock()
        defer { condition.unlock() }
        return submitted - delivered < room
    }

    /// The next result; nil when every piece that was submitted has been taken. Waits for it unless `waits` is false.
    func next(waits: Bool = true) -> Output? {
        condition.lock()
        defer { condition.unlock() }
        while delivered < submitted {
            if let output = finished.removeValue(forKey: delivered) {
                delivered += 1
                return output
            }
            guard waits else { return nil }
            condition.wait()
        }
        return nil
    }

    /// Lets the workers end when all is done.
    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }
}
