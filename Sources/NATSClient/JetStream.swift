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

    /// A stream with these settings, made if it is not there; throws where there is one that differs in what counts.
    ///
    /// A stream that is there is not changed. Its limits are its owner's.
    @discardableResult
    package func stream(_ wanted: StreamConfiguration) throws(NATSProblem) -> StreamState {
        do throws(NATSProblem) {
            return try check(try state(ofStream: wanted.name), wanted)
        } catch .jetStream(let error) where error.number == JetStreamError.streamNotFound {
            do throws(NATSProblem) {
                return try check(
                    try call("STREAM.CREATE." + wanted.name, Self.encode(wanted), as: StreamState.self), wanted)
            } catch .jetStream(let error) where error.number == 10_058 {
                // Another process was faster.
                return try check(try state(ofStream: wanted.name), wanted)
            }
        }
    }

    /// Old servers take settings that they do not know, and do nothing about them.
    private func check(_ found: StreamState, _ wanted: StreamConfiguration) throws(NATSProblem) -> StreamState {
        let differences = found.config.differences(from: wanted)
        guard differences.isEmpty else {
            throw .answer("the stream \(wanted.name) has another \(differences.joined(separator: ", "))")
        }
        return found
    }

    /// What a stream is and holds.
    package func state(ofStream name: String) throws(NATSProblem) -> StreamState {
        try call("STREAM.INFO." + name, as: StreamState.self)
    }

    /// A consumer with these settings, made if it is not there.
    @discardableResult
    package func consumer(_ wanted: ConsumerConfiguration, of stream: String) throws(NATSProblem) -> ConsumerState {
        struct Request: Encodable {
            var stream_name: String
            var config: ConsumerConfiguration
        }
        let request = Self.encode(Request(stream_name: stream, config: wanted))
        let state = try call(
            "CONSUMER.DURABLE.CREATE.\(stream).\(wanted.durable_name)", request, as: ConsumerState.self)
        guard state.config.filter_subject == wanted.filter_subject, state.config.max_deliver == wanted.max_deliver
        else {
            throw .answer("the consumer \(wanted.durable_name) of \(stream) hands out other messages")
        }
        return state
    }

    /// The consumers of a stream with what each has to do.
    package func consumers(of stream: String) throws(NATSProblem) -> [ConsumerState] {
        struct Page: Decodable {
            var total: Int
            var consumers: [ConsumerState]?
        }
        struct Request: Encodable { var offset: Int }
        var all: [ConsumerState] = []
        while true {
            let page = try call(
                "CONSUMER.LIST." + stream, Self.encode(Request(offset: all.count)), as: Page.self)
            let more = page.consumers ?? []
            all += more
            if more.isEmpty || all.count >= page.total { return all }
        }
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

    /// The last message of a subject of a stream that may be asked directly; nil in the closure where there is none.
    package func last(
        of subject: String, in stream: String,
        _ answer: @escaping @Sendable (Result<StoredMessage?, NATSProblem>) -> Void
    ) {
        connection.ask("$JS.API.DIRECT.GET.\(stream).\(subject)", seconds: seconds) { result in
            answer(
                result.flatMap { message in
                    if message.headers.status == 404 { return .success(nil) }
                    if let status = message.headers.status {
                        return .failure(.answer("\(status) \(message.headers.words)"))
                    }
                    guard let number = message.headers["Nats-Sequence"].flatMap({ UInt64($0) }) else {
                        return .failure(.answer("a message without its number"))
                    }
                    return .success(
                        StoredMessage(
                            subject: message.headers["Nats-Subject"] ?? subject, number: number,
                            headers: message.headers, payload: message.payload))
                })
        }
    }

    /// The last message of a subject, as the server knows it that leads the stream; nil in the closure where there is none.
    package func lastOfLeader(
        of subject: String, in stream: String,
        _ answer: @escaping @Sendable (Result<StoredMessage?, NATSProblem>) -> Void
    ) {
        let request = Self.encode(LastRequest(last_by_subj: subject))
        connection.ask("$JS.API.STREAM.MSG.GET." + stream, payload: request, seconds: seconds) { result in
            answer(
                result.flatMap { message in
                    do throws(NATSProblem) {
                        return .success(try StoredAnswer.message(message.payload))
                    } catch {
                        return .failure(error)
                    }
                })
        }
    }

    /// The last message of a subject of a stream that may be asked directly; nil where there is none.
    package func last(of subject: String, in stream: String) throws(NATSProblem) -> StoredMessage? {
        let slot = Waiter<Result<StoredMessage?, NATSProblem>>()
        last(of: subject, in: stream) { slot.fill($0) }
        return try slot.wait().get()
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

extension JetStream {
    /// The last message of a stream whose subject matches; nil where there is none.
    package func last(matching filter: String, in stream: String) throws(NATSProblem) -> StoredMessage? {
        try get(Self.encode(LastRequest(last_by_subj: filter)), from: stream)
    }

    /// How many messages a stream has of each subject that matches.
    package func subjects(of stream: String, matching filter: String) throws(NATSProblem) -> [String: Int] {
        struct Request: Encodable {
            var subjects_filter: String
            var offset: Int
        }
        struct Answer: Decodable {
            struct Held: Decodable { var subjects: [String: Int]? }
            var state: Held
            var total: Int?
        }
        var all: [String: Int] = [:]
        while true {
            let page = try call(
                "STREAM.INFO." + stream, Self.encode(Request(subjects_filter: filter, offset: all.count)),
                as: Answer.self)
            let more = page.state.subjects ?? [:]
            all.merge(more) { _, last in last }
            if more.isEmpty || all.count >= page.total ?? 0 { return all }
        }
    }

    /// Calls a closure with every message that a stream has now, in its order.
    package func forEach(in stream: String, _ body: (StoredMessage) -> Void) throws(NATSProblem) {
        let last = try state(ofStream: stream).state
        var number = last.first_seq
        while last.messages > 0, number <= last.last_seq, let message = try first(from: number, in: stream) {
            guard message.number <= last.last_seq else { return }
            body(message)
            number = message.number + 1
        }
    }

    private func get(_ request: [UInt8], from stream: String) throws(NATSProblem) -> StoredMessage? {
        try StoredAnswer.message(
            try connection.request("$JS.API.STREAM.MSG.GET." + stream, payload: request, seconds: seconds).payload)
    }

    /// The first message of a stream from a number on; nil where there is none.
    package func first(from number: UInt64, in stream: String) throws(NATSProblem) -> StoredMessage? {
        struct Request: Encodable {
            var seq: UInt64
            var next_by_subj = ">"
        }
        return try get(Self.encode(Request(seq: max(number, 1))), from: stream)
    }
}

private struct LastRequest: Encodable {
    var last_by_subj: String
}

/// What a stream answers that is asked for a message.
private struct StoredAnswer: Decodable {
    struct Message: Decodable {
        var subject: String
        var seq: UInt64
        var data: String?
        var time: String?
    }
    var message: Message

    /// The message; nil where there is none.
    static func message(_ payload: [UInt8]) throws(NATSProblem) -> StoredMessage? {
        do throws(NATSProblem) {
            let found = try JetStream.decode(Self.self, payload).message
            return StoredMessage(
                subject: found.subject, number: found.seq, time: found.time, headers: .init(),
                payload: found.data.flatMap { Data(base64Encoded: $0) }.map { Array($0) } ?? [])
        } catch .jetStream(let error) where error.number == JetStreamError.noMessageFound {
            return nil
        }
    }
}

/// A message of a stream.
package struct StoredMessage: Hashable, Sendable {
    /// Its subject.
    package var subject: String
    /// Its number in the stream.
    package var number: UInt64
    /// When the server that leads the stream took it, in RFC 3339, where it was asked.
    package var time: String?
    /// Its headers, with what the server adds to them.
    package var headers: NATSHeaders
    /// Its bytes.
    package var payload: [UInt8]
}

extension [UInt8] {
    /// Where some bytes end; nil where they are not there.
    private func end(of text: String) -> Int? {
        let wanted = text.utf8.count
        guard wanted > 0, count >= wanted else { return nil }
        let bytes = text.utf8
        return (0...count - wanted).first { start in self[start...].starts(with: bytes) }.map { $0 + wanted }
    }

    func has(_ text: String) -> Bool { end(of: text) != nil }

    /// The digits behind some bytes and blanks.
    fileprivate func number(behind text: String) -> UInt64? {
        guard let start = end(of: text) else { return nil }
        let digits = self[start...].drop { $0 == 0x20 }.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }
}
