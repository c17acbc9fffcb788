import PostbackLanguage

extension DiagnosticRule {
    static let contactInClear = DiagnosticRule(
        "contact_in_clear", .privacy, title: "Contact data that leaves readable",
        explanation: """
            E-mail addresses, telephone numbers and names leave hashed, unless the partner declares that it \
            takes them readable, with a reason.
            """,
        wrong: .query("em = user.email"), right: .query("em = user.email | trim | lowercase | sha256"))
}

extension Finding {
    static func contactInClear(macro: String) -> Finding {
        Finding(
            .contactInClear, facts: ["macro": macro], "'\(macro)' would leave readable",
            fix: .insertAfter(
                " | trim | lowercase | sha256", .needsLook, title: "hash it: \(macro) | trim | lowercase | sha256"),
            "or, if the partner takes nothing else: accepts plaintext \(macro) \"reason\"")
    }
}
