public import PostbackCompiler
public import PostbackContract
public import PostbackRuntime
public import PostbackTemplate

/// Holds what a partner file renders against what the partner documents.
public struct ContractReview: Sendable {
    /// What was found.
    public struct Result: Sendable {
        /// A request that the contract does not allow.
        public struct Finding: Hashable, Sendable {
            /// The example or derived request.
            public var origin: String
            /// The line of the partner file, from 1, where an example stands there.
            public var line: Int?
            /// What is wrong.
            public var violation: ContractViolation
        }

        /// The number of requests that were looked at.
        public var count = 0
        /// What is wrong, in the order of the examples and then of the derived requests.
        public var findings: [Finding] = []
        /// How the partner file's `delivery` differs from what the contract says of answers, a line each.
        public var answers: [String] = []
        /// Clauses and rules that no request was held against.
        public var unexercised: [ContractPlace] = []
    }

    /// The macros.
    public let catalogue: MacroCatalogue

    /// Creates a review.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
    }

    /// Renders every example of a partner, and holds it and the derived requests against a contract.
    public func review(
        _ partner: CompiledPartner, _ cases: [DerivedRequests.Case], _ contract: Contract
    ) -> Result {
        var result = Result()
        let checker = ContractChecker(contract)
        var exercised: Set<Int> = []
        func look(_ outcomes: [PostbackOutcome], _ known: KnownValues, _ origin: String, _ line: Int?) {
            for case .request(let request) in outcomes {
                result.count += 1
                let found = checker.check(ObservedRequest(request), known: known)
                exercised.formUnion(found.exercised)
                result.findings += found.violations.map { .init(origin: origin, line: line, violation: $0) }
            }
        }
        let runner = ExampleRunner(catalogue: catalogue)
        for example in partner.examples {
            let fields = ExampleRunner.fields(of: example, partner.template)
            look(
                runner.run(example, partner.template).outcomes, KnownValues(runner.event(of: example), fields),
                "example \"\(example.title)\"", example.line)
        }
        for derived in cases {
            look(derived.outcomes, KnownValues(derived.event, derived.fields), derived.name, nil)
            // What stands where is the file's; that hostile text is no number, and no name of an entry, is not.
            if derived.kind == .adversarial {
                result.findings.removeAll { $0.origin == derived.name && $0.violation.isAboutEvent }
            }
        }
        result.answers = contract.answers.compactMap { difference($0, partner.template.delivery, contract) }
        let untold = Set(contract.answers.map(\.place.number))
        result.unexercised = contract.places.filter { !exercised.contains($0.number) && !untold.contains($0.number) }
        return result
    }

    /// How a delivery policy differs from what a contract says of an answer.
    private func difference(_ answer: ContractAnswer, _ policy: DeliveryPolicy, _ contract: Contract) -> String? {
        for code in answer.codes.flatMap({ [$0.lowerBound, $0.upperBound] }) {
            let found: ContractAnswer.Meaning =
                switch ExampleRunner.meaning(of: code, body: answer.body, policy).word {
                case .succeeds: .success
                case .retries: .retry
                case .fails: .failure
                }
            // Where only the status is documented, a body that is not known proves nothing.
            if answer.body.isEmpty, answer.meaning == .success, !policy.successConditions.isEmpty { continue }
            guard found != answer.meaning else { continue }
            let body = answer.body.isEmpty ? "" : " with the body \(answer.body)"
            return
                "an answer \(code)\(body) is documented as \(answer.meaning.rawValue), and taken for \(found.rawValue) "
                + "(\(contract.source.path):\(answer.place.line))"
        }
        return nil
    }
}

extension ContractViolation {
    /// Whether it is about a value or a name that the event brings, and not about where it stands.
    fileprivate var isAboutEvent: Bool {
        switch reason {
        case .mistyped: true
        case .unknownKey: position.contains(DerivedRequests.hostileText.prefix(12))
        default: false
        }
    }
}

extension ObservedRequest {
    /// A request that the runtime rendered, without anything that it was rendered from.
    public init(_ request: PostbackRequest) {
        self.init(
            method: request.method.rawValue, url: request.url,
            headers: request.headers.map { Header(name: $0.name, value: $0.value) }, body: request.body)
    }
}

extension KnownValues {
    /// The texts of an event and of an account's fields.
    public init(_ event: PostbackEvent, _ fields: [String: String] = [:]) {
        let values = event.catalogue.macros.compactMap { event[$0.name] }
        self.init(values.flatMap(\.texts) + fields.values)
    }
}

extension PostbackValue {
    /// The text of the value, or of everything in it.
    fileprivate var texts: [String] {
        switch self {
        case .list(let values): values.flatMap(\.texts)
        case .item(let properties): properties.values.flatMap(\.texts)
        default: text.map { [$0] } ?? []
        }
    }
}
