import PostbackLanguage

extension DiagnosticRule {
    static let nameOfFile = DiagnosticRule(
        "name_of_file", .settings, title: "Id and file name differ",
        explanation: "The id is the key in configurations and in generated code, so the file has the same name.",
        wrong: .file("partner sample_ads \"Sample\"\n" + header + "\n" + rest),
        right: .file("partner sample \"Sample\"\n" + header + "\n" + rest))
}

extension Finding {
    static func nameOfFile(declared: String, file: String) -> Finding {
        Finding(
            .nameOfFile, facts: ["declared": declared, "file": file],
            "the partner is called '\(declared)' but the file '\(file)'",
            fix: .replace(file, .needsLook), "the id and the file's name are the same, in lower case")
    }
}
