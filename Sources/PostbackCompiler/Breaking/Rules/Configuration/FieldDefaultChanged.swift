package import PostbackLanguage

extension DiagnosticRule {
    package static let fieldDefaultChanged = DiagnosticRule(
        "field_default_changed", .configuration, title: "A field with another default",
        explanation: """
            Accounts that set nothing send another value from now on. postback upgrade writes the old default \
            into their configurations.
            """,
        wrong: .field("field key \"Key\" : text = \"us\""),
        right: .field("field key \"Key\" : text = \"eu\""))
}

extension Finding {
    static func fieldDefaultChanged(field: String, old: String?, new: String?) -> Finding {
        Finding(
            .fieldDefaultChanged, facts: ["field": field, "old": old, "new": new],
            "where an account sets nothing, the field '\(field)' is \(new.map { "'\($0)'" } ?? "absent") instead of \(old.map { "'\($0)'" } ?? "absent")"
        )
    }
}
