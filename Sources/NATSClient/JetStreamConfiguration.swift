/// How a stream keeps messages. Durations are nanoseconds, as in JetStream's own interface.
///
/// Source: JetStream's API, `io.nats.jetstream.api.v1.stream_create_request`.
package struct StreamConfiguration: Codable, Hashable, Sendable {
    /// The name.
    package var name: String
    /// The subjects that it keeps.
    package var subjects: [String]
    /// `limits`, or `workqueue` for messages that go when they are acknowledged.
    package var retention: String
    /// How many servers have each message.
    package var num_replicas: Int
    /// `file` or `memory`.
    package var storage = "file"
    /// `new` to refuse messages when it is full, `old` to give up the oldest.
    package var discard: String
    /// The most bytes; -1 for no limit.
    package var max_bytes: Int
    /// The most messages; -1 for no limit.
    package var max_msgs = -1
    /// The most messages of one subject; -1 for no limit.
    package var max_msgs_per_subject: Int
    /// How long a message is kept; 0 for no limit.
    package var max_age: Int64
    /// The most bytes of a message; -1 for no limit.
    package var max_msg_size = -1
    /// How long the identities of messages are remembered.
    package var duplicate_window: Int64
    /// Whether any server may be asked for a message.
    package var allow_direct: Bool
    /// Whether a message may take the place of all before it.
    package var allow_rollup_hdrs: Bool

    /// Creates a configuration.
    package init(
        _ name: String, subjects: [String], retention: String = "limits", replicas: Int = 1, discard: String = "new",
        bytes: Int = -1, messagesOfSubject: Int = -1, age: Int64 = 0, duplicateWindow: Int64 = 120_000_000_000,
        isDirect: Bool = false
    ) {
        self.name = name
        self.subjects = subjects
        self.retention = retention
        num_replicas = replicas
        self.discard = discard
        max_bytes = bytes
        max_msgs_per_subject = messagesOfSubject
        max_age = age
        duplicate_window = age > 0 ? min(duplicateWindow, age) : duplicateWindow
        allow_direct = isDirect
        allow_rollup_hdrs = isDirect
    }

    /// The names of settings in which a stream differs from what was asked for.
    func differences(from wanted: StreamConfiguration) -> [String] {
        var names: [String] = []
        func compare<Value: Equatable>(_ name: String, _ path: KeyPath<StreamConfiguration, Value>) {
            if self[keyPath: path] != wanted[keyPath: path] { names.append(name) }
        }
        compare("retention", \.retention)
        compare("discard", \.discard)
        compare("max_msgs_per_subject", \.max_msgs_per_subject)
        compare("allow_direct", \.allow_direct)
        compare("storage", \.storage)
        if num_replicas < wanted.num_replicas { names.append("num_replicas") }
        if subjects.sorted() != wanted.subjects.sorted() { names.append("subjects") }
        return names
    }
}

/// What a stream is and holds.
package struct StreamState: Decodable, Hashable, Sendable {
    /// How it keeps messages.
    package var config: StreamConfiguration
    /// What it holds.
    package var state: Held

    /// What a stream holds.
    package struct Held: Decodable, Hashable, Sendable {
        /// How many messages.
        package var messages: Int
        /// How many bytes.
        package var bytes: Int
        /// The number of its first message.
        package var first_seq: UInt64
        /// The number of its last message.
        package var last_seq: UInt64
    }
}

/// How a consumer hands out messages that are pulled.
///
/// There is no `backoff`, which changes delays that are asked for, and no limit of deliveries, after which a message would
/// stay for ever without being handed out.
package struct ConsumerConfiguration: Codable, Hashable, Sendable {
    /// The name.
    package var durable_name: String
    /// The subjects of which it hands out messages.
    package var filter_subject: String
    /// What has to be said about each message.
    package var ack_policy = "explicit"
    /// From which message on.
    package var deliver_policy = "all"
    /// Nanoseconds after which a message that nobody has spoken for is handed out again.
    package var ack_wait: Int64
    /// How many messages are handed out at the same time; what is to come later counts too.
    package var max_ack_pending: Int
    /// How many pulls wait at the same time.
    package var max_waiting = 512
    /// How often a message is handed out; -1 for as often as it takes.
    package var max_deliver = -1

    /// Creates a configuration.
    package init(_ name: String, filter: String, waitSeconds: Double, pending: Int) {
        durable_name = name
        filter_subject = filter
        ack_wait = Int64(waitSeconds * 1e9)
        max_ack_pending = pending
    }
}

/// What a consumer has to do.
package struct ConsumerState: Decodable, Hashable, Sendable {
    /// The name.
    package var name: String
    /// How it hands out messages.
    package var config: ConsumerConfiguration
    /// Messages that were never handed out.
    package var num_pending: Int
    /// Messages that are handed out, or come later.
    package var num_ack_pending: Int
    /// Pulls that wait.
    package var num_waiting: Int
}
