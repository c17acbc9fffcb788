extension DiagnosticRule {
    static let tooManyDeclarations = DiagnosticRule(
        "too_many_declarations", .limits, title: "Too many declarations",
        explanation: "A file has at most 2,000 declarations. One file is one partner; no partner has a tenth of that.",
        wrong: .words("2,001 declarations in one file"), right: .words("the same in the files of several partners"))
}

extension Finding {
    static var tooManyDeclarations: Finding {
        Finding(
            .tooManyDeclarations, "the file has more than \(Parser.maximumDeclarations) declarations")
    }
}
