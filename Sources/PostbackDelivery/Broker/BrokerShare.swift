import Foundation
import NATSClient
import PostbackRuntime
import PostbackTemplate

/// The integrations and configurations that all dispatchers of a store use: whoever reads them anew gives them to the
/// others.
final class BrokerShare: @unchecked Sendable {
    private let store: JetStreamStore
    private let lock = NSLock()
    /// The number of what was taken or given last.
    private var number: UInt64 = 0
    /// The digest of what is in use.
    private var digest = ""
    private static let pieceSize = 256 << 10
    /// The most pieces that a bundle or configurations have: a gigabyte.
    private static let mostPieces = 4_096

    /// What is shared: where its pieces are, and who gave it when.
    private struct Pointer: Codable {
        var digest: String
        var bundle: Int
        var configuration: Int
        var by: String
        var time: Int64
    }

    /// What others have given.
    struct Shared: Sendable {
        var bundle: [UInt8]
        var configuration: [UInt8]
        /// Who gave it.
        var by: String
        /// When.
        var time: Timestamp
    }

    init(_ store: JetStreamStore) {
        self.store = store
    }

    private var subject: String { BrokerNames.key("current", of: store.names.shared) }

    private func piece(_ digest: String, _ what: String, _ place: Int) -> String {
        BrokerNames.key("piece.\(digest).\(what).\(place)", of: store.names.shared)
    }

    /// Gives integrations and configurations to the others.
    ///
    /// - Parameter isFirst: only where nobody has given any before.
    func give(_ bundle: [UInt8], _ configuration: [UInt8], by name: String, isFirst: Bool) throws(NATSProblem) {
        let digest = Fingerprint(of: (bundle + [0] + configuration).span).description
        let before = try store.stream.last(matching: subject, in: store.names.shared)
        // What others use is taken next, and nothing is left here that nobody asked for.
        guard before == nil || !isFirst else { return lock.withLock { self.digest = digest } }
        lock.withLock { self.digest = digest }
        var pointer = Pointer(
            digest: digest, bundle: 0, configuration: 0, by: name, time: store.clock.now.microseconds)
        pointer.bundle = try put(bundle, digest, "bundle")
        pointer.configuration = try put(configuration, digest, "configuration")
        let payload = (try? JSONEncoder().encode(pointer)).map { Array($0) } ?? []
        let headers: NATSHeaders = isFirst ? .expecting(last: 0) : [:]
        do throws(NATSProblem) {
            let kept = try store.stream.publish(subject, headers: headers, payload: payload)
            lock.withLock { number = kept.seq }
            // The pieces of what this took the place of; who is still reading them reads anew.
            if let before, let old = try? JSONDecoder().decode(Pointer.self, from: Data(before.payload)),
                old.digest != digest
            {
                try? store.stream.purge(
                    store.names.shared, matching: BrokerNames.key("piece.\(old.digest).>", of: store.names.shared))
            }
        } catch {
            // Somebody was faster; what they gave is looked at next.
            guard isFirst, JetStreamStore.isWrongLast(error) else { throw error }
        }
    }

    private func put(_ bytes: [UInt8], _ digest: String, _ what: String) throws(NATSProblem) -> Int {
        var count = 0
        var rest = bytes[...]
        repeat {
            try store.stream.publish(piece(digest, what, count), payload: rest.prefix(Self.pieceSize))
            rest = rest.dropFirst(Self.pieceSize)
            count += 1
        } while !rest.isEmpty
        return count
    }

    /// What others have given since it was looked at last; nil for nothing.
    func take() throws(NATSProblem) -> Shared? {
        guard let message = try store.stream.last(of: subject, in: store.names.shared),
            message.number > lock.withLock({ number })
        else { return nil }
        guard let pointer = try? JSONDecoder().decode(Pointer.self, from: Data(message.payload)),
            (1...Self.mostPieces).contains(pointer.bundle), (1...Self.mostPieces).contains(pointer.configuration)
        else {
            lock.withLock { number = message.number }
            return nil
        }
        // The same as what is in use here.
        guard pointer.digest != lock.withLock({ digest }) else {
            lock.withLock { number = message.number }
            return nil
        }
        let shared = Shared(
            bundle: try get(pointer.digest, "bundle", pointer.bundle),
            configuration: try get(pointer.digest, "configuration", pointer.configuration), by: pointer.by,
            time: Timestamp(microseconds: pointer.time))
        guard Fingerprint(of: (shared.bundle + [0] + shared.configuration).span).description == pointer.digest else {
            throw .answer("what is shared is not what its digest says")
        }
        lock.withLock { (number, digest) = (message.number, pointer.digest) }
        return shared
    }

    private func get(_ digest: String, _ what: String, _ count: Int) throws(NATSProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        for place in 0..<count {
            guard let message = try store.stream.last(of: piece(digest, what, place), in: store.names.shared) else {
                throw .answer("a piece of what is shared is not there")
            }
            bytes += message.payload
        }
        return bytes
    }
}
