import PostbackLanguage

extension DiagnosticRule {
    static let unknownShared = DiagnosticRule(
        "unknown_shared", .names, title: "Nothing of that name to include",
        explanation: """
            Among the lines of a block, include names what a 'lines' declaration of the file holds; in a postback, what \
            a 'shared' declaration above it holds.
            """,
        wrong: .query("include devise", with: "lines device_ids {\n    ifa = device.idfa\n}"),
        right: .query("include device_ids", with: "lines device_ids {\n    ifa = device.idfa\n}"))
}

extension Finding {
    static func unknownShared(name: String, suggestion near: String?) -> Finding {
        Finding(
            .unknownShared, facts: ["name": name, "suggestion": near], "there is nothing to include called '\(name)'",
            did: near)
    }

    static func wrongInclude(name: String, isLines: Bool) -> Finding {
        isLines
            ? Finding(
                .unknownShared, facts: ["name": name], "'\(name)' holds lines of a block, not of a postback",
                "include it inside of a block")
            : Finding(
                .unknownShared, facts: ["name": name], "'\(name)' holds lines of a postback, not of a block",
                "include it in the postback itself")
    }

    static func includesItself(name: String) -> Finding {
        Finding(.unknownShared, facts: ["name": name], "the lines '\(name)' include themselves")
    }
}
