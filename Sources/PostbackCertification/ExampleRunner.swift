public import PostbackCompiler
public import PostbackRuntime
public import PostbackTemplate

/// Renders certification cases with the runtime that services use.
public struct ExampleRunner: Sendable {
    /// The macros.
    public let catalogue: MacroCatalogue

    /// Creates a runner.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
    }

    /// What came out of one case.
    public struct Result: Sendable {
        /// The case.
        public var example: CertificationExample
        /// What was rendered: one outcome, or one for each item where the postback has a request for each.
        public var outcomes: [PostbackOutcome]
        /// How the outcomes differ from what is expected, a line each; empty when it does not.
        public var differences: [String]
    }

    /// The context of a case: a fixed moment, number and UUID unless the case sets them.
    public static func context(_ system: [SystemValue: PostbackLiteral] = [:]) -> RenderContext {
        var context = RenderContext(
            now: Timestamp(seconds: 1_795_420_800), random: 1_234_567, uuid: "7d3f1b1e-5a7c-4e55-9f0e-2b1f0c9d8e7a")
        if case .text(let text)? = system[.now], let now = Timestamp(text) { context.now = now }
        if case .number(let number)? = system[.random], let random = Int64(number.description) {
            context.random = random
        }
        if case .text(let text)? = system[.uuid] { context.uuid = text }
        return context
    }

    /// The event of a case.
    public func event(of example: CertificationExample) -> PostbackEvent {
        var event =
            example.samples.map { PostbackEvent.sample(for: $0, in: catalogue) } ?? PostbackEvent(catalogue: catalogue)
        event[.kind] = .text(example.kind)
        if let name = example.eventName { event[.name] = .text(name) }
        for setting in example.values {
            let name = setting.macro
            let type = catalogue.definition(name)?.type ?? .text
            switch setting.value {
            case .absent: event[name] = nil
            case .literal(let literal): event[name] = Self.value(literal, type)
            case .items(let items):
                event[name] = .list(
                    items.map { item in
                        .item(
                            Dictionary(
                                uniqueKeysWithValues: item.compactMap { key, literal in
                                    let type = catalogue.definition("\(name).\(key)")?.type ?? .text
                                    return Self.value(literal, type).map { (key, $0) }
                                }))
                    })
            }
        }
        return event
    }

    /// The field values of a case: what it sets, and samples for required fields.
    public static func fields(of example: CertificationExample, _ partner: PartnerTemplate) -> [String: String] {
        var values = partner.requiredSamples
        for (id, value) in example.fields { values[id] = value }
        return values
    }

    private static func value(_ literal: PostbackLiteral, _ type: ValueType) -> PostbackValue? {
        switch literal {
        case .text(let text): PostbackValue(text, as: type) ?? .text(text)
        case .number(let number): PostbackValue(number.description, as: type == .scalar ? .decimal : type)
        case .boolean(let truth): .boolean(truth)
        }
    }

    /// Renders a case against a partner's template.
    public func run(_ example: CertificationExample, _ partner: PartnerTemplate) -> Result {
        let outcomes: [PostbackOutcome]
        do throws(FieldProblems) {
            let bound = try BoundPartner(partner, catalogue: catalogue, fields: Self.fields(of: example, partner))
            outcomes = bound.render(event(of: example), context: Self.context(example.system))
        } catch {
            outcomes = [.skipped(.invalidConfiguration(error.description))]
        }
        let differences =
            Self.differences(example.expectations, outcomes) + example.answers.flatMap { Self.differences($0, partner) }
            + example.rows.flatMap { Self.differences($0, partner) }
        return Result(example: example, outcomes: outcomes, differences: differences)
    }
}
