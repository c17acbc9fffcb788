import PostbackCertification
import PostbackCompiler
import PostbackDelivery
import PostbackLanguage
import PostbackTemplate

extension Verb {
    static let breaking = Verb(
        name: "breaking", summary: "Says what an edit does to those who already use the integrations.",
        usage: "--against DIR|BUNDLE|GIT-REF [PARTNER…] [--configuration FILE] [--fail-on CATEGORY]",
        options: [
            Option("--against", "WHAT", "what is in use: a project's folder, a bundle, or a revision of git"),
            Option("--configuration", "FILE", "name the accounts' configurations that break; repeatable"),
            Option(
                "--fail-on", "CATEGORY", "fail for these only: configuration, request, delivery, …; repeatable"),
            Option("--format", "FORMAT", "human, line, json, github or sarif"), .project, .schemas,
        ],
        example: "postback breaking --against main"
    ) { arguments in
        let format = try arguments.format()
        let failing = try arguments.failingCategories()
        let edit = try Edit(arguments)
        guard var edit else { return .findings }
        let broken = try edit.apply(arguments.values("--configuration"))
        let diagnostics = edit.report.entries.map(\.diagnostic)
        let counts = diagnostics.count { failing.contains($0.rule.category) }
        let isBroken = broken && failing.contains(.configuration)
        let status: ExitStatus = counts == 0 && !isBroken ? .success : .findings
        let printer = DiagnosticPrinter(
            sources: edit.sources, isColoured: Terminal.isErrorColoured && format == .human)
        let text = printer.print(diagnostics, as: format)
        switch format {
        case .json, .sarif: Terminal.print(text, status: status)
        case .human, .line, .github: if !diagnostics.isEmpty { Terminal.error(text) }
        }
        if format == .human { Terminal.print(edit.summary, status: status) }
        return status
    }
}

extension Arguments {
    /// The categories of findings for which a call fails; all of them where none is named.
    fileprivate func failingCategories() throws -> Set<DiagnosticCategory> {
        let all = Set(DiagnosticRule.breaking.map(\.category))
        let named = try values("--fail-on").flatMap { $0.split(separator: ",") }.map { name in
            guard let category = DiagnosticCategory(rawValue: String(name)), all.contains(category) else {
                throw UsageError.unknown("category", String(name), among: all.map(\.rawValue).sorted())
            }
            return category
        }
        return named.isEmpty ? all : Set(named)
    }
}

/// An edit of integrations that are in use.
struct Edit {
    var report: BreakingReport
    /// The files of both sides, for the findings' excerpts.
    let sources: [SourceFile]
    let former: FormerIntegrations
    let project: Project

    /// Reads what `--against` names and the project; nil where the project has errors, which are printed.
    init?(_ arguments: Arguments) throws {
        guard let against = arguments.value("--against") else {
            throw UsageError("--against says what is in use: a project's folder, a bundle, or a revision of git")
        }
        project = try ProjectFiles.load(arguments, paths: [])
        let names = arguments.operands
        let stems = project.sources.filter { $0.path.hasSuffix(".postback") }.map(\.stem)
        var files: [SourceFile]
        (former, files) = try FormerIntegrations.load(against, arguments)
        for name in names where !stems.contains(name) && !former.partners.contains(where: { $0.id == name }) {
            throw UsageError.unknown("partner", name, among: stems)
        }
        guard project.reportErrors(of: Set(names.isEmpty ? stems : names)) else { return nil }
        report = BreakingReport(project, against: former, partners: names)
        // Findings name files of the project; those of a folder with the same names are only looked at.
        let own = Set(project.sources.map(\.path))
        files.removeAll { own.contains($0.path) }
        sources = project.sources + files
    }

    /// What was compared, and what was found, in a line.
    var summary: String {
        let all = report.entries.map(\.diagnostic)
        let categories = DiagnosticCategory.allCases.compactMap { category -> String? in
            let count = all.count { $0.rule.category == category }
            return count == 0 ? nil : "\(count) \(category.rawValue)"
        }
        let found = categories.isEmpty ? "nothing changes" : categories.joined(separator: ", ")
        let silent = report.withoutEffect == 0 ? "" : " (\(Help.count(report.withoutEffect, "edit")) without effect)"
        return "\(Help.count(report.compared.count, "partner")) compared: \(found)\(silent)\n"
    }

    /// Notes with each finding which accounts it reaches; prints which configurations are refused, and says whether there are any.
    mutating func apply(_ paths: [String]) throws -> Bool {
        var isBroken = false
        for path in paths {
            let bytes = try Verb.configuration(path)
            let before = ConfigurationDecoder(partners: former.partners, catalogue: project.catalogue)
            let accounts: [AccountConfiguration]
            do throws(ConfigurationProblems) {
                accounts = try before.decode(bytes)
            } catch {
                Verb.report(path, error.problems, warnings: [])
                throw ToolError("'\(path)' is no configuration of what is in use")
            }
            note(path, accounts)
            do throws(ConfigurationProblems) {
                let now = ConfigurationDecoder(partners: project.partners.map(\.template), catalogue: project.catalogue)
                _ = try now.decode(bytes)
            } catch {
                isBroken = true
                Verb.report(path, error.problems, warnings: [])
            }
        }
        return isBroken
    }

    private mutating func note(_ path: String, _ accounts: [AccountConfiguration]) {
        for index in report.entries.indices {
            let entry = report.entries[index]
            var users: [String] = []
            for account in accounts {
                for app in account.apps {
                    guard let partner = app.partners.first(where: { $0.custom == nil && $0.partner == entry.former })
                    else { continue }
                    guard entry.formerPostbacks.isEmpty || reaches(entry, partner, app) else { continue }
                    users.append("account '\(account.account)', app '\(app.id)'")
                }
            }
            guard !users.isEmpty else { continue }
            let rest = users.count > 5 ? ", and \(users.count - 5) more" : ""
            report.note("used in \(path) by \(users.prefix(5).joined(separator: "; "))\(rest)", at: index)
        }
    }

    /// Whether an account sends one of the postbacks of a finding.
    private func reaches(
        _ entry: BreakingReport.Entry, _ partner: PartnerConfiguration, _ app: AppConfiguration
    ) -> Bool {
        guard let template = former.partners.first(where: { $0.id == partner.partner }) else { return false }
        let kinds = Set(project.catalogue.kinds.map(\.name))
        return partner.postbacks.contains { name, settings in
            let isKind = kinds.contains(name)
            let postback = template.postback(
                kind: isKind ? name : PostbackTrigger.eventKind, name: isKind ? nil : name, platform: app.platform)
            return settings.status == .active && postback.map { entry.formerPostbacks.contains($0.id) } == true
        }
    }
}
