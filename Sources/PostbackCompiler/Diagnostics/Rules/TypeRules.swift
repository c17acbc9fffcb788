import PostbackLanguage

extension DiagnosticRule {
    static let types: [DiagnosticRule] = [
        .cannotStand, .objectOutsideJSON, .transformInput, .transformArgument, .badDatePattern, .transformWithoutEffect,
        .notAList, .notABoolean, .cannotCompare, .mixedTypes, .impossibleValue, .unescapedMisplaced,
        .unescapedForbidden,
        .notLiteral, .numberTooLong, .requestTooEarly, .tooMuchWork,
    ]

    static let cannotStand = DiagnosticRule(
        "cannot_stand", .types, title: "A value that cannot stand here",
        explanation: """
            Every position takes certain types: a URL takes text and numbers, JSON also booleans, lists and \
            objects. A moment needs a format everywhere.
            """,
        wrong: .query("time = event.time"), right: .query("time = event.time | unix"))

    static let objectOutsideJSON = DiagnosticRule(
        "object_outside_json", .types, title: "A JSON object where text is wanted",
        explanation: "Plain braces are structure, and only JSON has it. In a query, json { … } sends it as text.",
        wrong: .query("user = { id = user.id }"), right: .query("user = json { id = user.id }"))

    static let transformInput = DiagnosticRule(
        "transform_input", .types, title: "A transform of the wrong type",
        explanation: "Every transform has a signature; the value piped in must fit it.",
        wrong: .query("time = event.time | sha256"), right: .query("time = event.time | unix"))

    static let transformArgument = DiagnosticRule(
        "transform_argument", .types, title: "Wrong arguments of a transform",
        explanation: "The handbook shows each transform's arguments: 'postback transforms'.",
        wrong: .query("model = device.model | truncate"), right: .query("model = device.model | truncate(40)"))

    static let badDatePattern = DiagnosticRule(
        "bad_date_pattern", .types, title: "A date pattern that cannot be read",
        explanation: "Date patterns are made of yyyy MM dd HH mm ss S and the marks between them.",
        wrong: .query("day = event.time | date(\"YYYY-MM-DD\")"),
        right: .query("day = event.time | date(\"yyyy-MM-dd\")"))

    static let transformWithoutEffect = DiagnosticRule(
        "transform_without_effect", .types, .warning, title: "A transform that changes nothing",
        explanation: """
            What it does is undone by the next one, or was done already. Often two of them stand in the wrong order: \
            hashes are computed over the text as it is at that step.
            """,
        wrong: .query("ifa = device.idfa | sha256 | lowercase"), right: .query("ifa = device.idfa | lowercase | sha256")
    )

    static let notAList = DiagnosticRule(
        "not_a_list", .types, title: "A for over something that is no list",
        explanation: "Only lists have elements.",
        wrong: .query("ids = [for item in device.ip: item] | join(\",\")"),
        right: .query("ids = [for item in event.items: item.id] | join(\",\")"))

    static let notABoolean = DiagnosticRule(
        "not_a_boolean", .types, title: "A condition that is neither true nor false",
        explanation: "Conditions compare values, ask whether one is present, or name a boolean.",
        wrong: .query("when device.ip {\n    ip = device.ip\n}"),
        right: .query("when device.ip is present {\n    ip = device.ip\n}"))

    static let cannotCompare = DiagnosticRule(
        "cannot_compare", .types, title: "A comparison of two types",
        explanation: "Values of different types never equal each other.",
        wrong: .query("when device.os == 5 {\n    ip = device.ip\n}"),
        right: .query("when device.os == \"ios\" {\n    ip = device.ip\n}"))

    static let mixedTypes = DiagnosticRule(
        "mixed_types", .types, title: "Values of two types in one place",
        explanation: "A fallback, and every branch of a when value, gives the same type as the others.",
        wrong: .json("ids = event.items ?? user.id"),
        right: .json("ids = [for item in event.items: item.id] | join(\",\") ?? user.id"))

    static let impossibleValue = DiagnosticRule(
        "impossible_value", .types, title: "A value that can never be",
        explanation: "A choice is one of a closed list of texts; it is compared with, or mapped from, something else.",
        wrong: .query("when device.os == \"windows\" {\n    ip = device.ip\n}"),
        right: .query("when device.os == \"android\" {\n    ip = device.ip\n}"))

    static let unescapedMisplaced = DiagnosticRule(
        "unescaped_misplaced", .types, title: "unescaped where it cannot be",
        explanation: "It says how a value is encoded, so it is the last step of a value in a URL or form.",
        wrong: .query("id = user.id | unescaped(\":\") | lowercase"),
        right: .query("id = user.id | lowercase | unescaped(\":\")"))

    static let unescapedForbidden = DiagnosticRule(
        "unescaped_forbidden", .types, title: "A character that can never be bare",
        explanation: "It frees single reserved characters of one value, and never one that separates.",
        wrong: .query("id = user.id | unescaped(\"&\")"), right: .query("id = user.id | unescaped(\":\")"))

    static let notLiteral = DiagnosticRule(
        "not_literal", .types, title: "A literal is needed",
        explanation: "Map rows, defaults and examples state values; they cannot compute them.",
        wrong: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> device.ip\n    else -> skip\n}"),
        right: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n    else -> skip\n}"))

    static let numberTooLong = DiagnosticRule(
        "number_too_long", .types, title: "A number of too many digits",
        explanation: "Numbers are exact and have at most 38 digits. A longer one is text: write it in quotes.",
        wrong: .query("a = 1234567890123456789012345678901234567890"), right: .query("a = 1234567890"))

    static let requestTooEarly = DiagnosticRule(
        "request_too_early", .types, title: "A part of the request that is not rendered yet",
        explanation: """
            A signature can only cover what has been rendered: the body is first, then path and query, then \
            headers.
            """,
        wrong: .query("sign = request.query | sha256"),
        right: .postback(
            "GET api \"/install\"\nquery {\n    ip = device.ip\n}\nheaders {\n    X-Sign = request.query | sha256\n}"))

    static let tooMuchWork = DiagnosticRule(
        "too_much_work", .limits, title: "A value that takes too much work",
        explanation: """
            What one event costs is bounded. A let that uses another one twice, and so on, doubles the work with every \
            step; a for inside a for multiplies it.
            """,
        wrong: .json("a = [for i in event.items: [for j in event.items: [for k in event.items: k.id]]]"),
        right: .json("a = [for i in event.items: i.id]"))
}
