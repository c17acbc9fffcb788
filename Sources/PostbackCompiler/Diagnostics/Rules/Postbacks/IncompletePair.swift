import PostbackLanguage

extension DiagnosticRule {
    static let incompletePair = DiagnosticRule(
        "incomplete_pair", .postbacks, .warning, title: "Half of a pair that belongs together",
        explanation: """
            The schema names macros that say something only together: a consent string and whether the regulation \
            applies, a privacy string and its sections. A partner that gets one of them has to guess.
            """,
        wrong: .query("gdpr_consent = privacy.tcf_string"),
        right: .query("gdpr = privacy.gdpr_applies | flag(\"1\", \"0\")\ngdpr_consent = privacy.tcf_string"))
}

extension Finding {
    static func incompletePair(macro: String, missing: String) -> Finding {
        Finding(
            .incompletePair, facts: ["macro": macro, "missing": missing],
            "'\(macro)' is sent without '\(missing)', which gives it its meaning")
    }
}
