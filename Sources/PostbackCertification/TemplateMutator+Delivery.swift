import PostbackCompiler
import PostbackTemplate

extension TemplateMutator {
    /// What answers mean: a condition left out or turned round, or a range of codes left out.
    mutating func rewrite(_ policy: inout DeliveryPolicy) {
        rewrite(&policy.successConditions, "success when")
        rewrite(&policy.retryConditions, "retry when")
        rewrite(&policy.failureConditions, "fail when")
        // What the file does not say is the language's, and not watched by its examples.
        let usual = DeliveryPolicy()
        if policy.successCodes != usual.successCodes {
            policy.successCodes = policy.successCodes.filter { !hits(.answer, "success \(Self.words($0))") }
        }
        if policy.retryCodes != usual.retryCodes {
            policy.retryCodes = policy.retryCodes.filter { !hits(.answer, "retry on \(Self.words($0))") }
        }
    }

    private mutating func rewrite(_ conditions: inout [AnswerCondition], _ words: String) {
        conditions = conditions.compactMap { condition in
            let text = "\(words) \(ExpressionText.describe(condition))"
            if hits(.answer, text) { return nil }
            return hits(.answer, "not: \(text)") ? .not(condition) : condition
        }
    }

    private static func words(_ codes: ClosedRange<Int>) -> String {
        codes.count == 1 ? "\(codes.lowerBound)" : "\(codes.lowerBound)...\(codes.upperBound)"
    }
}
