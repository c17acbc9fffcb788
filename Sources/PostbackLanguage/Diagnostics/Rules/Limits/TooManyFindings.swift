extension DiagnosticRule {
    static let tooManyFindings = DiagnosticRule(
        "too_many_findings", .limits, title: "More findings than are shown",
        explanation:
            "For one file the first 200 findings are shown. Usually the first ones are the cause of the others.",
        wrong: .words("a file with 1,000 mistakes"), right: .words("the file after the first ones are mended"))
}

extension Finding {
    static func tooManyFindings(left: Int) -> Finding {
        Finding(
            .tooManyFindings, facts: ["left": left],
            "there \(left == 1 ? "is one more finding" : "are \(left >= 800 ? "more than 800" : String(left)) more findings") from here on",
            "they are shown when those above are mended")
    }
}
