import PostbackTemplate

extension SwiftCode {
    /// The initializer call that makes a delivery policy.
    static func delivery(_ policy: DeliveryPolicy) -> SwiftCode {
        let standard = DeliveryPolicy()
        var arguments = [text("timeoutSeconds: \(policy.timeoutSeconds)")]
        func codes(_ codes: [ClosedRange<Int>]) -> SwiftCode {
            array(codes.map { text("\($0.lowerBound)...\($0.upperBound)") })
        }
        arguments.append(codes(policy.successCodes).labelled("successCodes"))
        func conditions(_ conditions: [AnswerCondition], _ label: String) {
            if !conditions.isEmpty { arguments.append(array(conditions.map(answer)).labelled(label)) }
        }
        conditions(policy.successConditions, "successConditions")
        arguments.append(codes(policy.retryCodes).labelled("retryCodes"))
        conditions(policy.retryConditions, "retryConditions")
        conditions(policy.failureConditions, "failureConditions")
        if let rate = policy.rate { arguments.append(text("rate: RequestRate(\(rate.count), per: .\(rate.span))")) }
        if let concurrency = policy.concurrency { arguments.append(text("concurrency: \(concurrency)")) }
        if let oldest = policy.oldestSeconds { arguments.append(text("oldestSeconds: \(oldest)")) }
        if let future = policy.futureSeconds { arguments.append(text("futureSeconds: \(future)")) }
        if let bytes = policy.bodyBytes { arguments.append(text("bodyBytes: \(bytes)")) }
        if policy.delaySeconds != standard.delaySeconds {
            arguments.append(
                text("delaySeconds: \(policy.delaySeconds.lowerBound)...\(policy.delaySeconds.upperBound)"))
        }
        if policy.defaultDelaySeconds != 0 {
            arguments.append(text("defaultDelaySeconds: \(policy.defaultDelaySeconds)"))
        }
        if policy.retries != standard.retries {
            arguments.append(text("retries: \(policy.retries.lowerBound)...\(policy.retries.upperBound)"))
        }
        if policy.defaultRetries != standard.defaultRetries {
            arguments.append(text("defaultRetries: \(policy.defaultRetries)"))
        }
        return call("DeliveryPolicy", arguments)
    }

    private static func answer(_ condition: AnswerCondition) -> SwiftCode {
        switch condition {
        case .equals(let value, let wanted): call(".equals", [answer(value), literal(wanted)])
        case .isIn(let value, let list): call(".isIn", [answer(value), array(list.map(literal))])
        case .isPresent(let value): call(".isPresent", [answer(value)])
        case .not(let inner): call(".not", [answer(inner)])
        case .all(let inner): call(".all", [array(inner.map(answer))])
        case .any(let inner): call(".any", [array(inner.map(answer))])
        }
    }

    private static func answer(_ value: AnswerValue) -> SwiftCode {
        switch value {
        case .status: text(".status")
        case .text: text(".text")
        case .header(let name): call(".header", [string(name)])
        case .member(let steps):
            call(
                ".member",
                [
                    array(
                        steps.map { step in
                            switch step {
                            case .key(let key): call(".key", [string(key)])
                            case .index(let index): text(".index(\(index))")
                            }
                        })
                ])
        }
    }
}
