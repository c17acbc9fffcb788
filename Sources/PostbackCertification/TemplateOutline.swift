import PostbackCompiler
public import PostbackTemplate

/// A compiled partner as plain text: one line for each fact, the same for the same template.
public enum TemplateOutline {
    /// The outline of a partner.
    public static func describe(_ partner: PartnerTemplate) -> String {
        var lines = [
            "partner \(partner.id) \"\(partner.name)\" revision \(partner.revision) category \(partner.category)"
        ]
        lines.append("platforms \(partner.platforms.map(\.rawValue).joined(separator: ", "))")
        lines += partner.fields.map(describe)
        for map in partner.maps {
            lines.append("map \(map.id)")
            lines += map.entries.map { "  \($0.key) -> \(ExpressionText.describe(.literal($0.value)))" }
            switch map.fallback {
            case .value(let value): lines.append("  else -> \(ExpressionText.describe(.literal(value)))")
            case .absent: lines.append("  else -> absent")
            case .skip: lines.append("  else -> skip")
            }
        }
        lines += partner.definitions.map { "let \($0.name) = \(ExpressionText.describe($0.value))" }
        for postback in partner.postbacks { lines += describe(postback) }
        lines += describe(partner.delivery)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func describe(_ field: FieldDefinition) -> String {
        var text = "field \(field.id) : \(field.type.name)"
        if field.scope == .event { text += " per event" }
        if field.isSecret { text += " secret" }
        if field.isOptional { text += " optional" }
        if let value = field.defaultValue { text += " = \(value)" }
        return text
    }

    private static func describe(_ postback: PostbackTemplate) -> [String] {
        var lines = ["postback \(postback.id)"]
        switch postback.trigger {
        case .kind(let kind): lines.append("  for kind \(kind)")
        case .events(let names): lines.append("  for events \(names.joined(separator: ", "))")
        }
        if let platform = postback.platform { lines.append("  on \(platform.rawValue)") }
        if let items = postback.items { lines.append("  \(ExpressionText.describe(items))") }
        lines += postback.conditions.map { "  send when \(ExpressionText.describe($0))" }
        for groups in postback.alternatives {
            let texts = groups.map { $0.map(ExpressionText.describe).joined(separator: " and ") }
            lines.append("  require any of \(texts.joined(separator: ", "))")
        }
        lines += postback.definitions.map { "  let \($0.name) = \(ExpressionText.describe($0.value))" }
        let request = postback.request
        lines.append("  \(request.method.rawValue) \((request.origin + request.path).map(describe).joined())")
        for block in request.blocks { lines += describe(block, of: request) }
        lines += postback.disclosure.map { "  discloses \($0.macro) \($0.form.rawValue)" }
        return lines
    }

    private static func describe(_ block: RequestBlock, of request: RequestTemplate) -> [String] {
        let word: String
        switch block.position {
        // They stand in the line of the request.
        case .origin, .path: return []
        case .callback, .matrix, .query, .form, .json, .text: word = block.position.rawValue
        case .marks: word = "mark"
        case .headers: word = "header"
        case .cookies: word = "cookie"
        case .pathPairs: word = "path \"\(request.pathPairs?.separator ?? "")\""
        }
        switch block.content {
        case .pieces: return []
        case .lines(let lines): return lines.map { "  \(word) \(ExpressionText.describe($0))" }
        case .value(let value):
            let hosts = block.position == .callback ? request.callback?.hosts.joined(separator: ", ") : nil
            return ["  \(word) \(ExpressionText.describe(value))" + (hosts.map { " on \($0)" } ?? "")]
        }
    }

    /// What a partner takes and answers, a line each.
    static func delivery(_ policy: DeliveryPolicy) -> [String] {
        describe(policy).dropFirst().map { String($0.drop { $0 == " " }) }
    }

    private static func describe(_ policy: DeliveryPolicy) -> [String] {
        func codes(_ codes: [ClosedRange<Int>]) -> String {
            codes.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)...\($0.upperBound)" }.joined(
                separator: ", ")
        }
        var lines = ["delivery", "  timeout \(policy.timeoutSeconds)s", "  success \(codes(policy.successCodes))"]
        lines += policy.successConditions.map { "  success when \(ExpressionText.describe($0))" }
        lines.append("  retry on \(codes(policy.retryCodes))")
        lines += policy.retryConditions.map { "  retry when \(ExpressionText.describe($0))" }
        lines += policy.failureConditions.map { "  fail when \(ExpressionText.describe($0))" }
        if let rate = policy.rate { lines.append("  rate \(rate.count) per \(rate.span.rawValue)") }
        if let concurrency = policy.concurrency { lines.append("  concurrency \(concurrency)") }
        if let oldest = policy.oldestSeconds { lines.append("  oldest \(oldest)s") }
        if let future = policy.futureSeconds { lines.append("  future \(future)s") }
        lines.append(
            "  delay \(policy.delaySeconds.lowerBound)s...\(policy.delaySeconds.upperBound)s, default \(policy.defaultDelaySeconds)s"
        )
        lines.append(
            "  retries \(policy.retries.lowerBound)...\(policy.retries.upperBound), default \(policy.defaultRetries)")
        return lines
    }

    private static func describe(_ piece: URLPiece) -> String {
        switch piece {
        case .literal(let text): text
        case .hole(let value): "{\(ExpressionText.describe(value))}"
        }
    }
}
