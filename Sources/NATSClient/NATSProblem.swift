/// Why something that was asked of a server did not happen.
package enum NATSProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// An address that is none.
    case address(String)
    /// No server can be reached; why the last one that was tried could not.
    case unreachable(server: String, reason: String)
    /// A server does not take the client.
    case refused(server: String, reason: String)
    /// The connection ended before there was an answer: what was asked may have been done.
    case disconnected
    /// There was no answer in time: what was asked may have been done.
    case timeout(subject: String)
    /// Nobody listens on a subject.
    case noResponders(subject: String)
    /// More is sent than the server takes.
    case tooLarge(bytes: Int, most: Int)
    /// Too much waits to be written.
    case congested
    /// An answer is not what it should be.
    case answer(String)
    /// JetStream says no.
    case jetStream(JetStreamError)

    /// The problem in one sentence.
    package var description: String {
        switch self {
        case .address(let words): words
        case .unreachable(let server, let reason): "the server \(server) cannot be reached: \(reason)"
        case .refused(let server, let reason): "the server \(server) refuses the connection: \(reason)"
        case .disconnected: "the connection to the server ended"
        case .timeout(let subject): "the server did not answer in time (\(subject))"
        case .noResponders(let subject): "nobody answers on \(subject); is JetStream enabled?"
        case .tooLarge(let bytes, let most):
            "a message of \(bytes) bytes is more than the \(most) that the server takes"
        case .congested: "too much waits to be written to the server"
        case .answer(let words): "the server's answer cannot be used: \(words)"
        case .jetStream(let error): error.description
        }
    }
}

/// What JetStream says when it does not do something.
package struct JetStreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The code, as of HTTP.
    package var code: Int
    /// The code of the mistake; 0 where an old server has none.
    package var number: Int
    /// The words.
    package var words: String

    /// Creates an error.
    package init(code: Int, number: Int, words: String) {
        self.code = code
        self.number = number
        self.words = words
    }

    /// The error in one sentence.
    package var description: String { "JetStream: \(words) (\(number))" }

    /// The last message of a subject is another than was expected.
    package static let wrongLastSequence = 10_071
    /// There is no such stream.
    package static let streamNotFound = 10_059
    /// There is no such message.
    package static let noMessageFound = 10_037
    /// What is stored has reached its limit.
    package static let limits: Set<Int> = [10_047, 10_023, 10_077, 10_052, 10_028]
}
