import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackTemplate

extension Verb {
    static let certify = Verb(
        name: "certify", summary: "Everything that is proved of an integration on one page, with a verdict.",
        usage: "[PARTNER…] [--json]",
        options: [Option("--json", nil, "print a JSON object for each partner"), .project, .schemas],
        example: "postback certify taboola"
    ) { arguments in
        let project = try ProjectFiles.load(arguments, partners: arguments.operands)
        let names = arguments.operands
        let known = project.partners.map(\.template.id)
        let stems = project.sources.filter { $0.path.hasSuffix(".postback") }.map(\.stem)
        for name in names where !known.contains(name) && !stems.contains(name) {
            throw UsageError.unknown("partner", name, among: known)
        }
        // What does not compile can be shown nothing of.
        let isSound = project.reportErrors(of: names.isEmpty ? Set(stems) : Set(names))
        var allHold = isSound
        let partners = project.partners.filter { names.isEmpty || names.contains($0.template.id) }
        try project.certify(partners) { report in
            if report.verdict != .certified { allHold = false }
            if arguments.has("--json") {
                try Terminal.print(json: report)
            } else {
                Terminal.print(page(report, isBrief: names.isEmpty))
            }
        }
        return allHold ? .success : .findings
    }

    /// The page of a partner; one line where all partners are asked for.
    private static func page(_ report: CertificationReport, isBrief: Bool) -> String {
        let head = "\(report.name) (\(report.partner)), revision \(report.revision): \(report.verdict.rawValue)\n"
        let wrong = report.failures + report.survivors.map { "no example fails with \($0)" }
        let problems = (wrong + (report.contract?.violations ?? [])).map { "    \($0)\n" }.joined()
        if isBrief { return head + problems }
        var text = head
        func line(_ name: String, _ value: String) { text += "  \(Help.padded(name, 14)) \(value)\n" }
        line("documentation", report.documentation)
        if let deprecation = report.deprecation { line("deprecated", deprecation) }
        for interface in report.interfaces {
            line(
                "interface",
                "\(interface.name) \(interface.url), \(interface.until.map { "until \($0)" } ?? "no last day known")")
        }
        line("examples", "\(report.examples)")
        line("derived", Help.count(report.derived, "request"))
        line(
            "changes",
            "\(report.mutants), \(report.survivors.isEmpty ? "all noticed or equal" : "\(report.survivors.count) not noticed")"
        )
        line("coverage", report.unreached.isEmpty ? "everything is reached" : "\(report.unreached.count) not reached")
        if let contract = report.contract {
            let kinds = contract.evidence.keys.sorted().map { "\(contract.evidence[$0] ?? 0) \($0)" }
            line("contract", "\(Help.count(contract.clauses, "clause")): \(kinds.joined(separator: ", "))")
            line("", "oldest evidence read \(contract.oldest), \(Help.count(contract.age, "day")) ago")
            line("", "\(contract.clauses - contract.unexercised.count) exercised, \(contract.unexercised.count) not")
        } else {
            line("contract", "none, so that nothing of the partner stands against the file")
        }
        for postback in report.postbacks {
            line("sends", postback.id)
            for value in postback.discloses {
                let condition = value.conditions.isEmpty ? "" : ", where \(value.conditions.joined(separator: " and "))"
                line(
                    "",
                    "\(value.macro) \(value.form) to \(value.hosts.joined(separator: ", ")), \(value.position) \(value.key)\(condition)"
                )
            }
            line("", "where personal data is withheld: \(postback.reduced)")
        }
        for setting in report.delivery { line("delivery", setting) }
        for allowance in report.allowances {
            line("allowed", "\(allowance.code) until \(allowance.until), line \(allowance.line): \(allowance.reason)")
        }
        return text + (problems.isEmpty ? "" : "  wrong\n" + problems)
    }
}
