extension DiagnosticRule {
    static let wrongMark = DiagnosticRule(
        "wrong_mark", .syntax, title: "The wrong mark between two parts",
        explanation: """
            A line of a block is key = value; a row of a map or a branch is key -> value. Other languages write a colon
            or =>.
            """,
        wrong: .query("ip: device.ip"), right: .query("ip = device.ip"))
}

extension Finding {
    static func wrongMark(wanted: String, found: String) -> Finding {
        Finding(
            .wrongMark, facts: ["wanted": wanted, "found": found], "'\(wanted)' stands here, not '\(found)'",
            fix: .replace(wanted, .safe))
    }

    static func assignedBlock(word: String) -> Finding {
        Finding(
            .wrongMark, facts: ["word": word], "'\(word)' is a block, and no '=' stands in front of its brace",
            fix: .delete(.safe, title: "delete the '='"))
    }
}
