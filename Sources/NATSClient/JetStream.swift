import Foundation

/// What is asked of JetStream over a connection. Nothing here may be called on the connection's own thread but what takes a
/// closure.
package struct JetStream: Sendable {
    /// The connection.
    package let connection: NATSConnection
    /// Seconds until there is no answer.
    package var seconds = 5.0

    /// Creates it.
    package init(_ connection: NATSConnection) {
        self.connection = connection
    }

    /// Where a published message is kept.
    package struct Publication: Decodable, Hashable, Sendable {
        /// The stream; empty where nobody looked.
        package var stream: String
        /// The message's number in it.
        package var seq: UInt64
        /// Whether the stream has had the message before.
        package var duplicate: Bool?
    }

    private struct Refusal: Decodable {
        struct Details: Decodable {
            var code: Int
            var err_code: Int?
            var description: String?
        }
        var error: Details?
    }

    /// What an answer to a publication says. There is one for each message, so that it is only looked through.
    static func publication(_ payload: [UInt8]) throws(NATSProblem) -> Publication {
        guard !payload.has("\"error\""), let seq = payload.number(behind: "\"seq\":") else {
            return try decode(Publication.self, payload)
        }
        return Publication(stream: "", seq: seq, duplicate: payload.has("\"duplicate\"") ? true : nil)
    }

    /// What an answer says, as a value.
    static func decode<Value: Decodable>(_ type: Value.Type, _ payload: [UInt8]) throws(NATSProblem) -> Value {
        let data = Data(payload)
        let decoder = JSONDecoder()
        if payload.has("\"error\""), let error = (try? decoder.decode(Refusal.self, from: data))?.error {
            throw .jetStream(
                JetStreamError(code: error.code, number: error.err_code ?? 0, words: error.description ?? "no words"))
        }
        guard let value = try? decoder.decode(type, from: data) else {
            throw .answer(String(decoding: payload.prefix(200), as: UTF8.self))
        }
        return value
    }

    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(value)).map { Array($0) } ?? []
    }

    func call<Value: Decodable>(
        _ subject: String, _ payload: [UInt8] = [], as type: Value.Type
    ) throws(NATSProblem) -> Value {
        try Self.decode(type, try connection.request("$JS.API." + subject, payload: payload, seconds: seconds).payload)
    }

    /// Publishes a message to a stream; the closure is called with where it is kept, once it is.
    package func publish(
        _ subject: String, headers: NATSHeaders = .init(), payload: some Collection<UInt8> = [],
        _ answer: @escaping @Sendable (Result<Publication, NATSProblem>) -> Void
    ) {
        connection.ask(subject, headers: headers, payload: payload, seconds: seconds) { result in
            answer(
                result.flatMap { message in
                    Result { () throws(NATSProblem) in try Self.publication(message.payload) }
                })
        }
    }

    /// Publishes a message to a stream and waits until it is kept.
    @discardableResult
    package func publish(
        _ subject: String, headers: NATSHeaders = .init(), payload: some Collection<UInt8> = []
    ) throws(NATSProblem) -> Publication {
        let message = try connection.request(subject, headers: headers, payload: payload, seconds: seconds)
        return try Self.publication(message.payload)
    }

    private struct Deletion: Encodable {
        var seq: UInt64
        var no_erase = true
    }

    private struct Done: Decodable { var success: Bool? }

    /// Takes a message out of a stream; false where it is not there.
    package func delete(_ number: UInt64, from stream: String) throws(NATSProblem) -> Bool {
        do throws(NATSProblem) {
            return try call(
                "STREAM.MSG.DELETE." + stream, Self.encode(Deletion(seq: number)), as: Done.self
            ).success == true
        } catch .jetStream(let error) where [10_037, 10_043, 10_057].contains(error.number) {
            return false
        }
    }

    /// The same; the closure is called once there is an answer, whatever it is, or with why there is none.
    package func delete(
        _ number: UInt64, from stream: String, _ answer: @escaping @Sendable (NATSProblem?) -> Void
    ) {
        ask("STREAM.MSG.DELETE." + stream, Self.encode(Deletion(seq: number)), answer)
    }

    private struct Purge: Encodable { var filter: String }

    /// Takes all messages out of a stream whose subjects match.
    package func purge(_ stream: String, matching filter: String) throws(NATSProblem) {
        _ = try call("STREAM.PURGE." + stream, Self.encode(Purge(filter: filter)), as: Done.self)
    }

    /// The same; the closure is called once there is an answer, whatever it is, or with why there is none.
    package func purge(
        _ stream: String, matching filter: String, _ answer: @escaping @Sendable (NATSProblem?) -> Void
    ) {
        ask("STREAM.PURGE." + stream, Self.encode(Purge(filter: filter)), answer)
    }

    private func ask(_ subject: String, _ payload: [UInt8], _ answer: @escaping @Sendable (NATSProblem?) -> Void) {
        connection.ask("$JS.API." + subject, payload: payload, seconds: seconds) { result in
            if case .failure(let problem) = result { answer(problem) } else { answer(nil) }
        }
    }

    /// Asks a consumer for messages, which come to a subject until there are so many or so many seconds have passed.
    package func pull(
        _ count: Int, seconds: Double, from consumer: String, of stream: String, to subject: String
    ) throws(NATSProblem) {
        try connection.publish(
            "$JS.API.CONSUMER.MSG.NEXT.\(stream).\(consumer)", reply: subject,
            payload: Array("{\"batch\":\(count),\"expires\":\(Int64(seconds * 1e9))}".utf8))
    }
}
