import PostbackLanguage

extension DiagnosticRule {
    static let postbacks: [DiagnosticRule] = [
        .overlappingPostbacks, .unreachablePostback, .identicalRequests, .neverAvailable, .noExample,
        .amountWithoutCurrency, .incompletePair, .clickIDTwice,
    ]

    static let overlappingPostbacks = DiagnosticRule(
        "overlapping_postbacks", .postbacks, title: "Two postbacks for the same events",
        explanation: "The most specific postback is sent; two that are equally specific have no order.",
        wrong: .declarations("postback install {\n    GET api \"/a\"\n}\n\npostback install {\n    GET api \"/b\"\n}"),
        right: .declarations(
            "postback install on ios {\n    GET api \"/a\"\n}\n\npostback install on android {\n    GET api \"/b\"\n}"))

    static let unreachablePostback = DiagnosticRule(
        "unreachable_postback", .postbacks, .warning, title: "A postback that is never sent",
        explanation: "Every platform of the partner has a postback of its own for these events.",
        wrong: .declarations(
            """
            postback install {
                GET api "/a"
            }

            postback install on ios {
                GET api "/b"
            }

            postback install on android {
                GET api "/c"
            }
            """),
        right: .declarations(
            "postback install {\n    GET api \"/a\"\n}\n\npostback install on ios {\n    GET api \"/b\"\n}"))

    static let identicalRequests = DiagnosticRule(
        "identical_requests", .postbacks, .warning, title: "Two kinds of events that send the same request",
        explanation: """
            The partner counts both as one. A quarter of the templates in the field send opens as installs this way. \
            Send the name of the event, or another path.
            """,
        wrong: .declarations(
            "postback install {\n    GET api \"/i\"\n}\n\npostback session {\n    GET api \"/i\"\n}"),
        right: .declarations(
            "postback install {\n    GET api \"/i\"\n}\n\npostback session {\n    GET api \"/s\"\n}"))

    static let neverAvailable = DiagnosticRule(
        "never_available", .postbacks, title: "A macro that never exists here",
        explanation: "The macro belongs to a platform that this postback is not for.",
        wrong: .declarations(
            "postback install on ios {\n    GET api \"/i\"\n    query {\n        ifa = device.gaid\n    }\n}"),
        right: .declarations(
            "postback install on ios {\n    GET api \"/i\"\n    query {\n        ifa = device.idfa\n    }\n}"))

    static let noExample = DiagnosticRule(
        "no_example", .postbacks, .warning, title: "A postback without an example",
        explanation: """
            Examples are what certification rests on: the exact request that an event gives, checked by every \
            build.
            """,
        wrong: .declarations("postback install {\n    GET api \"/install\"\n}"),
        right: .declarations(
            """
            postback install {
                GET api "/install"
            }

            example "an install" {
                postback install
                given { sample ios }
                sends GET "https://api.partner.test/install"
            }
            """))

    static let amountWithoutCurrency = DiagnosticRule(
        "amount_without_currency", .postbacks, .warning, title: "An amount without its currency",
        explanation: """
            4.99 is not money. Partners that get no currency assume one, and reports are wrong by its rate.
            """,
        wrong: .query("value = revenue.amount"),
        right: .query("value = revenue.amount\ncurrency = revenue.currency"))

    static let incompletePair = DiagnosticRule(
        "incomplete_pair", .postbacks, .warning, title: "Half of a pair that belongs together",
        explanation: """
            The schema names macros that say something only together: a consent string and whether the regulation \
            applies, a privacy string and its sections. A partner that gets one of them has to guess.
            """,
        wrong: .query("gdpr_consent = privacy.tcf_string"),
        right: .query("gdpr = privacy.gdpr_applies | flag(\"1\", \"0\")\ngdpr_consent = privacy.tcf_string"))

    static let clickIDTwice = DiagnosticRule(
        "click_id_twice", .postbacks, .warning, title: "The click id in two parameters",
        explanation: """
            Partners join postbacks to clicks by one parameter. A second one is usually left from an older version of \
            the template, and hides that the first is misspelt.
            """,
        wrong: .query("click_id = click.id\nclickid = click.id"), right: .query("click_id = click.id"))
}
