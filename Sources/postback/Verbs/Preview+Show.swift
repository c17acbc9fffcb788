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
        if arguments.has("--json") {
            guard arguments.has("--trace") else { return Terminal.print(masked(json())) }
            return try Terminal.print(json: TraceRecord(trace(), of: self, masked: masked))
        }
        if arguments.has("--example") { return Terminal.print(try example(all.map(\.outcome))) }
        if arguments.has("--curl") { return Terminal.print(masked(curl())) }
        Terminal.print(
            "\(partner.template.name) · \(postback.id) · revision \(partner.template.revision)\(place(among: all))\n")
        switch outcome {
        case .skipped(let skip): Terminal.print("\(skip.notSent)\n")
        case .request(let request): Terminal.print(text(request))
        }
        if arguments.has("--trace") {
            Terminal.print(explained(trace()))
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
        // Colours show what the trace knows of each byte.
        let parts = Terminal.isOutputColoured ? trace().parts : []
        func shown(_ name: String, _ text: String) -> String {
            parts.first { $0.name == name && String(decoding: $0.bytes, as: UTF8.self) == text }.map(coloured)
                ?? masked(text)
        }
        var text = "\(request.method.rawValue) \(shown("url", request.url))\n"
        for header in request.headers { text += "\(header.name): \(shown("header \(header.name)", header.value))\n" }
        if !request.body.isEmpty {
            text += "\n\(shown("body", String(decoding: request.body, as: UTF8.self)))\n"
        }
        return text
    }

    /// The text without the values of secret fields, which are printed only where they are asked for.
    private func masked(_ text: String) -> String { mask?.masked(text) ?? text }

    /// A part of the request with each value in the colour of its origin: literals plain, fields magenta, macros cyan, what is
    /// computed green.
    private func coloured(_ part: RequestTrace.Part) -> String {
        part.segments.map { segment in
            let text = masked(part.text(of: segment))
            return segment.value.map { Self.styled(text, $0.source) } ?? text
        }.joined()
    }

    private static func styled(_ text: String, _ source: RequestTrace.Source) -> String {
        switch source {
        case .literal: text
        case .field: "\u{1B}[35m\(text)\u{1B}[0m"
        case .macro: "\u{1B}[36m\(text)\u{1B}[0m"
        case .transform: "\u{1B}[32m\(text)\u{1B}[0m"
        }
    }

    private func trace() -> RequestTrace {
        RequestTracer(partner: partner, postback: postback, catalogue: catalogue, fields: fields, item: item ?? 0)
            .trace(event, context: ExampleRunner.context())
    }

    /// Every byte with its line, value and encoding, and every line that is not there with its reason.
    private func explained(_ trace: RequestTrace) -> String {
        var text = ""
        for part in trace.parts where !part.bytes.isEmpty {
            text += "\n\(part.name), \(part.bytes.count) bytes\n"
            for segment in part.segments {
                let bytes = masked(part.text(of: segment)).replacing("\n", with: "\\n")
                let shown =
                    segment.value.map { Terminal.isOutputColoured ? Self.styled(bytes, $0.source) : bytes } ?? bytes
                text += "  \(Help.padded("\(segment.range.lowerBound)..<\(segment.range.upperBound)", 12))  \(shown)\n"
                guard let value = segment.value else { continue }
                let margin = String(repeating: " ", count: 16)
                let place = segment.line.map { "\(partner.source.path):\($0)" } ?? partner.source.path
                text += "\(margin)\(segment.place), \(place)\n\(margin)\(masked(value.expression))"
                if !value.content.isEmpty, value.source != .literal { text += " gives \(masked(value.content))" }
                text += ", \(value.encoding)\n"
            }
        }
        if !trace.unplaced.isEmpty {
            text += "\nnot told from what is around them\n"
            for value in trace.unplaced { text += "  \(masked(value))\n" }
        }
        if !trace.absences.isEmpty { text += "\nnot there\n" }
        for absence in trace.absences {
            let place = absence.line.map { "\(partner.source.path):\($0)" } ?? partner.source.path
            text += "  \(absence.place), \(place)\n    \(absence.expression)\n    \(absence.reason)\n"
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
