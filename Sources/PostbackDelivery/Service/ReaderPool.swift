import Foundation

/// Readers of events for any number of threads, each used by one at a time.
final class ReaderPool: @unchecked Sendable {
    private let lock = NSLock()
    private var readers: [EventReader] = []
    private var postbacks: ConfiguredPostbacks
    /// How often the postbacks have been replaced.
    private var generation = 0

    init(_ postbacks: ConfiguredPostbacks) {
        self.postbacks = postbacks
    }

    /// Plans for other postbacks from now on.
    func replace(_ next: ConfiguredPostbacks) {
        lock.lock()
        postbacks = next
        readers = []
        generation += 1
        lock.unlock()
    }

    /// Calls a closure with a reader that nobody else uses meanwhile.
    func withReader<Result>(_ body: (EventReader) -> Result) -> Result {
        lock.lock()
        let (known, postbacks, generation) = (readers.popLast(), postbacks, generation)
        lock.unlock()
        let reader = known ?? EventReader(postbacks)
        let result = body(reader)
        lock.lock()
        if generation == self.generation { readers.append(reader) }
        lock.unlock()
        return result
    }
}
