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
    /// - Parameter isTelephone: whether it is a telephone number.
    static func contactInClear(macro: String, isTelephone: Bool) -> Finding {
        let steps = isTelephone ? " | e164 | sha256" : " | trim | lowercase | sha256"
        return Finding(
            .contactInClear, facts: ["macro": macro], "'\(macro)' would leave readable",
            fix: .insertAfter(steps, .needsLook, title: "hash it: \(macro)\(steps)"),
            "or, if the partner takes nothing else: accepts plaintext \(macro) \"reason\"")
    }
}
