import PostbackLanguage

extension DiagnosticRule {
    static let unmaskedAttribution = DiagnosticRule(
        "unmasked_attribution", .settings, title: "A macro of the attribution that everyone is shown",
        explanation: """
            Partners that did not win an event are shown nothing of class attribution. Where at least half of a \
            namespace has that class, all of it has, or says with 'unmasked' why everyone may see it.
            """,
        wrong: .schema(
            "/// The campaign.\nmacro campaign.id : text class attribution\n\n/// Its name.\nmacro campaign.name : text"
        ),
        right: .schema(
            """
            /// The campaign.
            macro campaign.id : text class attribution

            /// Its name.
            macro campaign.name : text class attribution
            """))
}

extension Finding {
    static func unmaskedAttribution(macro: String, namespace: String) -> Finding {
        Finding(
            .unmaskedAttribution, facts: ["macro": macro, "namespace": namespace],
            "'\(macro)' would be shown to partners that did not win, unlike most of '\(namespace)'",
            "give it 'class attribution', or say why everyone may see it: unmasked \"REASON\"")
    }
}
