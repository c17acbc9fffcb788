package import PostbackCompiler
import PostbackRuntime
package import PostbackTemplate

/// What the postbacks of a partner send for an event that carries the sample of every macro, and for samples of the fields.
package struct SampleRequests {
    private let partner: CompiledPartner
    private let catalogue: MacroCatalogue
    private let requests: DerivedRequests

    package init(_ partner: CompiledPartner, catalogue: MacroCatalogue) {
        self.partner = partner
        self.catalogue = catalogue
        requests = DerivedRequests(catalogue: catalogue, examples: partner.examples)
    }

    /// The request of a postback.
    ///
    /// Where required fields alone give none, optional ones are set, too; and where that gives none, it is the request of the
    /// first example that has one.
    package func request(of postback: PostbackTemplate) -> SampleRequest {
        let template = partner.template
        let platform = postback.platform ?? template.platforms.first ?? .ios
        let event = requests.event(.most, for: postback, of: template, on: platform)
        func made(_ fields: [String: String], _ event: PostbackEvent, _ context: RenderContext) -> SampleRequest {
            SampleRequest(partner, postback, catalogue, fields, event, context)
        }
        let context = ExampleRunner.context()
        let first = made(template.requiredSamples, event, context)
        if first.isSent { return first }
        let all = made(template.allSamples, event, context)
        if all.isSent { return all }
        let runner = ExampleRunner(catalogue: catalogue)
        for example in partner.examples {
            let event = runner.event(of: example)
            let own = template.postback(
                kind: event.kindName ?? "", name: event[.name]?.text, platform: event.platform)
            guard own?.id == postback.id else { continue }
            let fields = ExampleRunner.fields(of: example, template)
            let sample = made(fields, event, ExampleRunner.context(example.system))
            if sample.isSent { return sample }
        }
        return first
    }
}

/// The request of a postback for one event of one account.
package struct SampleRequest {
    private let partner: CompiledPartner
    private let postback: PostbackTemplate
    private let catalogue: MacroCatalogue
    private let fields: [String: String]
    private let event: PostbackEvent
    private let context: RenderContext
    private let outcome: PostbackOutcome

    fileprivate init(
        _ partner: CompiledPartner, _ postback: PostbackTemplate, _ catalogue: MacroCatalogue,
        _ fields: [String: String], _ event: PostbackEvent, _ context: RenderContext
    ) {
        self.partner = partner
        self.postback = postback
        self.catalogue = catalogue
        self.fields = fields
        self.event = event
        self.context = context
        do throws(FieldProblems) {
            let bound = try BoundPostback(postback, of: partner.template, catalogue: catalogue, fields: fields)
            outcome = bound.render(event, item: 0, context: context)
        } catch {
            outcome = .skipped(.invalidConfiguration(error.description))
        }
    }

    fileprivate var isSent: Bool { if case .request = outcome { true } else { false } }

    /// Where the bytes of the request come from.
    package var trace: RequestTrace {
        RequestTracer(partner: partner, postback: postback, catalogue: catalogue, fields: fields)
            .trace(event, context: context)
    }

    /// Takes out of what is shown the values of secret fields that the request was made with.
    package var mask: SecretMask { SecretMask(partner.template, fields) }

    /// The request as text, or why nothing is sent.
    package var text: String {
        switch outcome {
        case .skipped(let skip): return skip.notSent
        case .request(let request):
            let headers = request.headers.map { "\n\($0.name): \($0.value)" }.joined()
            let body = request.body.isEmpty ? "" : "\n\n\(String(decoding: request.body, as: UTF8.self))"
            return "\(request.method.rawValue) \(request.url)\(headers)\(body)"
        }
    }
}
