import PostbackLanguage

extension DiagnosticRule {
    static let unnormalizedContact = DiagnosticRule(
        "unnormalized_contact", .privacy, .warning, title: "Contact data hashed as it was typed",
        explanation: """
            The hash of "Jane@Example.com" is not the hash of "jane@example.com". Partners hash a normal form, and \
            another hash never matches; it only leaves.
            """,
        wrong: .query("em = user.email | sha256"), right: .query("em = user.email | trim | lowercase | sha256"))
}

extension Finding {
    static func unnormalizedContact(macro: String) -> Finding {
        Finding(
            .unnormalizedContact, facts: ["macro": macro], "'\(macro)' is hashed as it was typed",
            "partners hash a normal form, such as | trim | lowercase; another one never matches")
    }

    static func unnormalizedTelephone(macro: String) -> Finding {
        Finding(
            .unnormalizedContact, facts: ["macro": macro], "the telephone number '\(macro)' is hashed as it was typed",
            "partners hash one written form: | e164 with the plus, or | digits without it")
    }
}
