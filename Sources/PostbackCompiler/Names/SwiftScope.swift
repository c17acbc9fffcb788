/// The names of one scope of generated Swift: the fields of a partner, the macros of a namespace, the partners of a module.
///
/// What is declared in a file is taken here before anything is generated, so that no two declarations become one name
/// and none hides a name that the generated code uses.
struct SwiftScope {
    /// Why a name cannot be had.
    enum Clash: Hashable {
        /// Generated code has it already.
        case reserved
        /// Another declaration becomes the same name in Swift.
        case same(as: String, swiftName: String)
    }

    private var taken: [String: String] = [:]
    private let reserved: Set<String>

    init(reserved: Set<String>) {
        self.reserved = reserved
    }

    /// Takes a Swift name for what a file declares as `name`; says what stands in the way.
    mutating func take(_ swiftName: String, for name: String) -> Clash? {
        let bare = swiftName.filter { $0 != "`" }
        if reserved.contains(bare) { return .reserved }
        if let other = taken[bare] { return .same(as: other, swiftName: bare) }
        taken[bare] = name
        return nil
    }
}

extension SwiftScope {
    /// Types that generated code names; a test holds the list to what is generated.
    static let types: Set<String> = [
        "Bool", "CallbackTemplate", "CaseIterable", "CertifiedPartner", "ClassificationSet", "DeliveryPolicy",
        "Disclosure",
        "EventDefinition", "ExactDecimal", "FieldDefinition", "FieldProblems", "Fields", "Hashable", "Int", "Int64",
        "Integrations", "Item", "MacroCatalogue", "MacroDefinition", "PartnerFields", "PartnerTemplate", "PathPairs",
        "ItemLoop", "LineKey", "OpenMapEntries", "PostbackBranch", "PostbackDefinition", "PostbackElement",
        "PostbackEvent", "PostbackRuntime",
        "PostbackTemplate", "PostbackValue", "PrivacySignal", "RequestRate", "RequestTemplate", "Sendable", "String",
        "Timestamp",
        "ValueMap",
    ]

    /// Properties of a partner's fields: what `PartnerFields` has, and what the generated code of a partner names.
    static let fields = SwiftScope(reserved: ["values", "check", "template", "partner", "self"])
    /// The types inside a partner's fields.
    static func fieldTypes(of partner: String) -> SwiftScope {
        SwiftScope(reserved: types.union([SwiftName.type(partner)]))
    }
    /// The partners of a module.
    static let partners = SwiftScope(reserved: types)
    /// The values of a choice.
    static let choices = SwiftScope(reserved: ["allCases"])
    /// The namespaces of macros, which are properties of an event.
    static let namespaces = SwiftScope(reserved: [
        "catalogue", "field", "kindName", "owned", "platform", "removeAll", "request", "self", "storage", "system",
        "take",
    ])
    /// The types of namespaces.
    static let namespaceTypes = SwiftScope(reserved: types)
    /// The macros of a namespace.
    static let macros = SwiftScope(reserved: ["event", "self"])
    /// The types of a namespace's macros.
    static let macroTypes = SwiftScope(reserved: types.subtracting(["Item"]))
    /// The properties of an item.
    static let itemProperties = SwiftScope(reserved: ["self", "value"])
}
