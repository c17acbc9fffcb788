import PostbackCertification
import PostbackDelivery
import PostbackLanguage
import PostbackTemplate

extension Verb {
    static let check = Verb(
        name: "check", summary: "Finds everything that can be known before an event exists.",
        usage: "[PATH…] [--configuration FILE] [--format FORMAT] [--fix] [--privacy]",
        options: [
            Option("--configuration", "FILE", "check an account's configuration against the partners; repeatable"),
            Option("--fix", nil, "make the edits that need no second look, and check again"),
            Option(
                "--privacy", nil, "show what personal data leaves, and which postbacks are sent when it is withheld"),
            Option("--format", "FORMAT", "human, line, json, github or sarif"), .project, .schemas,
        ],
        example: "postback check Integrations/unity.postback --format line"
    ) { arguments in
        let format = try arguments.format()
        var project = try ProjectFiles.load(arguments, paths: arguments.operands)
        if arguments.has("--fix") {
            // A mended line can show what its mistake had hidden; a few rounds find all of it.
            for _ in 0..<5 {
                let fixed = try ProjectFiles.fix(project, arguments)
                for (path, count) in fixed {
                    Terminal.error("\(path): \(Help.count(count, "edit")) made\n")
                }
                guard !fixed.isEmpty else { break }
                project = try ProjectFiles.load(arguments, paths: arguments.operands)
            }
        }
        let status: ExitStatus = project.diagnostics.isEmpty ? .success : .findings
        _ = project.report(as: format, isResult: true)
        let errors = project.diagnostics.count { $0.rule.severity == .error }
        let warnings = project.diagnostics.count - errors
        if arguments.has("--privacy") {
            // A program reads nothing but the findings.
            if format == .json || format == .sarif {
                Terminal.error(privacy(project))
            } else {
                Terminal.print(privacy(project), status: status)
            }
        }
        if format == .human {
            let files = project.sources.count { $0.path.hasSuffix(".postback") }
            let macros = project.catalogue.macros.count
            Terminal.print(
                [
                    Help.count(files, "partner file"), "\(Help.count(macros, "macro")): \(Help.count(errors, "error"))",
                    Help.count(warnings, "warning"),
                ].joined(separator: ", ") + "\n", status: status)
        }
        var isSound = true
        for path in arguments.values("--configuration") {
            if try !check(path, project) { isSound = false }
        }
        return project.diagnostics.isEmpty && isSound ? .success : .findings
    }

    /// Checks an account's configuration; whether nothing is to be said of it.
    private static func check(_ path: String, _ project: Project) throws -> Bool {
        let configuration = try configuration(path)
        var warnings: [ConfigurationProblem] = []
        do throws(ConfigurationProblems) {
            _ = try ConfiguredIntegrations(
                partners: project.partners.map(\.template), catalogue: project.catalogue,
                configuration: configuration, warnings: &warnings, now: .now)
            report(path, [], warnings: warnings)
            return warnings.isEmpty
        } catch {
            report(path, error.problems, warnings: warnings)
            return false
        }
    }

    /// What leaves with each postback, and what becomes of it when personal data is withheld.
    private static func privacy(_ project: Project) -> String {
        var text = ""
        for partner in project.partners.map(\.template) {
            text += "\(partner.name), revision \(partner.revision)\n"
            for postback in partner.postbacks {
                text += "  \(postback.id)\n"
                for form in [Disclosure.Form.raw, .hashed] {
                    let names = postback.disclosure.filter { $0.form == form }.map(\.macro)
                    if !names.isEmpty {
                        text += "    \(Help.padded(form.rawValue, 8)) \(names.joined(separator: ", "))\n"
                    }
                }
                text += "    withheld \(postback.reducedForm(of: partner, catalogue: project.catalogue).words)\n"
            }
        }
        return text
    }
}

extension Arguments {
    /// The format of findings that `--format` names; the human one if it is not given.
    func format() throws -> DiagnosticFormat {
        let name = value("--format") ?? DiagnosticFormat.human.rawValue
        guard let format = DiagnosticFormat(rawValue: name) else {
            throw UsageError.unknown("format", name, among: DiagnosticFormat.allCases.map(\.rawValue))
        }
        return format
    }
}
