public import PostbackDelivery
public import PostbackTemplate

/// What every store of postbacks has to do, whatever it keeps them in: a list of cases that any store's tests run.
///
/// Each case is given a store of its own, which it opens, uses, closes and opens anew.
public enum StoreConformance {
    /// A store to be tried.
    public struct Subject {
        /// Opens it, with a deduplication window of `StoreConformance.window` seconds; again each time it is called, when
        /// the one before is not used any more.
        public var open: (_ now: Timestamp) throws -> any PostbackStore
        /// Whether what was committed is there when it is opened anew.
        public var isDurable: Bool

        /// Creates a subject.
        public init(isDurable: Bool, open: @escaping (_ now: Timestamp) throws -> any PostbackStore) {
            self.open = open
            self.isDurable = isDurable
        }
    }

    /// Something that a store has to do.
    public struct Case: Sendable, CustomStringConvertible {
        /// What, as the end of a sentence that begins with "A store".
        public let description: String
        let body: @Sendable (Trial) throws -> Void

        init(_ description: String, _ body: @escaping @Sendable (Trial) throws -> Void) {
            self.description = description
            self.body = body
        }

        /// Tries a store that holds nothing; throws a `Failure` that says what it does not do.
        public func run(_ subject: Subject) throws { try body(try Trial(subject, name: description)) }
    }

    /// What a store does not do.
    public struct Failure: Error, CustomStringConvertible {
        /// The case, and what was found.
        public var description: String
    }

    /// Seconds for which subjects remember keys.
    public static let window: UInt32 = 600

    /// Every case.
    public static let cases = waiting + outcomes + sessions + reopening
}

/// One store that is tried.
final class Trial {
    private let subject: StoreConformance.Subject
    private let name: String
    /// The store as it is open now. Whoever reopens it keeps no other reference to it.
    var store: any PostbackStore { opened[0] }
    private var opened: [any PostbackStore]
    let isDurable: Bool

    init(_ subject: StoreConformance.Subject, name: String) throws {
        self.subject = subject
        self.name = name
        isDurable = subject.isDurable
        opened = [try subject.open(StoreSample.at(0))]
    }

    /// Brings what was done to where it survives.
    func commit() throws { try store.commit()?.perform() }

    /// Ends the use of the store, and opens it anew at a moment.
    func reopen(at seconds: Double) throws {
        opened = []
        opened = [try subject.open(StoreSample.at(seconds))]
    }

    func expect(_ truth: Bool, _ words: @autoclosure () -> String) throws {
        guard truth else { throw StoreConformance.Failure(description: "A store \(name): \(words())") }
    }

    func lease(_ partner: String, _ seconds: Double, isRetry: Bool = false) throws -> PostbackLease {
        guard let lease = store.lease(partner, isRetry: isRetry, now: StoreSample.at(seconds)) else {
            throw StoreConformance.Failure(description: "A store \(name): nothing is due for \(partner) at \(seconds)")
        }
        return lease
    }

    /// Puts events that are done at once, so that a store has something to clear away.
    func churn(_ count: Int, at seconds: Double, _ prefix: String) throws {
        for number in 0..<count {
            _ = try store.put(StoreSample.event("\(prefix)\(number)", [("churn", 0)]), now: StoreSample.at(seconds))
            try commit()
            try store.done(try lease("churn", seconds), now: StoreSample.at(seconds))
            _ = try store.maintain(now: StoreSample.at(seconds))
            try commit()
        }
    }
}
