extension DiagnosticRule {
    static let assignmentInCondition = DiagnosticRule(
        "assignment_in_condition", .syntax, title: "A single equals sign in a condition",
        explanation: "One equals sign sets the value of a line; two compare.",
        wrong: .query("when device.os = \"ios\" {\n    ifa = device.idfa\n}"),
        right: .query("when device.os == \"ios\" {\n    ifa = device.idfa\n}"))
}

extension Finding {
    static var assignmentInCondition: Finding {
        Finding(
            .assignmentInCondition, "a condition compares with '==', not with '='", fix: .replace("==", .safe))
    }
}
