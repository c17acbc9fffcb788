import PostbackLanguage

extension DiagnosticRule {
    static let noSample = DiagnosticRule(
        "no_sample", .settings, .warning, title: "A required field without a sample",
        explanation: """
            Previews, examples and derived tests fill required fields with their samples. Without one, nothing that \
            uses the field can be tried before an account has filled it in.
            """,
        wrong: .query("app = field.app", with: "field app \"App\" : text"),
        right: .query("app = field.app", with: "field app \"App\" : text sample \"acme\""))
}

extension Finding {
    static func noSample(field: String) -> Finding {
        Finding(
            .noSample, facts: ["field": field], "the required field '\(field)' has no sample",
            fix: .insertAfter(" sample \"SAMPLE\"", .hasPlaceholders, title: "write a sample behind its type"),
            "examples and previews fill required fields with their samples")
    }
}
