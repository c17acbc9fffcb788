import PostbackTemplate

extension PartnerComparison {
    /// Where a request goes, and what is in it.
    mutating func compareRequests(
        _ before: PostbackTemplate, _ after: PostbackTemplate, _ situation: IntegrationChange.Situation
    ) {
        let (was, now) = (before.request, after.request)
        let place = SourcePlace(postback: situation.new)
        let former = SourcePlace(postback: situation.old)
        if was.method != now.method {
            add(
                .methodChanged(old: was.method.rawValue, new: now.method.rawValue), place: place, former: former,
                evidence: .request, in: situation)
        }
        compareAddresses(was, now, situation)
        if was.body.word != now.body.word {
            add(
                .bodyChanged(old: was.body.word, new: now.body.word), place: place, former: former,
                evidence: .request, in: situation)
        }
        // Of bodies of two forms there is nothing to compare line by line.
        let isSameBody = was.body.word == now.body.word
        func lines(_ request: RequestTemplate) -> [TemplateLine] {
            request.flattened.filter { isSameBody || !$0.position.isBody }
        }
        var comparison = LineComparison(lines(was), lines(now), situation, maps: (old.maps, new.maps))
        // Of a signature over the request the order of parameters is a part.
        comparison.run(isOrdered: after.nodes.contains(where: \.looksAtRequest))
        for change in comparison.changes { add(change) }
    }

    mutating func add(_ change: IntegrationChange) {
        add(
            change.finding, place: change.place, former: change.formerPlace, evidence: change.evidence,
            in: change.situation)
    }

    /// Scheme, host and path, or the URL that the click handed over.
    private mutating func compareAddresses(
        _ was: RequestTemplate, _ now: RequestTemplate, _ situation: IntegrationChange.Situation
    ) {
        let place = SourcePlace(postback: situation.new)
        let former = SourcePlace(postback: situation.old)
        func note(_ finding: Finding) {
            add(finding, place: place, former: former, evidence: .request, in: situation)
        }
        if was.callback?.url != now.callback?.url || was.callback?.hosts != now.callback?.hosts {
            note(.callbackChanged(old: was.callback?.words, new: now.callback?.words))
        }
        guard was.callback == nil, now.callback == nil else { return }
        let (oldOrigin, newOrigin) = (was.origin.words, now.origin.words)
        if oldOrigin.scheme != newOrigin.scheme {
            note(.schemeChanged(old: oldOrigin.scheme, new: newOrigin.scheme))
        }
        if oldOrigin.host != newOrigin.host { note(.hostChanged(old: oldOrigin.host, new: newOrigin.host)) }
        if was.path != now.path || (was.pathPairs?.separator ?? "") != (now.pathPairs?.separator ?? "") {
            note(.pathChanged(old: was.pathWords, new: now.pathWords))
        }
    }
}

extension RequestTemplate {
    /// The path as a partner file writes it, with what stands in the pairs behind it.
    fileprivate var pathWords: String { path.text + (pathPairs.map { " with pairs by '\($0.separator)'" } ?? "") }
}

extension CallbackTemplate {
    fileprivate var words: String { "\(ExpressionText.describe(url)) on \(hosts.joined(separator: ", "))" }
}

extension [URLPiece] {
    /// As a partner file writes it.
    var text: String {
        map { piece in
            switch piece {
            case .literal(let text): text
            case .hole(let value): "{\(ExpressionText.describe(value))}"
            }
        }.joined()
    }

    /// Scheme and host.
    fileprivate var words: (scheme: String, host: String) {
        let text = text
        guard let separator = text.range(of: "://") else { return ("", text) }
        return (String(text[..<separator.lowerBound]), String(text[separator.upperBound...]))
    }
}

extension BodyTemplate {
    fileprivate var word: String {
        switch self {
        case .none: "no body"
        case .form: "a form"
        case .json: "JSON"
        case .text: "text"
        }
    }
}
