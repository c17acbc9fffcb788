import PostbackLanguage

extension DiagnosticRule {
    static let totality: [DiagnosticRule] = [
        .mapNotTotal, .emptyMap, .emptyChoice, .mapNeverMatches, .unreachableElse, .unreachableBranch,
        .unreachableFallback, .constantCondition,
    ]

    static let mapNotTotal = DiagnosticRule(
        "map_not_total", .totality, title: "A map that leaves values open",
        explanation: """
            Say what every other value gives: skip, absent, or a value. A map from a choice needs no else when it has a \
            row for each of its values.
            """,
        wrong: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n}"),
        right: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n    else -> skip\n}"))

    static let emptyMap = DiagnosticRule(
        "empty_map", .totality, .warning, title: "A map without a row",
        explanation: "It gives the same for everything.",
        wrong: .query("kind = event.name | kinds", with: "map kinds {\n    else -> skip\n}"),
        right: .query("kind = event.name | kinds", with: "map kinds {\n    purchase -> \"1\"\n    else -> skip\n}"))

    static let emptyChoice = DiagnosticRule(
        "empty_choice", .totality, title: "A when value without a branch",
        explanation: "A choice between values has at least one condition. What none of them covers is else, or absent.",
        wrong: .query("kind = when { else -> \"1\" }"),
        right: .query("kind = when { revenue.amount is present -> \"paid\", else -> \"free\" }"))

    static let mapNeverMatches = DiagnosticRule(
        "map_never_matches", .totality, .warning, title: "A row of a map that never matches",
        explanation: """
            The value is written in another case before it gets to the map, or it is a choice without this value; so \
            the row is never used, and its event goes the way of else.
            """,
        wrong: .query(
            "kind = event.name | lowercase | kinds",
            with: "map kinds {\n    \"Boss Defeated\" -> \"1\"\n    else -> skip\n}"),
        right: .query(
            "kind = event.name | lowercase | kinds",
            with: "map kinds {\n    \"boss defeated\" -> \"1\"\n    else -> skip\n}"))

    static let unreachableElse = DiagnosticRule(
        "unreachable_else", .totality, .warning, title: "An else that is never reached",
        explanation: "The map has a row for every value of the choice it is used for. An absent value stays absent.",
        wrong: .query(
            "os = device.os | names", with: "map names {\n    ios -> \"i\"\n    android -> \"a\"\n    else -> skip\n}"),
        right: .query("os = device.os | names", with: "map names {\n    ios -> \"i\"\n    android -> \"a\"\n}"))

    static let unreachableBranch = DiagnosticRule(
        "unreachable_branch", .totality, .warning, title: "A branch that is never reached",
        explanation: "An earlier branch has the same condition, or one that always holds.",
        wrong: .query("os = when { device.os == \"ios\" -> \"i\", device.os == \"ios\" -> \"a\" }"),
        right: .query("os = when { device.os == \"ios\" -> \"i\", device.os == \"android\" -> \"a\" }"))

    static let unreachableFallback = DiagnosticRule(
        "unreachable_fallback", .totality, .warning, title: "A fallback that is never used",
        explanation:
            "What stands in front of ?? always has a value: a literal, a required field, or one with a default.",
        wrong: .query("source = \"mmp\" ?? mmp.name"), right: .query("source = mmp.name ?? \"mmp\""))

    static let constantCondition = DiagnosticRule(
        "constant_condition", .totality, .warning, title: "A condition that is always the same",
        explanation: "It compares literals, or asks whether something is present that always is.",
        wrong: .query("when \"a\" == \"a\" {\n    ip = device.ip\n}"), right: .query("ip = device.ip"))
}
