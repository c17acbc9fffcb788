/// A message as it comes from a server.
package struct NATSMessage: Hashable, Sendable {
    /// The subject that it was published to.
    package var subject: String
    /// The subject that an answer goes to.
    package var reply: String?
    /// The headers.
    package var headers: NATSHeaders
    /// The bytes.
    package var payload: [UInt8]

    /// What a server says about a pull, in place of a message: 404, 408, 409, 503; nil for a message that was handed out,
    /// whatever its headers say.
    package var pullStatus: Int? {
        reply?.hasPrefix("$JS.ACK.") == true ? nil : headers.status
    }

    /// Creates a message.
    package init(subject: String, reply: String? = nil, headers: NATSHeaders = .init(), payload: [UInt8] = []) {
        self.subject = subject
        self.reply = reply
        self.headers = headers
        self.payload = payload
    }
}

extension NATSMessage {
    /// Whether it is a server's word that nobody is there who knows. What JetStream refuses it says first, and without
    /// headers; a message that it has kept comes with some, and may hold anything.
    var cannotTell: Bool {
        headers.status == 503 || headers.fields.isEmpty && Array(payload.prefix(160)).has("\"code\":503")
    }
}

/// Something that a server says.
enum ServerWord: Hashable, Sendable {
    /// What it is, as JSON: first of all, and whenever that changes.
    case info([UInt8])
    /// A message for a subscription.
    case message(subscription: UInt64, NATSMessage)
    /// It wants to know whether somebody is there.
    case ping
    /// Somebody is there.
    case pong
    /// It has done what was asked; only where it was asked to say so.
    case ok
    /// What is wrong.
    case error(String)
}
