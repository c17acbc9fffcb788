import PostbackLanguage

extension DiagnosticRule {
    static let hostFromEvent = DiagnosticRule(
        "host_from_event", .request, title: "A host chosen by event data",
        explanation: "Whoever sends events could send the postback, with its credentials, anywhere.",
        wrong: endpoint("\"https://{geo.country}.partner.test\""),
        right: .postback(
            "GET s2s \"/install\"",
            with: "field region \"Region\" : choice(us, eu) = us\nendpoint s2s \"https://{field.region}.partner.test\"")
    )
}

extension Finding {
    static var hostFromEvent: Finding {
        Finding(
            .hostFromEvent, "event data can never choose a host", "use a field of type choice, label or host")
    }
}
