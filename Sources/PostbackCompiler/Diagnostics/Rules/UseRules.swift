import PostbackLanguage

extension DiagnosticRule {
    static let use: [DiagnosticRule] = [
        .unusedField, .unusedDeclaration, .deprecatedMacro, .unusedAllowance, .expiredAllowance, .errorAllowed,
    ]

    static let unusedField = DiagnosticRule(
        "unused_field", .use, .warning, title: "A field that nothing uses",
        explanation: "Accounts fill it in, and nothing of it is ever sent. Usually a line is missing.",
        wrong: .query("ip = device.ip", with: "field app_id \"App id\" : digits sample \"12\""),
        right: .query("app = field.app_id", with: "field app_id \"App id\" : digits sample \"12\""))

    static let unusedDeclaration = DiagnosticRule(
        "unused_declaration", .use, .warning, title: "Declared and never used",
        explanation: "Something that nothing uses is a mistake waiting to be found: usually the use is missing.",
        wrong: .query("ip = device.ip", with: "let id = device.idfa ?? device.gaid"),
        right: .query("id = id", with: "let id = device.idfa ?? device.gaid"))

    static let deprecatedMacro = DiagnosticRule(
        "deprecated_macro", .use, .warning, title: "A deprecated macro",
        explanation: "The schema says what to use instead. The macro still works, until a later version drops it.",
        wrong: .schema(
            "/// The old id.\nmacro user.old_id : text deprecated \"use user.id\"\n\n/// Signed in.\nevent login \"Login\" with user.old_id"
        ),
        right: .schema("/// The id.\nmacro user.id : text\n\n/// Signed in.\nevent login \"Login\" with user.id"))

    static let unusedAllowance = DiagnosticRule(
        "unused_allowance", .use, .warning, title: "An allowance that nothing needs",
        explanation: "What it allowed has been mended, or it stands in front of another line.",
        wrong: .query("allow amount_without_currency \"The partner has one.\" until 2099-12-31\nip = device.ip"),
        right: .query("ip = device.ip"))

    static let expiredAllowance = DiagnosticRule(
        "expired_allowance", .use, .warning, title: "An allowance whose day has passed",
        explanation: "An allowance is a promise to look at something again. Now is the time.",
        wrong: .query(
            "allow click_id_twice \"The partner is moving to clickid.\" until 2020-12-31\nclick_id = click.id"),
        right: .query("click_id = click.id"))

    static let errorAllowed = DiagnosticRule(
        "error_allowed", .use, title: "An error that is to be allowed",
        explanation: "Only warnings can be allowed. From an error nothing can be compiled.",
        wrong: .query("allow unknown_macro \"It comes soon.\" until 2099-12-31\nifa = device.idfa"),
        right: .query("ifa = device.idfa"))
}
