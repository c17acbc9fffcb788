extension PartnerTemplate {
    /// What makes a template one that no compiler has written, a sentence each; empty for a sound one.
    ///
    /// A runtime asks this of templates that come from outside: names that go out unencoded hold nothing that ends them,
    /// origins are URLs, numbers are in their bounds, and rendering is a bounded amount of work.
    public func defects() -> [String] {
        var defects: [String] = []
        func demand(_ holds: Bool, _ sentence: @autoclosure () -> String) {
            if !holds, defects.count < 20 { defects.append("\(id.prefix(100)): \(sentence())") }
        }
        demand(Self.isIdentifier(id), "its id is none")
        demand(revision > 0, "its revision is not above 0")
        demand(Set(fields.map(\.id)).count == fields.count, "two fields have one name")
        demand(Set(postbacks.map(\.id)).count == postbacks.count, "two postbacks have one name")
        for field in fields {
            demand(Self.isIdentifier(field.id), "the field '\(field.id.prefix(100))' has no sound name")
            let isReadable =
                field.pattern.map { $0.utf8.count <= TemplateLimits.longestPattern && (try? Regex($0)) != nil } ?? true
            demand(isReadable, "the pattern of the field '\(field.id)' cannot be read")
        }
        demand(delivery.isSound, "its delivery bounds are not sound")
        for postback in postbacks {
            for sentence in postback.defects(of: self) { demand(false, "\(postback.id.prefix(100)): \(sentence)") }
        }
        return defects
    }

    static func isIdentifier(_ text: String) -> Bool {
        (1...TemplateLimits.longestName).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    }
}

extension DeliveryPolicy {
    fileprivate var isSound: Bool {
        let codes = successCodes + retryCodes
        return (1...600).contains(timeoutSeconds)
            && codes.allSatisfy { (100...599).contains($0.lowerBound) && $0.upperBound <= 599 }
            && (rate?.count ?? 1) > 0 && (concurrency ?? 1) > 0 && (oldestSeconds ?? 0) >= 0
            && (futureSeconds ?? 0) >= 0
            && delaySeconds.lowerBound >= 0 && delaySeconds.upperBound <= 600
            && delaySeconds.contains(defaultDelaySeconds)
            && retries.lowerBound >= 0 && retries.upperBound <= 10 && retries.contains(defaultRetries)
    }
}

extension PostbackTemplate {
    fileprivate func defects(of partner: PartnerTemplate) -> [String] {
        switch excess(definitions: partner.definitions) {
        case .work: ["rendering it would be too much work"] + request.defects()
        case .nesting: ["its values are nested too deeply"] + request.defects()
        case nil: request.defects()
        }
    }
}

extension RequestTemplate {
    /// What goes out unencoded and could end what it stands in.
    fileprivate func defects() -> [String] {
        var defects: [String] = []
        if callback == nil {
            let scheme = if case .literal(let text)? = origin.first { text } else { "" }
            if !scheme.hasPrefix("https://"), !scheme.hasPrefix("http://") { defects.append("its origin is no URL") }
            if !origin.allSatisfy({ Self.isPlain($0, without: "?#@\\\"<>") }) {
                defects.append("its origin has characters that no origin has")
            }
            if !path.allSatisfy({ Self.isPlain($0, without: "?#\\\"<>") }) {
                defects.append("its path has characters that no path has")
            }
            if case .literal(let text)? = path.first, !text.hasPrefix("/") {
                defects.append("its path has no slash in front")
            }
            if case .hole? = path.first { defects.append("its path has no slash in front") }
        }
        for host in callback?.hosts ?? []
        where !ValueType.host.accepts(host.hasPrefix("*.") ? String(host.dropFirst(2)) : host) {
            defects.append("'\(host.prefix(100))' is no host")
        }
        if let separator = pathPairs?.separator,
            !Self.isPlain(.literal(separator), without: "?#/\\\"<>") || separator.isEmpty
        {
            defects.append("the separator of its path pairs is none")
        }
        for name in headers.keys where !HeaderName.isSettable(name) {
            defects.append("'\(name.prefix(100))' is no header that a postback may set")
        }
        if setsCookieTwice { defects.append("its header '\(HeaderName.cookie)' is set twice") }
        return defects
    }

    private static func isPlain(_ piece: URLPiece, without characters: String) -> Bool {
        guard case .literal(let text) = piece else { return true }
        return text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !characters.utf8.contains($0) }
    }
}
