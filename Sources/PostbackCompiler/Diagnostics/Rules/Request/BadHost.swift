import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let badHost = DiagnosticRule(
        "bad_host", .request, title: "A value that cannot be part of a host",
        explanation: "A field in a host has a type that is checked: a choice, a label, digits or a host.",
        wrong: .postback(
            "GET s2s \"/install\"",
            with: "field region \"Region\" : text sample \"us\"\nendpoint s2s \"https://{field.region}.partner.test\""),
        right: .postback(
            "GET s2s \"/install\"",
            with: "field region \"Region\" : label sample \"us\"\nendpoint s2s \"https://{field.region}.partner.test\"")
    )
}

extension Finding {
    static func badHost(type: ValueType) -> Finding {
        Finding(
            .badHost, facts: ["type": type], "a value of type \(type.name) cannot stand in a host",
            "use a field of type choice, label or host")
    }
}
