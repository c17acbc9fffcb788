import NATSClient
public import PostbackTemplate

/// The stores that come with this module.
public enum PostbackStores {
    /// Seconds for which input is compared with what came before, where nobody says otherwise.
    public static let window: UInt32 = 7_200

    /// A journal on a local disk: what was committed outlives the process and, on a disk that keeps what it was told to keep,
    /// the machine. Another process replays and discards its dead letters with `JournalReport.perform`.
    ///
    /// - Parameters:
    ///   - path: the folder, which is made if it is not there. If it is the caller's, it is closed to others; one service has
    ///     it at a time.
    ///   - window: seconds for which input is compared with what came before: the deduplication window.
    ///   - now: the moment.
    public static func journal(
        path: String, window: UInt32 = window, now: Timestamp
    ) throws(JournalProblem) -> any PostbackStore {
        try JournalStore(path: path, window: window, now: now)
    }

    /// JetStream, which any number of services on any number of machines share: what was put is kept by as many servers as
    /// `replicas` says. Events that anybody publishes to the subject `NAME.events` are taken in, too.
    ///
    /// - Parameters:
    ///   - servers: `nats://[USER:PASSWORD@|TOKEN@]HOST[:PORT][,…][/NAME]`; `tls://` demands TLS. The name is `postback`
    ///     where there is none.
    ///   - settings: how it is kept; of streams that are there already, only what counts has to agree.
    public static func jetStream(
        _ servers: String, settings: BrokerSettings = .init()
    ) throws(StoreProblem) -> any PostbackStore {
        do throws(NATSProblem) {
            return try JetStreamStore(servers, settings)
        } catch {
            throw StoreProblem(.failed, error.description)
        }
    }

    /// A store that forgets all when the process ends: for tests, and where nothing has to be kept.
    ///
    /// - Parameter window: seconds for which input is compared with what came before: the deduplication window.
    public static func memory(window: UInt32 = window) -> any PostbackStore { MemoryStore(window: window) }
}
