import PostbackSupport
import PostbackCompiler
import PostbackLanguage
import PostbackTemplate

extension Verb {
    private static let handbook = "The handbook, offline: what a code, a macro or a transform is."

    static let explain = Verb(
        name: "explain", summary: "Says what a diagnostic's code means, with a wrong and a right example.",
        usage: "[CODE]", options: [], example: "postback explain contact_in_clear",
        family: handbook
    ) { arguments in
        guard let code = arguments.operands.first else {
            let width = (DiagnosticRule.all + DiagnosticRule.breaking).map(\.code.count).max() ?? 0
            for category in DiagnosticCategory.allCases {
                list(DiagnosticRule.all.filter { $0.category == category }, category.rawValue, width)
            }
            for category in DiagnosticCategory.allCases {
                let rules = DiagnosticRule.breaking.filter { $0.category == category }
                list(rules, "edits: \(category.rawValue)", width)
            }
            return .success
        }
        guard let rule = DiagnosticRule.rule(code) ?? DiagnosticRule.breakingRule(code) else {
            throw UsageError.unknown("code", code, among: (DiagnosticRule.all + DiagnosticRule.breaking).map(\.code))
        }
        func indented(_ text: String) -> String {
            text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "\n" : "    \($0)\n" }
                .joined()
        }
        Terminal.print("\(rule.severity.rawValue) \(rule.code): \(rule.title)\n\n\(Help.wrapped(rule.explanation))\n\n")
        if DiagnosticRule.breakingRule(code) != nil {
            Terminal.print("before:\n\(indented(rule.right.text))\nafter:\n\(indented(rule.wrong.text))")
        } else {
            Terminal.print("wrong:\n\(indented(rule.wrong.text))\nright:\n\(indented(rule.right.text))")
        }
        return .success
    }

    /// Prints codes with their titles under a heading; nothing where there are none.
    private static func list(_ rules: [DiagnosticRule], _ heading: String, _ width: Int) {
        guard !rules.isEmpty else { return }
        Terminal.print("\(heading)\n")
        for rule in rules {
            let severity = Help.padded(rule.severity.rawValue, 7)
            Terminal.print("  \(Help.padded(rule.code, width))  \(severity)  \(rule.title)\n")
        }
    }

    static let macros = Verb(
        name: "macros", summary: "Searches the catalogue of macros, other platforms' spellings included.",
        usage: "[WORD]", options: [.project, .schemas], example: "postback macros gps_adid",
        family: handbook
    ) { arguments in
        let project = try ProjectFiles.load(arguments, paths: [], needsPartners: false, contracts: false)
        let word = arguments.operands.first?.lowercased()
        let found = project.catalogue.macros.filter { macro in
            guard let word else { return true }
            let texts =
                [macro.name, macro.summary, macro.classes.members.map(\.rawValue).joined(separator: " ")]
                + macro.spellings.map(\.text)
            return texts.contains { $0.lowercased().contains(word) }
        }
        guard !found.isEmpty else {
            let hint = Suggestion.nearest(to: word ?? "", among: project.catalogue.macros.map(\.name))
            Terminal.error("no macro has '\(word ?? "")'" + (hint.map { "; did you mean '\($0)'?" } ?? "") + "\n")
            return .findings
        }
        for macro in found { Terminal.print(describe(macro, inDetail: found.count <= 10)) }
        return .success
    }

    private static func describe(_ macro: MacroDefinition, inDetail: Bool) -> String {
        var text = "\(Help.padded(macro.name, 30)) \(Help.padded(macro.type.name, 12)) \(macro.summary)\n"
        guard inDetail else { return text }
        let classes = macro.classes.members.map(\.rawValue).joined(separator: ", ")
        if !classes.isEmpty { text += "    class      \(classes)\n" }
        if !macro.platforms.isEmpty {
            text += "    platforms  \(macro.platforms.map(\.displayName).joined(separator: ", "))\n"
        }
        if let sample = macro.sample { text += "    sample     \(sample)\n" }
        if !macro.spellings.isEmpty {
            text += "    elsewhere  " + macro.spellings.map { "\($0.vendor) \($0.text)" }.joined(separator: ", ") + "\n"
        }
        return text
    }

    static let transforms = Verb(
        name: "transforms", summary: "Lists the transforms of the language.", usage: "[WORD]", options: [],
        example: "postback transforms sha256", family: handbook
    ) { arguments in
        let word = arguments.operands.first?.lowercased()
        let found = TransformName.allCases.filter { word == nil || $0.rawValue.contains(word ?? "") }
        guard !found.isEmpty else {
            throw UsageError.unknown("transform", word ?? "", among: TransformName.allCases.map(\.rawValue))
        }
        for name in found {
            let definition = name.definition
            Terminal.print("\(Help.padded(name.call, 26)) \(definition.summary)  \(definition.example)\n")
        }
        return .success
    }
}
