import PostbackLanguage

extension DiagnosticRule {
    static let request: [DiagnosticRule] = [
        .missingRequest, .twoBodies, .bodyWithGet, .duplicateBlock, .separatorInPath, .separatorInKey,
        .pathWithoutSlash,
        .doubleSlash, .needsEncoding, .brokenEncoding, .pathMayBeAbsent, .badEndpoint, .hostFromEvent, .badHost,
        .openHost, .localHost, .plainHTTP, .uselessInsecure, .badHeaderName, .contentTypeMismatch, .foreignPlaceholder,
        .badCallback, .marksWithoutCallback,
    ]

    private static func endpoint(_ url: String) -> RuleExample {
        .postback("GET s2s \"/install\"", with: "endpoint s2s \(url)")
    }

    static let missingRequest = DiagnosticRule(
        "missing_request", .request, title: "A postback without a request line",
        explanation: "A postback says what is sent where.",
        wrong: .postback("query {\n    ip = device.ip\n}"),
        right: .postback("GET api \"/install\"\nquery {\n    ip = device.ip\n}"))

    static let twoBodies = DiagnosticRule(
        "two_bodies", .request, title: "Two bodies",
        explanation: "A request has one body: form, json or text.",
        wrong: .postback("POST api \"/install\"\njson {\n    ip = device.ip\n}\nform {\n    ip = device.ip\n}"),
        right: .postback("POST api \"/install\"\njson {\n    ip = device.ip\n}"))

    static let bodyWithGet = DiagnosticRule(
        "body_with_get", .request, title: "A body in a GET request",
        explanation: "Servers and proxies throw the body of a GET request away.",
        wrong: .postback("GET api \"/install\"\njson {\n    ip = device.ip\n}"),
        right: .postback("POST api \"/install\"\njson {\n    ip = device.ip\n}"))

    static let duplicateBlock = DiagnosticRule(
        "duplicate_block", .request, title: "A block that stands twice",
        explanation: "One block holds all lines of its kind, so that a key set twice is seen.",
        wrong: .postback("GET api \"/install\"\nquery {\n    ip = device.ip\n}\nquery {\n    os = device.os\n}"),
        right: .postback("GET api \"/install\"\nquery {\n    ip = device.ip\n    os = device.os\n}"))

    static let separatorInPath = DiagnosticRule(
        "separator_in_path", .request, title: "A separator typed into a path",
        explanation: """
            Question marks, ampersands and fragments are written by blocks, so that none is ever missing or \
            doubled.
            """,
        wrong: .postback("GET api \"/install?source=mmp\""),
        right: .postback("GET api \"/install\"\nquery {\n    source = \"mmp\"\n}"))

    static let separatorInKey = DiagnosticRule(
        "separator_in_key", .request, title: "A separator typed into a key",
        explanation: """
            A key with an ampersand or an equals sign is usually the rest of a template string that was cut in the \
            wrong place. The separators are written for every line.
            """,
        wrong: .query("\"ip&source\" = device.ip"), right: .query("ip = device.ip\nsource = \"mmp\""))

    static let pathWithoutSlash = DiagnosticRule(
        "path_without_slash", .request, title: "A path that does not start with a slash",
        explanation: "Without it the path would become a part of the host.",
        wrong: .postback("GET api \"install\""), right: .postback("GET api \"/install\""))

    static let doubleSlash = DiagnosticRule(
        "double_slash", .request, .warning, title: "An empty segment in a path",
        explanation: "Two slashes in a row make an empty segment, which most servers take for another path.",
        wrong: .postback("GET api \"/v1//install\""), right: .postback("GET api \"/v1/install\""))

    static let needsEncoding = DiagnosticRule(
        "needs_encoding", .request, title: "A literal that needs encoding",
        explanation: """
            Literal text in a URL is structure and stands as it is; spaces and letters outside ASCII cannot.
            """,
        wrong: .postback("GET api \"/my path\""), right: .postback("GET api \"/my%20path\""))

    static let brokenEncoding = DiagnosticRule(
        "broken_encoding", .request, title: "A percent sign that encodes nothing",
        explanation: "In a URL a percent sign is followed by two hexadecimal digits.",
        wrong: .postback("GET api \"/50%off\""), right: .postback("GET api \"/50%25off\""))

    static let pathMayBeAbsent = DiagnosticRule(
        "path_may_be_absent", .request, .warning, title: "A part of the path that may be absent",
        explanation: """
            A path with a missing part is never sent: the postback is skipped. Say that this is meant, by asking for \
            the value in front of the request line, or give it a fallback.
            """,
        wrong: .postback("GET api \"/devices/{device.idfa}\""),
        right: .postback("require any of device.idfa\nGET api \"/devices/{device.idfa}\""))

    static let badEndpoint = DiagnosticRule(
        "bad_endpoint", .request, title: "An endpoint that is no base URL",
        explanation: "An endpoint is a scheme and a host, with a path or without; nothing else stands in it.",
        wrong: endpoint("\"s2s.partner.test\""), right: endpoint("\"https://s2s.partner.test\""))

    static let hostFromEvent = DiagnosticRule(
        "host_from_event", .request, title: "A host chosen by event data",
        explanation: "Whoever sends events could send the postback, with its credentials, anywhere.",
        wrong: endpoint("\"https://{geo.country}.partner.test\""),
        right: .postback(
            "GET s2s \"/install\"",
            with: "field region \"Region\" : choice(us, eu) = us\nendpoint s2s \"https://{field.region}.partner.test\"")
    )

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

    static let localHost = DiagnosticRule(
        "local_host", .request, .warning, title: "A host that is not on the internet",
        explanation: "localhost, private addresses and names without a domain are left from a test.",
        wrong: endpoint("\"https://localhost:8080\""), right: endpoint("\"https://s2s.partner.test\""))

    static let plainHTTP = DiagnosticRule(
        "plain_http", .request, title: "Plain http",
        explanation: "Identifiers and credentials can be read on the way. Nearly every partner has https.",
        wrong: endpoint("\"http://s2s.partner.test\""), right: endpoint("\"https://s2s.partner.test\""))

    static let uselessInsecure = DiagnosticRule(
        "useless_insecure", .request, .warning, title: "An insecure that excuses nothing",
        explanation: """
            insecure marks a URL with plain http, or a line of a query that carries a secret. Anywhere else it hides \
            nothing and frightens the reader.
            """,
        wrong: .query("insecure ip = device.ip"), right: .query("ip = device.ip"))

    static let badHeaderName = DiagnosticRule(
        "bad_header_name", .request, title: "A header that a postback may not set",
        explanation: "Host, Content-Length and the headers of the connection belong to the transport.",
        wrong: .postback("GET api \"/install\"\nheaders {\n    Host = \"partner.test\"\n}"),
        right: .postback("GET api \"/install\"\nheaders {\n    X-Source = \"mmp\"\n}"))

    static let contentTypeMismatch = DiagnosticRule(
        "content_type_mismatch", .request, .warning, title: "A Content-Type that does not fit the body",
        explanation: "The header is written for every body. Set it only where the partner wants a special form of it.",
        wrong: .postback(
            "POST api \"/install\"\nheaders {\n    Content-Type = \"application/x-www-form-urlencoded\"\n}\njson {\n    ip = device.ip\n}"
        ),
        right: .postback("POST api \"/install\"\njson {\n    ip = device.ip\n}"))

    static let foreignPlaceholder = DiagnosticRule(
        "foreign_placeholder", .request, title: "Another platform's placeholder",
        explanation: """
            Copied templates keep their own placeholders. They are not replaced here, and the partner would \
            receive them literally.
            """,
        wrong: .query("ifa = \"${device_id}\""), right: .query("ifa = device.idfa"))

    static let badCallback = DiagnosticRule(
        "bad_callback", .request, title: "A callback that could lead anywhere",
        explanation: """
            A callback is the one case where data names a host. It holds a whole URL, and the hosts are listed: each a \
            host, or *. and a domain of at least two labels.
            """,
        wrong: .postback("GET click", with: "callback click from click.callback_url hosts \"*.test\""),
        right: .postback("GET click", with: "callback click from click.callback_url hosts \"*.partner.test\""))

    static let marksWithoutCallback = DiagnosticRule(
        "marks_without_callback", .request, title: "Marks without a callback",
        explanation: "Only the URL of a callback has marks to fill; in an endpoint's path a hole takes the value.",
        wrong: .postback("GET api \"/install\"\nmarks {\n    __TS__ = event.time | unix\n}"),
        right: .postback(
            "GET click\nmarks {\n    __TS__ = event.time | unix\n}",
            with: "callback click from click.callback_url hosts \"*.partner.test\""))
}
