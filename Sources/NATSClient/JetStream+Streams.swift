/// Streams and consumers: what they are, and how they come to be.
extension JetStream {
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
}
