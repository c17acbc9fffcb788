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
        lock.withLock { self.digest = digest }
        var pointer = Pointer(
            digest: digest, bundle: 0, configuration: 0, by: name, time: Timestamp.now.microseconds)
        pointer.bundle = try put(bundle, digest, "bundle")
        pointer.configuration = try put(configuration, digest, "configuration")
        let payload = (try? JSONEncoder().encode(pointer)).map { Array($0) } ?? []
        let headers: NATSHeaders = isFirst ? ["Nats-Expected-Last-Subject-Sequence": "0"] : [:]
        do throws(NATSProblem) {
            let kept = try store.stream.publish(subject, headers: headers, payload: payload)
            lock.withLock { number = kept.seq }
            forgetPieces(but: digest)
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
            message.number != lock.withLock({ number })
        else { return nil }
        guard let pointer = try? JSONDecoder().decode(Pointer.self, from: Data(message.payload)) else {
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

    /// Takes the pieces of what was shared before out of the servers; who is still reading them reads anew.
    private func forgetPieces(but digest: String) {
        let prefix = BrokerNames.key("piece", of: store.names.shared)
        guard let subjects = try? store.stream.subjects(of: store.names.shared, matching: prefix + ".>") else { return }
        let digests = Set(
            subjects.keys.compactMap { $0.dropFirst(prefix.count + 1).split(separator: ".").first.map(String.init) })
        for old in digests where old != digest {
            try? store.stream.purge(store.names.shared, matching: "\(prefix).\(old).>")
        }
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
