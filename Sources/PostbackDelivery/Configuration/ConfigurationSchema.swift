import PostbackRuntime
public import PostbackTemplate

/// JSON Schemas (draft 2020-12) of what accounts configure and of events, for editors and for those who write the files.
///
/// They say what a schema can: names, forms, bounds. What goes across values is found by `ConfigurationDecoder` alone.
public struct ConfigurationSchema: Sendable {
    /// A generated file.
    public struct File: Hashable, Sendable {
        /// The path below the folder of schemas.
        public var name: String
        /// The JSON text.
        public var text: String
    }

    let partners: [PartnerTemplate]
    let catalogue: MacroCatalogue

    /// Creates a generator for a set of integrations.
    public init(partners: [PartnerTemplate], catalogue: MacroCatalogue) {
        self.partners = partners.sorted { $0.id < $1.id }
        self.catalogue = catalogue
    }

    /// All files: the configuration, one for each partner, and the event.
    public var files: [File] {
        let own = partners.map { File(name: "partners/\($0.id).schema.json", text: JSONText.indented(schema($0))) }
        return [
            File(name: "configuration.schema.json", text: JSONText.indented(configuration)),
            File(name: "event.schema.json", text: JSONText.indented(event)),
        ] + own
    }

    static let dialect = (key: "$schema", value: JSONValue.string("https://json-schema.org/draft/2020-12/schema"))

    private var configuration: JSONValue {
        let account = Self.object(
            [
                ("account", Self.name("The account's id.")),
                (
                    "apps",
                    .object([("type", .string("array")), ("items", .object([("$ref", .string("#/$defs/app"))]))])
                ),
            ], required: ["account", "apps"])
        let choice = partners.map { partner -> JSONValue in
            let isThis = JSONValue.object([
                ("properties", .object([("partner", .object([("const", .string(partner.id))]))]))
            ])
            let own = JSONValue.object([("$ref", .string("partners/\(partner.id).schema.json"))])
            return .object([("if", isThis), ("then", own)])
        }
        let partner = JSONValue.object([
            ("type", .string("object")), ("required", .array([.string("partner")])),
            ("properties", .object([("partner", .object([("enum", .array(partners.map { .string($0.id) }))]))])),
            ("allOf", .array(choice)),
        ])
        return .object([
            Self.dialect, ("title", .string("Account configuration")),
            (
                "oneOf",
                .array([
                    .object([("$ref", .string("#/$defs/account"))]),
                    .object([
                        ("type", .string("array")), ("items", .object([("$ref", .string("#/$defs/account"))])),
                    ]),
                ])
            ),
            ("$defs", .object([("account", account), ("app", app), ("partner", partner), ("custom", custom)])),
        ])
    }

    private var app: JSONValue {
        var object = Self.object(
            [
                ("id", Self.name("The id that events carry.")),
                ("platform", Self.choice(Platform.allCases.map(\.rawValue), "The platform.")),
                ("bundle_id", Self.name("The bundle id of an iOS app.")),
                ("package_name", Self.name("The package name of an Android app.")),
                (
                    "partners",
                    .object([
                        ("type", .string("array")), ("items", .object([("$ref", .string("#/$defs/partner"))])),
                    ])
                ),
                (
                    "custom",
                    .object([
                        ("type", .string("array")), ("items", .object([("$ref", .string("#/$defs/custom"))])),
                    ])
                ),
            ], required: ["id", "platform"])
        let identity = Platform.allCases.map { platform -> JSONValue in
            let key = AppIdentity.key(on: platform)
            let others = Platform.allCases.map(AppIdentity.key).filter { $0 != key }
            let platformIs = ("platform", JSONValue.object([("const", .string(platform.rawValue))]))
            return .object([
                ("required", .array([.string(key)])),
                ("properties", .object([platformIs] + others.map { ($0, .boolean(false)) })),
            ])
        }
        if case .object(let members) = object {
            let some = ["partners", "custom"].map { JSONValue.object([("required", .array([.string($0)]))]) }
            object = .object(members + [("oneOf", .array(identity)), ("anyOf", .array(some))])
        }
        return object
    }

    /// What is configured for one partner of an app.
    private func schema(_ partner: PartnerTemplate) -> JSONValue {
        let own = partner.fields.filter { $0.scope == .app }
        var required = ["partner"]
        if own.contains(where: \.isRequired) { required.append("fields") }
        let body = Self.object(
            [
                ("partner", .object([("const", .string(partner.id))])), ("fields", Self.fields(own)),
                (
                    "on_unknown",
                    Self.choice(
                        UnknownOutcomePolicy.allCases.map(\.rawValue),
                        "What becomes of an attempt whose outcome nobody knows. Default: resend.")
                ),
                ("postbacks", postbacks(partner)),
            ], required: required)
        guard case .object(let members) = body else { return body }
        let head: [(key: String, value: JSONValue)] = [
            Self.dialect, ("title", .string(partner.name)),
            ("description", .string("Revision \(partner.revision). \(partner.documentation)")),
        ]
        let note: [(key: String, value: JSONValue)] =
            partner.deprecation.map { _ in [("deprecated", .boolean(true))] } ?? []
        return .object(head + note + members + [("$defs", .object([("settings", settings(partner))]))])
    }

    /// The postbacks by the kind or the name of their events.
    private func postbacks(_ partner: PartnerTemplate) -> JSONValue {
        let settings = JSONValue.object([("$ref", .string("#/$defs/settings"))])
        var names: [String] = []
        for postback in partner.postbacks {
            switch postback.trigger {
            case .kind(let kind): names.append(kind)
            case .events(let list): names += list
            }
        }
        var members: [(key: String, value: JSONValue)] = []
        for name in names where !members.contains(where: { $0.key == name }) { members.append((name, settings)) }
        // A postback for all in-app events can be configured by each one's name.
        let others: JSONValue = names.contains(PostbackTrigger.eventKind) ? settings : .boolean(false)
        return .object([
            ("type", .string("object")), ("properties", .object(members)), ("additionalProperties", others),
        ])
    }

    private func settings(_ partner: PartnerTemplate) -> JSONValue {
        let own = partner.fields.filter { $0.scope == .event }
        let required = own.contains(where: \.isRequired) ? ["fields"] : []
        return Self.object(settings(partner.delivery) + [("fields", Self.fields(own))], required: required)
    }

    /// What is set for a postback, within the bounds of its partner.
    func settings(_ policy: DeliveryPolicy) -> [(key: String, value: JSONValue)] {
        [
            (
                "status",
                Self.choice(PostbackStatus.allCases.map(\.rawValue), "Whether it is sent. Default: active.")
            ),
            (
                "delay",
                .object([
                    ("type", .string("string")), ("pattern", .string("^(realtime|[0-9]{1,3}s|[0-9]{1,2}m)$")),
                    (
                        "description",
                        .string(
                            "How long it waits after its event was received: realtime, or 30s to 10m, "
                                + "here from \(policy.delaySeconds.lowerBound) to \(policy.delaySeconds.upperBound) seconds. "
                                + "Default: \(policy.defaultDelaySeconds) seconds.")
                    ),
                ])
            ),
            (
                "retries",
                .object([
                    ("type", .string("integer")), ("minimum", .number(String(policy.retries.lowerBound))),
                    ("maximum", .number(String(policy.retries.upperBound))),
                    (
                        "description",
                        .string("Redeliveries after a failed attempt. Default: \(policy.defaultRetries).")
                    ),
                ])
            ),
            (
                "method",
                Self.choice(DeliveryMethod.allCases.map(\.rawValue), "Which events are sent. Default: all.")
            ),
        ]
    }
}
