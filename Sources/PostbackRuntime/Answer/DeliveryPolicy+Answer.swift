package import PostbackTemplate

/// What a partner's answer means for a postback.
package enum AnswerMeaning: Hashable, Sendable {
    /// The partner has it.
    case delivered
    /// It failed, and trying again may help.
    case again(reason: String)
    /// It failed, and trying again does not help.
    case permanent(reason: String)
    /// Nobody knows whether the partner has it.
    case unknown(reason: String)
}

extension DeliveryPolicy {
    /// What an answer means.
    ///
    /// - Parameter isCut: whether there is more of the body than was read.
    package func meaning(of answer: PartnerAnswer, isCut: Bool = false) -> AnswerMeaning {
        let status = answer.status
        // What the partner says in words goes before what its code means; of an answer that goes on and on nobody knows what
        // it says.
        let isReadable = !isCut || !answerValues.contains(where: \.isInBody)
        if isReadable, failureConditions.contains(where: { $0.holds(for: answer) }) {
            return .permanent(reason: "refused_in_answer")
        }
        if isReadable, retryConditions.contains(where: { $0.holds(for: answer) }) {
            return .again(reason: "asked_to_retry")
        }
        if successCodes.contains(where: { $0.contains(status) }) {
            if isReadable || successConditions.isEmpty, successConditions.allSatisfy({ $0.holds(for: answer) }) {
                return .delivered
            }
            // A partner that says no in words has read the request, and says it again the next time.
            return isCut ? .unknown(reason: "answer_too_long") : .permanent(reason: "refused_in_body")
        }
        return meaning(ofFailure: status)
    }

    /// What a status code means where nothing else of an answer is looked at.
    package func meaning(of status: Int) -> AnswerMeaning {
        successCodes.contains { $0.contains(status) } ? .delivered : meaning(ofFailure: status)
    }

    private func meaning(ofFailure status: Int) -> AnswerMeaning {
        retryCodes.contains { $0.contains(status) }
            ? .again(reason: "http_\(status)") : .permanent(reason: "http_\(status)")
    }
}
