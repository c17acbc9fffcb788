extension DiagnosticRule {
    static let fileTooLarge = DiagnosticRule(
        "file_too_large", .limits, title: "The file is too large",
        explanation: "A partner or schema file may have one mebibyte. Split it, or remove what was pasted by mistake.",
        wrong: .words("a file of two mebibytes"), right: .words("a file of twenty kibibytes"))
}

extension Finding {
    static func fileTooLarge(size: Int) -> Finding {
        Finding(
            .fileTooLarge, facts: ["size": size],
            "the file has \(size) bytes; at most \(SourceFile.maximumSize) are read")
    }
}
