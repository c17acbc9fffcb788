import Foundation

/// The messages that a stream has.
extension JetStream {
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
