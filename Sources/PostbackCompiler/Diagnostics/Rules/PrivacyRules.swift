import PostbackLanguage

extension DiagnosticRule {
    static let privacy: [DiagnosticRule] = [
        .contactInClear, .unnormalizedContact, .secretInPath, .secretInQuery, .credentialInFile, .personalOverHTTP,
        .uselessAcceptance,
    ]

    private static let token = "field token \"Token\" : secret text sample \"t0k3n\""

    static let contactInClear = DiagnosticRule(
        "contact_in_clear", .privacy, title: "Contact data that leaves readable",
        explanation: """
            E-mail addresses, telephone numbers and names leave hashed, unless the partner declares that it \
            takes them readable, with a reason.
            """,
        wrong: .query("em = user.email"), right: .query("em = user.email | trim | lowercase | sha256"))

    static let unnormalizedContact = DiagnosticRule(
        "unnormalized_contact", .privacy, .warning, title: "Contact data hashed as it was typed",
        explanation: """
            The hash of "Jane@Example.com" is not the hash of "jane@example.com". Partners hash a normal form, and \
            another hash never matches; it only leaves.
            """,
        wrong: .query("em = user.email | sha256"), right: .query("em = user.email | trim | lowercase | sha256"))

    static let secretInPath = DiagnosticRule(
        "secret_in_path", .privacy, title: "A credential in a path",
        explanation: "Paths are kept in every log along the way. Credentials go into headers.",
        wrong: .postback("GET api \"/{field.token}/install\"", with: token),
        right: .postback(
            "GET api \"/install\"\nheaders {\n    Authorization = \"Bearer {field.token}\"\n}", with: token))

    static let secretInQuery = DiagnosticRule(
        "secret_in_query", .privacy, title: "A credential in a query",
        explanation: """
            URLs are kept in logs along the way. Credentials go into headers; in a query only where the partner \
            demands it, marked insecure.
            """,
        wrong: .query("token = field.token", with: token), right: .query("insecure token = field.token", with: token))

    static let credentialInFile = DiagnosticRule(
        "credential_in_file", .privacy, .warning, title: "A credential typed into the file",
        explanation: """
            Partner files are read by many people and compiled into programs. Published templates of this field hold \
            keys of their authors. What belongs to an account is a secret field.
            """,
        wrong: .query("api_key = \"9b1f7a60c3d24e58\""), right: .query("insecure api_key = field.token", with: token))

    static let personalOverHTTP = DiagnosticRule(
        "personal_over_http", .privacy, .warning, title: "Personal data over plain http",
        explanation: """
            The endpoint is marked insecure, and identifiers go there that anyone on the way can read. Ask the partner \
            for https; until then, allow it with the reason.
            """,
        wrong: .postback(
            "GET old \"/install\"\nquery {\n    ifa = device.idfa\n}",
            with: "endpoint old \"http://old.partner.test\" insecure"),
        right: .postback(
            "GET old \"/install\"\nquery {\n    ifa = device.idfa\n}", with: "endpoint old \"https://old.partner.test\""
        ))

    static let uselessAcceptance = DiagnosticRule(
        "useless_acceptance", .privacy, .warning, title: "An acceptance that nothing needs",
        explanation: "The file says that the partner takes something readable, and never sends it so.",
        wrong: .query("ip = device.ip", with: "accepts plaintext user.email \"The partner has no hashed form.\""),
        right: .query("em = user.email", with: "accepts plaintext user.email \"The partner has no hashed form.\""))
}
