import PostbackLanguage

extension DiagnosticRule {
    static let openHost = DiagnosticRule(
        "open_host", .request, .warning, title: "A host that the account chooses freely",
        explanation: """
            With a field of type host, an account can send its postbacks, and what they disclose, anywhere. That is \
            right for white-labelled trackers, and certified with an allow that says so.
            """,
        wrong: .postback(
            "GET s2s \"/install\"",
            with: "field domain \"Domain\" : host sample \"track.acme.test\"\nendpoint s2s \"https://{field.domain}\""),
        right: .postback(
            "GET s2s \"/install\"",
            with: """
                field domain "Domain" : host sample "track.acme.test"

                allow open_host "White-labelled: every network has its own domain." until 2099-12-31
                endpoint s2s "https://{field.domain}"
                """))
}

extension Finding {
    static func openHost(field: String) -> Finding {
        Finding(
            .openHost, facts: ["field": field], "the field '\(field)' lets an account send to any host",
            "where a partner is white-labelled, allow this finding with the reason")
    }
}
