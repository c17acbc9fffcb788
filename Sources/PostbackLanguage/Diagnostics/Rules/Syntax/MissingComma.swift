extension DiagnosticRule {
    static let missingComma = DiagnosticRule(
        "missing_comma", .syntax, title: "A comma is missing",
        explanation: "Values of a list, arguments of a transform and the words of a choice have commas between them.",
        wrong: .query("ids = [device.idfa device.gaid] | join(\",\")"),
        right: .query("ids = [device.idfa, device.gaid] | join(\",\")"))
}

extension Finding {
    static var missingComma: Finding {
        Finding(
            .missingComma, "a comma is missing in front of this",
            fix: .insertBefore(", ", .safe, title: "write a comma in front of it"))
    }
}
