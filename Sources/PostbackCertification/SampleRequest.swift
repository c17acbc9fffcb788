package import PostbackCompiler
import PostbackRuntime
package import PostbackTemplate

/// The request of a postback for an event that carries the sample of every macro, and for samples of the fields.
///
/// Where required fields alone give none, optional ones are set, too; and where that gives none, it is the request of the first
/// example that has one.
package struct SampleRequest {
    private let partner: CompiledPartner
    private let catalogue: MacroCatalogue
    private let requests: DerivedRequests

    /// An account and an event.
    private struct Situation {
        var fields: [String: String]
        var event: PostbackEvent
        var context = ExampleRunner.context()
    }

    package init(_ partner: CompiledPartner, catalogue: MacroCatalogue) {
        self.partner = partner
        self.catalogue = catalogue
        requests = DerivedRequests(catalogue: catalogue, examples: partner.examples)
    }

    private func situation(of postback: PostbackTemplate) -> Situation {
        let template = partner.template
        let platform = postback.platform ?? template.platforms.first ?? .ios
        let event = requests.event(.most, for: postback, of: template, on: platform)
        let runner = ExampleRunner(catalogue: catalogue)
        let all = [
            Situation(fields: template.requiredSamples, event: event), .init(fields: template.allSamples, event: event),
        ]
        let examples = partner.examples.lazy.map { example in
            Situation(
                fields: ExampleRunner.fields(of: example, template), event: runner.event(of: example),
                context: ExampleRunner.context(example.system))
        }.filter { situation in
            let event = situation.event
            let own = template.postback(
                kind: event.kindName ?? "", name: event[.name]?.text, platform: event.platform)
            return own?.id == postback.id
        }
        for situation in all {
            if case .request = outcome(of: postback, situation) { return situation }
        }
        for situation in examples {
            if case .request = outcome(of: postback, situation) { return situation }
        }
        return all[0]
    }

    private func outcome(of postback: PostbackTemplate, _ situation: Situation) -> PostbackOutcome {
        do throws(FieldProblems) {
            let bound = try BoundPostback(
                postback, of: partner.template, catalogue: catalogue, fields: situation.fields)
            return bound.render(situation.event, item: 0, context: situation.context)
        } catch {
            return .skipped(.invalidConfiguration(error.description))
        }
    }

    /// Where the bytes of the request come from.
    package func trace(of postback: PostbackTemplate) -> RequestTrace {
        let situation = situation(of: postback)
        return RequestTracer(
            partner: partner, postback: postback, catalogue: catalogue, fields: situation.fields
        ).trace(situation.event, context: situation.context)
    }

    /// Takes out of what is shown the values of secret fields that the request was made with.
    package func mask(of postback: PostbackTemplate) -> SecretMask {
        SecretMask(partner.template, situation(of: postback).fields)
    }

    /// The request as text, or why nothing is sent.
    package func text(of postback: PostbackTemplate) -> String {
        switch outcome(of: postback, situation(of: postback)) {
        case .skipped(let skip):
            return "not sent: \(skip.code)" + (skip.about.isEmpty ? "" : " (\(skip.about.joined(separator: ", ")))")
        case .request(let request):
            let headers = request.headers.map { "\n\($0.name): \($0.value)" }.joined()
            let body = request.body.isEmpty ? "" : "\n\n\(String(decoding: request.body, as: UTF8.self))"
            return "\(request.method.rawValue) \(request.url)\(headers)\(body)"
        }
    }
}
