import PostbackCompiler
import PostbackTemplate

/// The page of one partner.
struct PartnerPage {
    private let compiled: CompiledPartner
    private let pages: CataloguePages
    private var partner: PartnerTemplate { compiled.template }
    private var report: CertificationReport? { pages.reports[partner.id] }

    init(_ partner: CompiledPartner, of pages: CataloguePages) {
        compiled = partner
        self.pages = pages
    }

    /// The page.
    var text: String {
        PageFrame.page(
            partner.name, file: "partners/\(partner.id).html", depth: 1,
            [summary, fields, events, requests, disclosure, limits, changes, proofs])
    }

    private static func facts(_ facts: [(String, HTML)]) -> HTML {
        .element("dl", .group(facts.flatMap { [HTML.element("dt", .text($0.0)), HTML.element("dd", $0.1)] }))
    }

    private var summary: HTML {
        var facts: [(String, HTML)] = [
            ("Id", .code(partner.id)), ("Category", .text(CataloguePage.words(partner.category))),
            ("Platforms", .text(partner.platforms.map(\.displayName).joined(separator: ", "))),
            ("Revision", .text("\(partner.revision)")),
            ("Documentation", .link(partner.documentation, .text(partner.documentation))),
            ("Verdict", CataloguePages.verdict(report)),
        ]
        if let deprecation = partner.deprecation { facts.append(("Deprecated", .text(deprecation))) }
        for interface in report?.interfaces ?? [] {
            let end = interface.until.map { "until \($0)" } ?? "no last day known"
            facts.append(("Interface", .group([.code(interface.url.filter { $0 != "\"" }), .text(", \(end)")])))
        }
        return Self.facts(facts)
    }

    private var fields: HTML {
        let rows = partner.fields.map { field -> [HTML] in
            var need = field.isRequired ? "required" : "optional"
            if let value = field.defaultValue { need = "\(value) if not given" }
            if field.scope == .event { need += ", for each postback" }
            if field.isSecret { need += ", secret" }
            let form = [
                field.pattern.map { "matches \($0)" },
                field.length.map { "\($0.lowerBound) to \($0.upperBound) characters" },
                field.deprecation.map { "deprecated: \($0)" },
            ].compactMap(\.self)
            return [
                .text(field.label), .code(field.id), .text(([field.type.name] + form).joined(separator: ", ")),
                .text(need), field.isSecret ? .text("not shown") : field.sample.map { HTML.code($0) } ?? .text(""),
                .text(field.help ?? ""),
            ]
        }
        return PageFrame.section(
            "fields", "What an account fills in",
            rows.isEmpty
                ? .element("p", .text("Nothing."))
                : .table(
                    caption: "Network-specific fields of \(partner.name)",
                    ["Field", "Id", "Form", "Need", "Sample", "Where it is found"], rows))
    }

    private var events: HTML {
        PageFrame.section(
            "events", "What it is told",
            .element("p", .prose(SentEvents(of: partner, catalogue: pages.catalogue).words)))
    }

    private var disclosure: HTML {
        let values = SentValue.all(of: partner, catalogue: pages.catalogue)
        let rows = values.map { value -> [HTML] in
            [
                .code(value.macro), .text(value.classes.joined(separator: ", ")), .text(value.form),
                .code(value.postback), .text("\(value.position) \(value.key)"),
                .list(value.hosts.map(HTML.code)), .list(value.conditions.map(HTML.code), separator: "; "),
            ]
        }
        let reduced = partner.postbacks.map { postback -> [HTML] in
            [.code(postback.id), .text(postback.reducedForm(of: partner, catalogue: pages.catalogue).words)]
        }
        return PageFrame.section(
            "disclosure", "Personal data that leaves",
            rows.isEmpty
                ? .element("p", .text("None."))
                : .table(
                    caption: "Personal data that \(partner.name) is sent",
                    ["Macro", "Class", "Form", "Postback", "Place", "To", "Where"], rows),
            .table(
                caption: "What becomes of postbacks when personal data is withheld",
                ["Postback", "When it is withheld"],
                reduced))
    }

    private var limits: HTML {
        PageFrame.section(
            "delivery", "Delivery and limits",
            .element("ul", .group(TemplateOutline.delivery(partner.delivery).map { HTML.element("li", .text($0)) })))
    }

    private var changes: HTML {
        let sections = pages.comparisons.compactMap { comparison -> HTML? in
            guard let revision = comparison.revisions[partner.id] else {
                return .element("p", .text("New since \(comparison.name)."))
            }
            let found = comparison.changes[partner.id] ?? []
            let since =
                revision == partner.revision ? "revision \(revision)" : "revision \(revision) to \(partner.revision)"
            guard !found.isEmpty else {
                return .element(
                    "p",
                    .text(
                        "Since \(comparison.name), \(since), nothing has changed that has an effect on requests or accounts."
                    ))
            }
            let items = found.map { change in
                HTML.element("li", .text("\(change.rule.category.rawValue): \(change.message)"))
            }
            return .group([
                .element("h3", .text("Since \(comparison.name): \(since)")),
                .element("ul", .group(items)),
            ])
        }
        guard !sections.isEmpty else {
            return PageFrame.section(
                "changes", "Revisions", .element("p", .text("This is revision \(partner.revision).")))
        }
        return PageFrame.section("changes", "Revisions", .group(sections))
    }

    private var proofs: HTML {
        guard let report else { return .group([]) }
        var facts: [(String, HTML)] = [
            ("Examples", .text("\(report.examples)")), ("Derived requests", .text("\(report.derived)")),
            (
                "Coverage",
                .text(report.unreached.isEmpty ? "everything is reached" : "\(report.unreached.count) not reached")
            ),
            ("Changes", .text("\(report.mutants) tried, \(report.survivors.count) that no example notices")),
        ]
        if let contract = report.contract {
            let evidence = contract.evidence.keys.sorted().map { "\(contract.evidence[$0] ?? 0) \($0)" }
            let exercised = contract.clauses - contract.unexercised.count
            facts.append(
                (
                    "Contract",
                    .text(
                        "\(contract.clauses) clauses, \(exercised) of them exercised (\(evidence.joined(separator: ", "))), \(contract.violations.count) not kept, oldest evidence read \(contract.oldest)"
                    )
                ))
        } else {
            facts.append(("Contract", .text("none: nothing of the partner's own stands against it")))
        }
        for allowance in report.allowances {
            facts.append(
                (
                    "Allowed",
                    .group([.code(allowance.code), .text(" until \(allowance.until): \(allowance.reason)")])
                ))
        }
        let wrong = report.failures + report.survivors + (report.contract?.violations ?? [])
        return PageFrame.section(
            "proofs", "What is proved", Self.facts(facts),
            wrong.isEmpty
                ? .group([]) : .element("ul", .group(wrong.map { HTML.element("li", ["class": "bad"], .text($0)) })))
    }

    private var requests: HTML {
        let samples = SampleRequests(compiled, catalogue: pages.catalogue)
        let parts = partner.postbacks.map { RequestView($0, samples.request(of: $0)).html }
        return PageFrame.section(
            "requests", "Its requests",
            .element(
                "p",
                .text(
                    "With samples, and values of its examples where there are none; secrets are not shown. What an account fills in is "
                ),
                .element("span", ["class": "field"], .text("a field")), .text(", what an event carries "),
                .element("span", ["class": "macro"], .text("a macro")), .text(", what is made of it "),
                .element("span", ["class": "transform"], .text("computed")), .text(", and the rest is the file's own.")),
            .group(parts))
    }
}
