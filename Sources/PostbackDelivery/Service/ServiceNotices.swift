import PostbackTemplate

/// Notices what a person should know, each thing once or not again for a while.
struct ServiceNotices {
    private let tell: @Sendable (DeliveryNotice) -> Void
    /// Apps that were named because nobody has configured them.
    private var unconfigured: Set<String?> = []
    /// Targets that were named because they are not configured any more.
    private var withdrawn: Set<PostbackTarget> = []
    private var lettersTold: Timestamp?
    private var discardedCount = 0
    private var discardedTold: Timestamp?

    /// The most apps that are remembered; whoever makes up ids does not fill the memory.
    private static let mostApps = 1_000
    /// Microseconds after which the same is said again.
    private static let pause: Int64 = 3_600_000_000

    init(_ tell: @escaping @Sendable (DeliveryNotice) -> Void) {
        self.tell = tell
    }

    /// An event came for an app that nobody has configured.
    mutating func unconfigured(_ app: String?) {
        guard unconfigured.count < Self.mostApps, unconfigured.insert(app).inserted else { return }
        tell(.unconfigured(app: app))
    }

    /// Looks for what waits and is not configured any more.
    mutating func findWithdrawn(_ store: any PostbackStore, _ postbacks: ConfiguredPostbacks) {
        unconfigured = []
        let waiting = store.waiting().filter { !postbacks.isConfigured($0.key) }
        for (target, count) in waiting.sorted(by: { "\($0.key)" < "\($1.key)" }) where !withdrawn.contains(target) {
            tell(.withdrawn(target, waiting: count))
        }
        withdrawn = Set(waiting.keys)
    }

    /// Looks whether there are nearly as many dead letters as are kept.
    mutating func lookAtLetters(_ store: any PostbackStore, _ now: Timestamp) {
        let count = store.counts.values.reduce(0) { $0 + $1.dead + $1.parked }
        let most = store.letterLimits.most
        guard count > 0, count >= most - most / 5, Self.isTime(lettersTold, now) else { return }
        lettersTold = now
        tell(.manyLetters(count: count, most: most))
    }

    /// Dead letters were discarded.
    mutating func discarded(_ count: Int, _ now: Timestamp) {
        discardedCount += count
        guard discardedCount > 0, Self.isTime(discardedTold, now) else { return }
        tell(.discarded(count: discardedCount))
        (discardedCount, discardedTold) = (0, now)
    }

    private static func isTime(_ last: Timestamp?, _ now: Timestamp) -> Bool {
        last.map { now.microseconds - $0.microseconds > pause } ?? true
    }
}
