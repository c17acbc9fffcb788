import Foundation
import PostbackTemplate

/// Readers of events for any number of threads, each used by one at a time, with the postbacks that they plan for.
final class ReaderPool: @unchecked Sendable {
    private let lock = NSLock()
    private var readers: [EventReader] = []
    private var postbacks: ConfiguredPostbacks

    init(_ postbacks: ConfiguredPostbacks) {
        self.postbacks = postbacks
    }

    /// Plans for other postbacks from now on.
    func replace(_ next: ConfiguredPostbacks) {
        lock.lock()
        postbacks = next
        lock.unlock()
    }

    /// Calls a closure with a reader that nobody else uses meanwhile.
    func withReader<Result>(_ body: (EventReader, ConfiguredPostbacks) -> Result) -> Result {
        lock.lock()
        let (known, postbacks) = (readers.popLast(), postbacks)
        lock.unlock()
        let reader = known ?? EventReader(postbacks.catalogue)
        let result = body(reader, postbacks)
        lock.lock()
        readers.append(reader)
        lock.unlock()
        return result
    }
}
