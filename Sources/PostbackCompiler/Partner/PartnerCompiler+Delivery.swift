import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func add(delivery settings: [PropertySyntax], _ range: SourceRange) {
        guard declare("block", in: \.settings, Name("delivery", range)) else { return }
        var policy = DeliveryPolicy()
        var seen: Set<String> = []
        // Where the defaults and their bounds stand.
        var places: [String: SourceRange] = [:]
        for setting in settings {
            let name = setting.name.text
            let isCondition = if case .answer = setting.value { true } else { false }
            if !isCondition, !seen.insert(name).inserted {
                report(.duplicate(what: "setting", name: name), setting.name.range)
            }
            switch (setting.name.text, setting.value) {
            case ("timeout", .duration(let duration)):
                policy.timeoutSeconds = duration.seconds
                if !(1...60).contains(duration.seconds) {
                    report(.badDelivery(what: "the timeout", wanted: "1s to 60s"), duration.range)
                }
            case ("success", .codes(let codes, let range)):
                policy.successCodes = codes
                checkCodes(codes, range)
            case (let word, .answer(let syntax)):
                guard let condition = elaborate(answer: syntax) else { continue }
                switch word {
                case "success": policy.successConditions.append(condition)
                case "retry": policy.retryConditions.append(condition)
                default: policy.failureConditions.append(condition)
                }
            case ("retry", .codes(let codes, let range)):
                policy.retryCodes = codes
                checkCodes(codes, range)
            case ("rate", .rate(let number, let unit, let range)):
                if number == 0 { report(.badDelivery(what: "the rate", wanted: "1 or more"), range) }
                if let span = RequestRate.Span(rawValue: unit.text) {
                    policy.rate = RequestRate(number, per: span)
                } else {
                    let wanted = RequestRate.Span.allCases.map { "per \($0.rawValue)" }.joined(separator: ", ")
                    report(.badDelivery(what: "a rate", wanted: wanted), unit.range)
                }
            case ("concurrency", .integer(let number, let range)):
                if number == 0 { report(.badDelivery(what: "the concurrency", wanted: "1 or more"), range) }
                policy.concurrency = number
            case ("oldest", .duration(let duration)):
                if duration.seconds == 0 {
                    report(.badDelivery(what: "the oldest age", wanted: "1s or more"), duration.range)
                }
                policy.oldestSeconds = duration.seconds
            case ("body", .integer(let number, let range)):
                if number == 0 { report(.badDelivery(what: "the size of a body", wanted: "1 byte or more"), range) }
                policy.bodyBytes = number
            case ("future", .duration(let duration)): policy.futureSeconds = duration.seconds
            case ("delay", .durations(let low, let high)):
                policy.delaySeconds = low.seconds...high.seconds
                places["delay"] = low.range.union(high.range)
                if high.seconds > 600 {
                    let range = low.range.union(high.range)
                    report(.badDelivery(what: "the delivery delay", wanted: "realtime to 10m"), range)
                }
            case ("default delay", .duration(let duration)):
                policy.defaultDelaySeconds = duration.seconds
                places["default delay"] = duration.range
            case ("retries", .bounds(let bounds, let range)):
                policy.retries = bounds
                places["retries"] = range
                if bounds.upperBound > 10 { report(.badDelivery(what: "the retry attempts", wanted: "0 to 10"), range) }
            case ("default retries", .integer(let number, let range)):
                policy.defaultRetries = number
                places["default retries"] = range
            default: break
            }
        }
        if !policy.delaySeconds.contains(policy.defaultDelaySeconds) || (1..<30).contains(policy.defaultDelaySeconds) {
            let wanted = "realtime or 30s to 10m, and inside the bounds"
            let isWritten = places["default delay"] != nil
            report(
                .badDelivery(
                    what: isWritten ? "the default delay" : "the default delay, realtime where none is written,",
                    wanted: wanted), places["default delay"] ?? places["delay"] ?? range,
                related: isWritten ? label(places["delay"], "the bounds") : [])
        }
        if !policy.retries.contains(policy.defaultRetries) {
            let isWritten = places["default retries"] != nil
            let standard =
                "the default of retries, \(policy.defaultRetries)\(isWritten ? "" : " where none is written"),"
            report(
                .badDelivery(what: standard, wanted: "inside its bounds"),
                places["default retries"] ?? places["retries"] ?? range,
                related: isWritten ? label(places["retries"], "the bounds") : [])
        }
        if policy.successCodes.contains(where: { code in policy.retryCodes.contains { $0.overlaps(code) } }) {
            report(.badDelivery(what: "a status code", wanted: "one of success or one of 'retry on', not both"), range)
        }
        partner.delivery = policy
    }

    private mutating func checkCodes(_ codes: [ClosedRange<Int>], _ range: SourceRange) {
        if codes.contains(where: { $0.lowerBound < 100 || $0.upperBound > 599 }) {
            report(.badDelivery(what: "a status code", wanted: "100 to 599"), range)
        }
    }
}
