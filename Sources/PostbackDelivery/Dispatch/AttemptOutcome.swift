import Foundation
import PostbackRuntime
import PostbackTemplate

/// What came of one attempt.
enum AttemptOutcome: Hashable, Sendable {
    /// The partner answered.
    ///
    /// - Parameters:
    ///   - status: the status code.
    ///   - retryAfter: the header of that name, as it came.
    ///   - headers: those of the answer, where conditions look at them.
    ///   - body: the answer, or as much of its beginning as was asked for.
    ///   - isCut: whether there is more of it.
    case response(
        status: Int, retryAfter: String?, headers: [AnswerHeader] = [], body: [UInt8], isCut: Bool = false)
    /// No answer came.
    case failure(AttemptFailure)
}

/// Why no answer came.
enum AttemptFailure: String, Hashable, Sendable, CaseIterable {
    /// The host has no address.
    case resolve = "no_address"
    /// The host has an address that postbacks must not be sent to.
    case forbiddenAddress = "forbidden_address"
    /// No connection came about.
    case connect
    /// The partner's certificate, or the version of TLS, is not accepted.
    case tls
    /// The deadline passed before the request had been sent.
    case timeoutBeforeSending = "timeout_before_sending"
    /// The deadline passed while the answer was waited for.
    case timeout
    /// The connection ended while the answer was waited for.
    case reset
    /// What came is no answer.
    case malformed = "malformed_answer"
    /// Something lacked on this side: descriptors, memory, or a name server that could be reached.
    case shortage

    /// Whether the partner may have received the request.
    var mayHaveArrived: Bool {
        switch self {
        case .timeout, .reset, .malformed: true
        case .resolve, .forbiddenAddress, .connect, .tls, .timeoutBeforeSending, .shortage: false
        }
    }
}

/// What an outcome means for a postback.
enum AttemptVerdict: Hashable, Sendable {
    /// The partner has it.
    case delivered
    /// It failed, and trying again may help. Not before so many seconds, where the partner said so.
    case again(reason: String, after: Double?)
    /// It failed, and trying again does not help.
    case permanent(reason: String)
    /// Nobody knows whether the partner has it.
    case unknown(reason: String)
    /// No attempt was made, and the partner has nothing to do with that.
    case notMade
}

extension PartnerPolicy {
    /// What an outcome means.
    func verdict(_ outcome: AttemptOutcome, now: Timestamp) -> AttemptVerdict {
        switch outcome {
        case .failure(.shortage): .notMade
        case .failure(.forbiddenAddress): .permanent(reason: AttemptFailure.forbiddenAddress.rawValue)
        case .failure(let failure) where failure.mayHaveArrived: .unknown(reason: failure.rawValue)
        case .failure(let failure): .again(reason: failure.rawValue, after: nil)
        case .response(let status, let retryAfter, let headers, let body, let isCut):
            verdict(
                looksAtAnswers
                    ? delivery.meaning(
                        of: PartnerAnswer(status: status, headers: headers, body: body, for: delivery), isCut: isCut)
                    : delivery.meaning(of: status),
                after: RetryAfter.seconds(retryAfter, now: now))
        }
    }

    private func verdict(_ meaning: AnswerMeaning, after: Double?) -> AttemptVerdict {
        switch meaning {
        case .delivered: .delivered
        case .again(let reason): .again(reason: reason, after: after)
        case .permanent(let reason): .permanent(reason: reason)
        case .unknown(let reason): .unknown(reason: reason)
        }
    }
}

extension AnswerHeader {
    /// The headers of an answer's head, which has one on each line.
    static func headers(of head: [UInt8]) -> [AnswerHeader] {
        String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return AnswerHeader(
                name: String(line[..<colon]),
                value: line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
    }
}
