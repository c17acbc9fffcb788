import Foundation
import NATSClient
import PostbackTemplate

extension JetStreamStore {
    /// Seconds between two words about this dispatcher; who says nothing for ten is gone.
    static let presencePause = 2.0

    /// How many dispatchers there are: those that have said so lately, this one included.
    var sharers: Int { locked { others.union([name]).count } }

    private var name: String { String(owner.dropFirst()) }

    /// Says that this dispatcher is there, and looks who else is.
    func beThere() {
        guard sayPresence() else { return }
        guard let subjects = try? stream.subjects(of: names.presence, matching: "$KV.\(names.presence.dropFirst(3)).*")
        else { return }
        let found = Set(subjects.keys.compactMap { $0.split(separator: ".").last.map(String.init) })
        locked { others = found }
    }

    /// Says that this dispatcher is there; false for one that sends nothing.
    @discardableResult
    func sayPresence() -> Bool {
        guard let describe = locked({ describe }) else { return false }
        if let data = try? JSONEncoder().encode(describe()) {
            stream.publish(BrokerNames.key(name, of: names.presence), payload: Array(data)) { _ in }
        }
        return true
    }

    /// Compares this machine's clock with that of the server that leads the stream of dispatchers.
    func compareClocks() throws(NATSProblem) {
        let subject = BrokerNames.key("clock.\(name)", of: names.presence)
        let first = clock.now
        let kept = try stream.publish(subject)
        let last = clock.now
        if let message = try stream.last(matching: subject, in: names.presence), message.number == kept.seq,
            let time = message.time.flatMap({ Timestamp($0) })
        {
            clock.compare(time, between: first, and: last)
        }
    }

    /// Says that this dispatcher goes.
    func leave() {
        stream.purge(names.presence, matching: BrokerNames.key(name, of: names.presence)) { _ in }
    }

    /// What the dispatchers that are there say about themselves.
    func presences() throws(NATSProblem) -> [DispatcherPresence] {
        var found: [DispatcherPresence] = []
        try stream.forEach(in: names.presence) { message in
            if let presence = try? JSONDecoder().decode(DispatcherPresence.self, from: Data(message.payload)) {
                found.append(presence)
            }
        }
        return found.sorted { $0.name < $1.name }
    }
}
