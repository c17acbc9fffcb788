import PostbackLanguage

extension DiagnosticRule {
    static let names: [DiagnosticRule] = [
        .unknownMacro, .foreignMacro, .unknownField, .bareField, .unknownName, .usedBeforeDeclared, .unknownEndpoint,
        .unknownTransform, .unknownType, .unknownEvent, .unknownPlatform, .unknownClassification, .unknownProperty,
        .itemOutsideLoop, .duplicateDeclaration, .duplicateKey, .namesDifferInCase, .reservedName, .unknownCode,
    ]

    static let unknownMacro = DiagnosticRule(
        "unknown_macro", .names, title: "No such macro",
        explanation: """
            Macros are declared in the schemas; a name that is not among them would never be replaced. Fix the \
            spelling, or add the macro to the schema.
            """,
        wrong: .query("ifa = device.idfaa"), right: .query("ifa = device.idfa"))

    static let foreignMacro = DiagnosticRule(
        "foreign_macro", .names, title: "Another platform's name for a macro",
        explanation: """
            The schemas know how other platforms write a macro, so that a copied template can be read. Here each \
            macro has one name.
            """,
        wrong: .query("ifa = gps_adid"), right: .query("ifa = device.gaid"))

    static let unknownField = DiagnosticRule(
        "unknown_field", .names, title: "No such network-specific field",
        explanation: "A field has to be declared before an expression can use it.",
        wrong: .query("app = field.appid", with: "field app_id \"App id\" : digits sample \"12\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))

    static let bareField = DiagnosticRule(
        "bare_field", .names, title: "A field named without 'field.'",
        explanation: "Macros, fields and lets are told apart by their names: a field has 'field.' in front.",
        wrong: .query("app = app_id", with: "field app_id \"App id\" : digits sample \"12\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))

    static let unknownName = DiagnosticRule(
        "unknown_name", .names, title: "No such name",
        explanation: "A name without a dot is a let or the variable of a for.",
        wrong: .query("ifa = advertising_id"),
        right: .query("ifa = advertising_id", with: "let advertising_id = device.idfa ?? device.gaid"))

    static let usedBeforeDeclared = DiagnosticRule(
        "used_before_declared", .names, title: "A name used before its declaration",
        explanation: "A let can use the lets above it. So none can use itself, not even through others.",
        wrong: .query("ifa = lower", with: "let lower = id | lowercase\nlet id = device.idfa"),
        right: .query("ifa = lower", with: "let id = device.idfa\nlet lower = id | lowercase"))

    static let unknownEndpoint = DiagnosticRule(
        "unknown_endpoint", .names, title: "No such endpoint",
        explanation: "A request line names an endpoint or a callback of the file.",
        wrong: .postback("GET apo \"/install\""), right: .postback("GET api \"/install\""))

    static let unknownTransform = DiagnosticRule(
        "unknown_transform", .names, title: "No such transform or map",
        explanation: "Behind a bar stands a transform of the language or a map of the file.",
        wrong: .query("ifa = device.idfa | upper"), right: .query("ifa = device.idfa | uppercase"))

    static let unknownType = DiagnosticRule(
        "unknown_type", .names, title: "No such type",
        explanation: "Fields and macros have one of the language's types.",
        wrong: .query("app = field.app", with: "field app \"App\" : txt sample \"a\""),
        right: .query("app = field.app", with: "field app \"App\" : text sample \"a\""))

    static let unknownEvent = DiagnosticRule(
        "unknown_event", .names, title: "No such kind or standard event",
        explanation: """
            A postback is for a kind of event, for standard events of the schema, or for custom events, whose \
            names stand in quotes.
            """,
        wrong: .declarations("postback purchse {\n    GET api \"/purchase\"\n}"),
        right: .declarations("postback purchase {\n    GET api \"/purchase\"\n}"))

    static let unknownPlatform = DiagnosticRule(
        "unknown_platform", .names, title: "No such platform",
        explanation: "Apps run on ios or android. A postback can only be for a platform of its partner.",
        wrong: .declarations("postback install on iphone {\n    GET api \"/install\"\n}"),
        right: .declarations("postback install on ios {\n    GET api \"/install\"\n}"))

    static let unknownClassification = DiagnosticRule(
        "unknown_classification", .names, title: "No such classification",
        explanation: "A macro is classified identifier, contact, location, attribution or secret, or not at all.",
        wrong: .schema("/// An advertising id.\nmacro device.idfa : uuid class identifer"),
        right: .schema("/// An advertising id.\nmacro device.idfa : uuid class identifier"))

    static let unknownProperty = DiagnosticRule(
        "unknown_property", .names, title: "No such property of an item",
        explanation: "The properties of an item are the macros of the schema whose names start with the list's.",
        wrong: .query("ids = [for item in event.items: item.sku_id] | join(\",\")"),
        right: .query("ids = [for item in event.items: item.id] | join(\",\")"))

    static let itemOutsideLoop = DiagnosticRule(
        "item_outside_loop", .names, title: "A property of an item outside a for",
        explanation: "A list has many items; a property is named inside a for that goes over them.",
        wrong: .query("ids = event.items.id"),
        right: .query("ids = [for item in event.items: item.id] | join(\",\")"))

    static let duplicateDeclaration = DiagnosticRule(
        "duplicate_declaration", .names, title: "Declared twice",
        explanation: "Two declarations have the same name, so one of them would never be used.",
        wrong: .query("id = id", with: "let id = device.idfa\nlet id = device.gaid"),
        right: .query("id = id", with: "let id = device.idfa ?? device.gaid"))

    static let duplicateKey = DiagnosticRule(
        "duplicate_key", .names, title: "A key set twice",
        explanation: """
            Partners read one of two equal keys, and which one is not documented. Keep one, or put them into \
            different branches of a when.
            """,
        wrong: .query("id = device.idfa\nid = device.gaid"), right: .query("id = device.idfa ?? device.gaid"))

    static let namesDifferInCase = DiagnosticRule(
        "names_differ_in_case", .names, title: "Two macros that differ only in case",
        explanation: "Nobody remembers which of the two is which.",
        wrong: .schema("/// An id.\nmacro user.id : text\n\n/// Another.\nmacro user.ID : text"),
        right: .schema("/// An id.\nmacro user.id : text\n\n/// Another.\nmacro user.partner_id : text"))

    static let reservedName = DiagnosticRule(
        "reserved_name", .names, title: "A reserved name",
        explanation: """
            field, request, system and the namespaces of macros cannot be names of lets and variables; the names of \
            transforms cannot be names of maps; words of the generated code cannot be ids of fields.
            """,
        wrong: .query("ip = device", with: "let device = device.ip"),
        right: .query("ip = address", with: "let address = device.ip"))

    static let unknownCode = DiagnosticRule(
        "unknown_code", .names, title: "No such finding",
        explanation: "What is allowed is named by the code that the finding has in brackets.",
        wrong: .query("allow amount_no_currency \"The partner has one.\" until 2099-12-31\nvalue = revenue.amount"),
        right: .query("value = revenue.amount\ncurrency = revenue.currency"))
}
