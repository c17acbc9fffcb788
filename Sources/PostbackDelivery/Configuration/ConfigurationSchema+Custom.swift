import PostbackRuntime
import PostbackTemplate

extension ConfigurationSchema {
    /// A custom postback of an app. What stands in braces is checked by `ConfigurationDecoder` alone.
    var custom: JSONValue {
        let text = JSONValue.object([("type", .string("string"))])
        func list(_ description: String) -> JSONValue {
            .object([
                ("type", .string("array")), ("items", Self.name("A text.")), ("description", .string(description)),
            ])
        }
        func texts(_ description: String) -> JSONValue {
            .object([
                ("type", .string("object")), ("additionalProperties", text), ("description", .string(description)),
            ])
        }
        let bodies: [(key: String, value: JSONValue)] = [
            ("form", texts("A form, pair by pair.")),
            (
                "json",
                .object([
                    ("type", .array([.string("object"), .string("array")])),
                    ("description", .string("JSON; a text that is one value in braces is that value, a number too.")),
                ])
            ),
            ("text", Self.name("Text.")),
        ]
        return Self.object(
            [
                ("name", Self.name("The account's name for it.")),
                (
                    "on",
                    list(
                        "Kinds of events (\(catalogue.kinds.map(\.name).joined(separator: ", "))), names of in-app "
                            + "events, or event for every other in-app event.")
                ),
                (
                    "http_method",
                    Self.choice(RequestMethod.allCases.map(\.rawValue), "Default: GET, with a body POST.")
                ),
                (
                    "url",
                    Self.name("The whole URL, with values in braces: https://hooks.acme.example/in?cid={click.id}")
                ),
                ("headers", texts("Headers, with values in braces.")),
                (
                    "body",
                    .object([("oneOf", .array(bodies.map { Self.object([$0], required: [$0.key]) }))])
                ),
                ("when", Self.name("A condition that must hold: device.os == \"ios\"")),
                ("require", list("Values without which nothing is sent: click.id")),
                ("secrets", texts("Secrets, {field.NAME} in headers and bodies.")),
                (
                    "insecure",
                    .object([
                        ("type", .string("boolean")),
                        (
                            "description",
                            .string("Lets secrets stand in the query, and the URL be http. Default: false.")
                        ),
                    ])
                ),
                (
                    "network",
                    Self.name("The name that the attribution has for the receiver; without it that is the account.")
                ),
                (
                    "on_unknown",
                    Self.choice(
                        UnknownOutcomePolicy.allCases.map(\.rawValue),
                        "What becomes of an attempt whose outcome nobody knows. Default: resend.")
                ),
            ] + settings(DeliveryPolicy()), required: ["name", "on", "url"])
    }
}
