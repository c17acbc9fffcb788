import NATSClient
import PostbackTemplate

/// How the postbacks of several dispatchers are kept in JetStream.
public struct BrokerSettings: Hashable, Sendable {
    /// What the streams and buckets are named after; several may be beside each other.
    public var name = "postback"
    /// How many servers have each message.
    public var replicas = 1
    /// Seconds for which input is compared with what came before.
    public var window = PostbackStores.window
    /// Seconds after which what a dispatcher holds is handed to another one, unless it says that it is still at it.
    public var leaseSeconds = 30.0
    /// How many postbacks of a partner a dispatcher holds, those in flight included.
    public var portion = 256
    /// Microseconds before its due time from which a postback is held by a dispatcher; what is due later waits in the
    /// server.
    public var horizon: Int64 = 2_000_000
    /// The most postbacks of a partner that are handed out or wait for their time.
    public var mostWaiting = 500_000
    /// The most bytes that waiting postbacks take; -1 for as much as the server has.
    public var workBytes = -1
    /// The most bytes that events take that nobody has taken in yet; -1 for as much as the server has.
    public var eventBytes = -1
    /// Certificates to trust in place of the system's, a file of PEM.
    public var authorities: String?
    /// The client's own certificate, a file of PEM.
    public var certificate: String?
    /// The key of that certificate, a file of PEM.
    public var key: String?
    /// Seconds until a server that does not answer is given up for now.
    public var patience = 5.0

    /// Creates settings for one server.
    public init() {}
}

/// The names of streams, buckets and subjects.
///
/// The number at their end is that of their form: a stream is never made again under its name with other settings.
struct BrokerNames: Sendable {
    let events, work, letters, rejected, keys, sessions, notes, presence, shared: String
    let base: String

    init(_ name: String) {
        base = name
        let stem = name.uppercased()
        func stream(_ word: String) -> String { "\(stem)_\(word)_1" }
        events = stream("EVENTS")
        work = stream("WORK")
        letters = stream("LETTERS")
        rejected = stream("REJECTS")
        keys = "KV_" + stream("KEYS")
        sessions = "KV_" + stream("SESSIONS")
        notes = "KV_" + stream("NOTES")
        presence = "KV_" + stream("DISPATCHERS")
        shared = "KV_" + stream("SHARED")
    }

    /// Whether streams can be named so.
    static func isSound(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0.isLowercaseLetter || $0.isDecimalDigit || $0 == UInt8(ascii: "_") }
    }

    /// The subject of a key of a bucket.
    static func key(_ key: String, of bucket: String) -> String { "$KV.\(bucket.dropFirst(3)).\(key)" }

    /// The subject to which anybody may publish events.
    var eventSubject: String { base + ".events" }

    /// The subject of what nobody can read.
    func rejects() -> String { base + ".rejects" }

    func workSubject(_ partner: String, _ key: String) -> String { "\(base).work.\(Self.token(partner)).\(key)" }

    func workFilter(_ partner: String) -> String { "\(base).work.\(Self.token(partner)).*" }

    func letterSubject(_ state: SettledState, _ partner: String, _ key: String) -> String {
        "\(base).letters.\(state == .dead ? "dead" : "parked").\(Self.token(partner)).\(key)"
    }

    /// The letter with a key, whatever its partner and its state.
    func letterFilter(_ key: String) -> String { "\(base).letters.*.*.\(key)" }

    /// The consumer that hands out the postbacks of a partner.
    func consumer(_ partner: String) -> String { "partner_" + Self.token(partner) }

    /// The partner of such a consumer; nil for another one.
    func partner(ofConsumer name: String) -> String? {
        name.hasPrefix("partner_") ? Self.text(String(name.dropFirst(8))) : nil
    }

    /// The state and the partner of the subject of a letter.
    func letter(_ subject: String) -> (state: SettledState, partner: String)? {
        let parts = subject.dropFirst(base.count + 1).split(separator: ".")
        guard parts.count == 4 else { return nil }
        return (parts[1] == "dead" ? .dead : .parked, Self.text(String(parts[2])))
    }

    /// A text as one piece of a subject and of a name.
    static func token(_ text: String) -> String {
        text.utf8.reduce(into: "") { token, byte in
            let isPlain = byte.isLowercaseLetter || byte.isDecimalDigit || byte == UInt8(ascii: "_")
            token +=
                isPlain
                ? String(UnicodeScalar(byte)) : "=" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
    }

    static func text(_ token: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(token.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isDecimalDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension BrokerNames {
    private static let second: Int64 = 1_000_000_000

    /// The streams that have to be there, as they have to be.
    func streams(_ settings: BrokerSettings) -> [StreamConfiguration] {
        let replicas = settings.replicas
        func bucket(_ stream: String, seconds: Int64) -> StreamConfiguration {
            StreamConfiguration(
                stream, subjects: ["$KV.\(stream.dropFirst(3)).>"], replicas: replicas, messagesOfSubject: 1,
                age: seconds * Self.second, isDirect: true)
        }
        return [
            StreamConfiguration(
                events, subjects: [eventSubject, eventSubject + ".>"], retention: "workqueue", replicas: replicas,
                bytes: settings.eventBytes),
            // The last record of a postback takes the place of the one before.
            StreamConfiguration(
                work, subjects: ["\(base).work.>"], retention: "workqueue", replicas: replicas,
                bytes: settings.workBytes, messagesOfSubject: 1, duplicateWindow: 600 * Self.second),
            StreamConfiguration(
                letters, subjects: ["\(base).letters.>"], replicas: replicas, messagesOfSubject: 1, isDirect: true),
            StreamConfiguration(
                rejected, subjects: [rejects()], replicas: replicas, discard: "old", bytes: 64 << 20,
                age: 30 * 86_400 * Self.second),
            bucket(keys, seconds: Int64(settings.window) * 2),
            bucket(sessions, seconds: 9 * 86_400), bucket(notes, seconds: 30 * 86_400), bucket(presence, seconds: 10),
            bucket(shared, seconds: 0),
        ]
    }
}
