import PostbackTemplate

extension PartnerComparison {
    /// What the partner takes and answers.
    mutating func compareDelivery() {
        let (was, now) = (old.delivery, new.delivery)
        if now.timeoutSeconds < was.timeoutSeconds {
            add(.timeoutShortened(old: was.timeoutSeconds, new: now.timeoutSeconds))
        }
        compareAnswers(was, now)
        if let rate = now.rate, was.rate.map({ rate.isLower(than: $0) }) ?? true {
            add(.rateLowered(old: was.rate?.words, new: rate.words))
        }
        func lowered(_ before: Int?, _ after: Int?) -> Int? {
            after.flatMap { after in before.map { after < $0 } ?? true ? after : nil }
        }
        if let value = lowered(was.concurrency, now.concurrency) {
            add(.concurrencyLowered(old: was.concurrency, new: value))
        }
        if let value = lowered(was.oldestSeconds, now.oldestSeconds) {
            add(.oldestShortened(old: was.oldestSeconds, new: value))
        }
        if let value = lowered(was.futureSeconds, now.futureSeconds) {
            add(.futureShortened(old: was.futureSeconds, new: value))
        }
        if let value = lowered(was.bodyBytes, now.bodyBytes) {
            add(.bodyLimitLowered(old: was.bodyBytes, new: value))
        }
        if was.delaySeconds.clamped(to: now.delaySeconds) != was.delaySeconds {
            add(
                .delayBoundsNarrowed(old: was.delaySeconds, new: now.delaySeconds), mend: .boundDelay(now.delaySeconds))
        }
        if was.defaultDelaySeconds != now.defaultDelaySeconds {
            let nearest = min(max(was.defaultDelaySeconds, now.delaySeconds.lowerBound), now.delaySeconds.upperBound)
            add(
                .defaultDelayChanged(old: was.defaultDelaySeconds, new: now.defaultDelaySeconds),
                mend: .setDelay(nearest, isNearest: nearest != was.defaultDelaySeconds))
        }
        if was.retries.clamped(to: now.retries) != was.retries {
            add(.retryBoundsNarrowed(old: was.retries, new: now.retries), mend: .boundRetries(now.retries))
        }
        if was.defaultRetries != now.defaultRetries {
            let nearest = min(max(was.defaultRetries, now.retries.lowerBound), now.retries.upperBound)
            add(
                .defaultRetriesChanged(old: was.defaultRetries, new: now.defaultRetries),
                mend: .setRetries(nearest, isNearest: nearest != was.defaultRetries))
        }
    }

    private mutating func compareAnswers(_ was: DeliveryPolicy, _ now: DeliveryPolicy) {
        let (successBefore, successNow) = (codes(was.successCodes), codes(now.successCodes))
        if successBefore != successNow {
            add(
                .successCodesChanged(
                    gone: words(successBefore.subtracting(successNow)),
                    came: words(successNow.subtracting(successBefore))),
                evidence: .answer)
        }
        // What counts as success is asked for before what is tried again.
        let (retryBefore, retryNow) = (
            codes(was.retryCodes).subtracting(successBefore), codes(now.retryCodes).subtracting(successNow)
        )
        if retryBefore != retryNow {
            add(
                .retryCodesChanged(
                    gone: words(retryBefore.subtracting(retryNow)), came: words(retryNow.subtracting(retryBefore))),
                evidence: .answer)
        }
        for (before, after, isJoint, finding) in [
            (was.successConditions, now.successConditions, true, Finding.successConditionChanged),
            (was.retryConditions, now.retryConditions, false, Finding.retryConditionChanged),
            (was.failureConditions, now.failureConditions, false, Finding.failureConditionChanged),
        ] {
            // What succeeds has to hold together, of what fails or is tried again one is enough: lines mean the same as one line.
            let (before, after) = (before.flatMap { $0.normalized(isJoint) }, after.flatMap { $0.normalized(isJoint) })
            guard Set(before) != Set(after) else { continue }
            let gone = before.filter { !after.contains($0) }.map { ExpressionText.describe($0) }
            let came = after.filter { !before.contains($0) }.map { ExpressionText.describe($0) }
            add(finding(gone, came))
        }
    }

    private func codes(_ ranges: [ClosedRange<Int>]) -> Set<Int> { Set(ranges.joined()) }

    /// Numbers in a row as ranges.
    private func words(_ codes: Set<Int>) -> String {
        var ranges: [ClosedRange<Int>] = []
        for code in codes.sorted() {
            if let last = ranges.last, last.upperBound + 1 == code {
                ranges[ranges.count - 1] = last.lowerBound...code
            } else {
                ranges.append(code...code)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)...\($0.upperBound)" }
            .joined(separator: ", ")
    }
}

extension AnswerCondition {
    /// Its parts, lists and alternatives in one order.
    fileprivate func normalized(_ isJoint: Bool) -> [AnswerCondition] {
        switch self {
        case .all(let parts) where isJoint: parts.flatMap { $0.normalized(isJoint) }
        case .any(let parts) where !isJoint: parts.flatMap { $0.normalized(isJoint) }
        default: [ordered]
        }
    }

    private var ordered: AnswerCondition {
        func sorted(_ parts: [AnswerCondition]) -> [AnswerCondition] {
            parts.map(\.ordered).sorted { ExpressionText.describe($0) < ExpressionText.describe($1) }
        }
        return switch self {
        case .all(let parts): .all(sorted(parts))
        case .any(let parts): .any(sorted(parts))
        case .not(let inner): .not(inner.ordered)
        case .isIn(let value, let list):
            .isIn(value.plain, list.sorted { "\($0)" < "\($1)" })
        case .equals(let value, let literal): .equals(value.plain, literal)
        case .isPresent(let value): .isPresent(value.plain)
        }
    }
}

extension AnswerValue {
    /// The value, headers in lower case.
    fileprivate var plain: AnswerValue { if case .header(let name) = self { .header(name.lowercased()) } else { self } }
}

extension RequestRate {
    fileprivate var words: String { "\(count) per \(span.rawValue)" }

    fileprivate func isLower(than other: RequestRate) -> Bool {
        count * other.span.seconds < other.count * span.seconds
    }
}
