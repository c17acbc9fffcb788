import Foundation

/// A value that one thread waits for until another has it.
package final class Waiter<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var value: Value?

    /// Creates one without a value.
    package init() {}

    /// Gives the value.
    package func fill(_ value: Value) {
        condition.lock()
        self.value = value
        condition.broadcast()
        condition.unlock()
    }

    /// Waits for the value.
    package func wait() -> Value {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let value { return value }
            condition.wait()
        }
    }
}
