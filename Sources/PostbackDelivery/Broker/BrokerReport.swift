import NATSClient
import PostbackRuntime
public import PostbackTemplate

/// What the servers of a shared store hold, and what is done with dead letters there; no dispatcher has to run.
public struct BrokerReport: ~Copyable {
    private let store: JetStreamStore

    /// Connects to the servers of a store, as `PostbackStores.jetStream` does, without taking any postback.
    public init(_ servers: String, settings: BrokerSettings = .init()) throws(StoreProblem) {
        do throws(NATSProblem) {
            store = try JetStreamStore(servers, settings, isDispatcher: false)
        } catch {
            throw StoreProblem(.failed, error.description)
        }
    }

    /// How many postbacks there are of each partner.
    public func counts() throws(StoreProblem) -> [String: StoreCounts] {
        store.look()
        guard store.connection.isConnected else { throw StoreProblem(.failed, NATSProblem.disconnected.description) }
        return store.counts
    }

    /// How many events wait to be taken in, and how many were put aside because they are none.
    public func events() throws(StoreProblem) -> (waiting: Int, rejected: Int) {
        do throws(NATSProblem) {
            return (
                try store.stream.state(ofStream: store.names.events).state.messages,
                try store.stream.state(ofStream: store.names.rejected).state.messages
            )
        } catch {
            throw StoreProblem(.failed, error.description)
        }
    }

    /// The dispatchers that are there.
    public func dispatchers() throws(StoreProblem) -> [DispatcherPresence] {
        do throws(NATSProblem) {
            return try store.presences()
        } catch {
            throw StoreProblem(.failed, error.description)
        }
    }

    /// What is dead or parked.
    public var settled: [SettledPostback] { store.settled }

    /// Does something with those dead letters that a closure wants; gives those that it was done with.
    public func perform(
        _ action: LetterRequest.Action, now: Timestamp, where isWanted: (SettledPostback) -> Bool
    ) throws(StoreProblem) -> [SettledPostback] {
        let wanted = settled.filter(isWanted)
        let done = Set(try store.perform(LetterRequest(action, wanted.map(\.key)), now: now))
        return wanted.filter { done.contains($0.key) }
    }
}
