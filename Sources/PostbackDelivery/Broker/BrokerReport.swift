import NATSClient
import PostbackRuntime
public import PostbackTemplate

/// What the servers of a shared store hold, and what is done with dead letters there; no dispatcher has to run.
public struct BrokerReport: ~Copyable {
    private let store: JetStreamStore

    /// Connects to the servers of a store, as `PostbackStores.jetStream` does, without taking any postback.
    public init(_ servers: String, settings: BrokerSettings = .init()) throws(StoreProblem) {
        store = try Self.asking { () throws(NATSProblem) in
            try JetStreamStore(servers, settings, isDispatcher: false)
        }
    }

    /// How many postbacks there are of each partner.
    public func counts() throws(StoreProblem) -> [String: StoreCounts] {
        guard store.look(isExact: true) else { throw StoreProblem(.failed, "the servers do not say what they hold") }
        return store.counts
    }

    /// How many events wait to be taken in, and how many were put aside because they are none.
    public func events() throws(StoreProblem) -> (waiting: Int, rejected: Int) {
        try Self.asking { () throws(NATSProblem) in
            (
                try store.stream.state(ofStream: store.names.events).state.messages,
                try store.stream.state(ofStream: store.names.rejected).state.messages
            )
        }
    }

    /// The dispatchers that are there.
    public func dispatchers() throws(StoreProblem) -> [DispatcherPresence] {
        try Self.asking { () throws(NATSProblem) in try store.presences() }
    }

    /// What is dead or parked.
    public func settled() throws(StoreProblem) -> [SettledPostback] {
        try Self.asking { () throws(NATSProblem) in try store.letters() }
    }

    /// Does something with those dead letters that a closure wants; gives those that it was done with.
    public func perform(
        _ action: LetterRequest.Action, now: Timestamp, where isWanted: (SettledPostback) -> Bool
    ) throws(StoreProblem) -> [SettledPostback] {
        defer { store.end() }
        return try Self.asking { () throws(NATSProblem) in
            var done: [SettledPostback] = []
            for letter in try store.letters() where isWanted(letter) {
                guard let message = try store.message(of: letter) else { continue }
                let isDone =
                    switch action {
                    case .replay: try store.revive(message, due: now)
                    case .discard: try store.discard(message, now: now)
                    }
                if isDone { done.append(letter) }
            }
            return done
        }
    }

    private static func asking<Result>(_ body: () throws(NATSProblem) -> Result) throws(StoreProblem) -> Result {
        do throws(NATSProblem) { return try body() } catch { throw StoreProblem(.failed, error.description) }
    }
}
