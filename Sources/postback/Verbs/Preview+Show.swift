import PostbackCertification
import PostbackContract
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension Preview {
    /// Prints the preview in the form that the arguments ask for.
    ///
    /// - Parameter all: the previews of the same event, of which this is one.
    func show(_ arguments: Arguments, among all: [Preview]) throws {
        if arguments.has("--json") { return Terminal.print(masked(json())) }
        if arguments.has("--example") { return Terminal.print(try example(all.map(\.outcome))) }
        if arguments.has("--curl") { return Terminal.print(masked(curl())) }
        Terminal.print(
            "\(partner.template.name) · \(postback.id) · revision \(partner.template.revision)\(place(among: all))\n")
        switch outcome {
        case .skipped(let skip):
            let about = skip.about.isEmpty ? "" : " (\(skip.about.joined(separator: ", ")))"
            Terminal.print("not sent: \(skip.code)\(about)\n")
        case .request(let request): Terminal.print(text(request))
        }
        if arguments.has("--trace") {
            for line in trace() { Terminal.print(describe(line)) }
        }
        if case .request(let request) = outcome, let contract { show(request, contract) }
    }

    /// Prints what the partner's contract does not allow of the request.
    private func show(_ request: PostbackRequest, _ contract: Contract) {
        let checker = ContractChecker(contract)
        for violation in checker.check(ObservedRequest(request), known: KnownValues(event, fields)).violations {
            Terminal.print(
                "not as documented: \(masked(violation.description))\n    \(violation.source(in: contract))\n")
        }
    }

    private func place(among all: [Preview]) -> String { item.map { " · item \($0 + 1) of \(all.count)" } ?? "" }

    private func text(_ request: PostbackRequest) -> String {
        var text = "\(request.method.rawValue) \(coloured(url: request.url))\n"
        for header in request.headers { text += "\(header.name): \(masked(header.value))\n" }
        if !request.body.isEmpty { text += "\n\(masked(String(decoding: request.body, as: UTF8.self)))\n" }
        return text
    }

    /// The text without the values of secret fields, which are printed only where they are asked for.
    private func masked(_ text: String) -> String { mask?.masked(text) ?? text }

    /// The URL with each parameter in the colour of its origin: literals plain, fields magenta, macros cyan, what is
    /// computed green.
    private func coloured(url: String) -> String {
        guard Terminal.isOutputColoured else { return masked(url) }
        let bytes = Array(url.utf8)
        var result = ""
        var position = 0
        let parts = trace().compactMap { line -> (Range<Int>, TraceLine.Source)? in
            if case .sent(_, let range?) = line.result { (range, line.source) } else { nil }
        }
        for (range, source) in parts.sorted(by: { $0.0.lowerBound < $1.0.lowerBound })
        where range.lowerBound >= position {
            result += String(decoding: bytes[position..<range.lowerBound], as: UTF8.self)
            result += Self.styled(masked(String(decoding: bytes[range], as: UTF8.self)), source)
            position = range.upperBound
        }
        return result + String(decoding: bytes[position...], as: UTF8.self)
    }

    private static func styled(_ text: String, _ source: TraceLine.Source) -> String {
        switch source {
        case .literal: text
        case .field: "\u{1B}[35m\(text)\u{1B}[0m"
        case .macro: "\u{1B}[36m\(text)\u{1B}[0m"
        case .transform: "\u{1B}[32m\(text)\u{1B}[0m"
        }
    }

    private func trace() -> [TraceLine] {
        TraceBuilder(partner: partner, postback: postback, catalogue: catalogue, fields: fields, item: item ?? 0)
            .lines(event, context: ExampleRunner.context())
    }

    private func describe(_ line: TraceLine) -> String {
        let place = line.sourceLine.map { "\(partner.source.path):\($0)" } ?? partner.source.path
        var text = "  \(line.section) \(line.key)\n    at    \(place)\n    from  \(line.origin)\n"
        switch line.result {
        case .sent(let value, let bytes):
            text += "    sent  \(masked(value))\(bytes.map { "  [bytes \($0.lowerBound)..<\($0.upperBound)]" } ?? "")\n"
        case .leftOut(let reason): text += "    left out: \(reason)\n"
        }
        return text
    }

    /// The preview as an example of the partner file, which holds samples of secrets and no others.
    private func example(_ outcomes: [PostbackOutcome]) throws -> String {
        let secrets = partner.template.fields.filter { $0.isSecret && namedFields[$0.id] != nil }.map(\.id)
        if let secret = secrets.first, namedFields[secret] != partner.template.requiredSamples[secret] {
            throw UsageError(
                "an example would show the secret field '\(secret)'; leave it out, and its sample stands there")
        }
        let kind = event.kindName ?? PostbackTrigger.eventKind
        let name = kind == PostbackTrigger.eventKind ? event[.name]?.text ?? kind : kind
        return ExampleWriter(catalogue: catalogue).text(
            name, event, samples: samples, fields: namedFields, outcomes)
    }

    private func curl() -> String {
        guard case .request(let request) = outcome else { return "# not sent\n" }
        func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
        var parts = ["curl -X \(request.method.rawValue) \(quoted(request.url))"]
        parts += request.headers.map { "-H \(quoted("\($0.name): \($0.value)"))" }
        if !request.body.isEmpty { parts.append("--data-raw \(quoted(String(decoding: request.body, as: UTF8.self)))") }
        return parts.joined(separator: " \\\n  ") + "\n"
    }

    private func json() -> String {
        var decision = PostbackDecision(partner: partner.template.id, postback: postback.id)
        decision.revision = partner.template.revision
        decision.method = postback.request.method
        decision.attempts = 1
        decision.item = item
        if case .skipped(let skip) = outcome { decision.skip = skip }
        var buffer: [UInt8] = []
        OutcomeWriter.append(
            decision, from: rendered, eventID: event[.identity]?.text, received: ExampleRunner.context().now,
            to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }
}
