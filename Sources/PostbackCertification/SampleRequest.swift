package import PostbackCompiler
import PostbackRuntime
package import PostbackTemplate

/// The request of a postback for an event that carries the sample of every macro, and for samples of the fields.
package struct SampleRequest {
    private let partner: CompiledPartner
    private let catalogue: MacroCatalogue
    private let requests: DerivedRequests
    private let fields: [String: String]

    package init(_ partner: CompiledPartner, catalogue: MacroCatalogue) {
        self.partner = partner
        self.catalogue = catalogue
        requests = DerivedRequests(catalogue: catalogue, examples: partner.examples)
        fields = partner.template.requiredSamples
    }

    private func event(for postback: PostbackTemplate) -> PostbackEvent {
        let platform = postback.platform ?? partner.template.platforms.first ?? .ios
        return requests.event(.most, for: postback, of: partner.template, on: platform)
    }

    /// Where the bytes of the request come from.
    package func trace(of postback: PostbackTemplate) -> RequestTrace {
        RequestTracer(partner: partner, postback: postback, catalogue: catalogue, fields: fields)
            .trace(event(for: postback), context: ExampleRunner.context())
    }

    /// The request as text, or why nothing is sent.
    package func text(of postback: PostbackTemplate) -> String {
        let outcome: PostbackOutcome
        do throws(FieldProblems) {
            let bound = try BoundPostback(postback, of: partner.template, catalogue: catalogue, fields: fields)
            outcome = bound.render(event(for: postback), item: 0, context: ExampleRunner.context())
        } catch {
            return error.description
        }
        switch outcome {
        case .skipped(let skip):
            return "not sent: \(skip.code)" + (skip.about.isEmpty ? "" : " (\(skip.about.joined(separator: ", ")))")
        case .request(let request):
            let headers = request.headers.map { "\n\($0.name): \($0.value)" }.joined()
            let body = request.body.isEmpty ? "" : "\n\n\(String(decoding: request.body, as: UTF8.self))"
            return "\(request.method.rawValue) \(request.url)\(headers)\(body)"
        }
    }
}
