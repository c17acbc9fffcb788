import PostbackCompiler
import PostbackTemplate

extension CataloguePages {
    /// All partners.
    var overview: String {
        let rows = partners.map { partner -> [HTML] in
            let template = partner.template
            return [
                link(template), .code(template.id), .text(CataloguePage.words(template.category)),
                .text(template.platforms.map(\.displayName).joined(separator: ", ")),
                .text(template.kinds(among: catalogue).map(CataloguePage.words).joined(separator: ", ")),
                .text("\(template.revision)"),
                Self.verdict(reports[template.id]),
            ]
        }
        return PageFrame.page(
            "The partners", file: "index.html",
            [
                .element(
                    "p",
                    .text(
                        "\(partners.count == 1 ? "One partner" : "\(partners.count) partners"): what each is told, what an account fills in, which personal data leaves, and what is proved of it."
                    )),
                Self.search("the partners", rows: "partners"),
                .table(
                    caption: "The partners",
                    ["Partner", "Id", "Category", "Platforms", "Sent for", "Revision", "Verdict"],
                    rows, id: "partners"),
            ] + removed)
    }

    /// Partners that older states have and this one has not.
    private var removed: [HTML] {
        let now = Set(partners.map(\.template.id))
        return comparisons.compactMap { comparison in
            let gone = comparison.revisions.keys.filter { !now.contains($0) }.sorted()
            return gone.isEmpty
                ? nil : .element("p", .text("Gone since \(comparison.name): "), .list(gone.map(HTML.code)), .text("."))
        }
    }

    /// Partners by their categories.
    var categories: String {
        let groups = Dictionary(grouping: partners, by: \.template.category)
        let sections = groups.keys.sorted().map { category in
            PageFrame.section(
                "category-\(category)", CataloguePage.words(category),
                .element(
                    "ul",
                    .group((groups[category] ?? []).map { HTML.element("li", link($0.template)) })))
        }
        return PageFrame.page("Categories", file: "categories.html", sections)
    }

    /// Kinds of events and standard events, with the partners that have a postback for each.
    var events: String {
        func row(_ event: EventDefinition, _ told: (PostbackTrigger) -> Bool) -> [HTML] {
            let found = partners.filter { $0.template.postbacks.contains { told($0.trigger) } }
            return [.code(event.name), .text(event.label), .text(event.summary), links(found.map(\.template))]
        }
        let kinds = catalogue.kinds.map { kind in row(kind) { $0.isFor(kind: kind.name) } }
        let named = catalogue.events.map { event in
            row(event) { trigger in
                if case .events(let names) = trigger { names.contains(event.name) } else { false }
            }
        }
        return PageFrame.page(
            "Events", file: "events.html",
            [
                PageFrame.section(
                    "kinds", "Kinds of events",
                    .table(
                        caption: "Kinds of events", ["Kind", "Name", "When", "Partners with a postback for it"], kinds)),
                PageFrame.section(
                    "standard", "Standard in-app events",
                    .element(
                        "p",
                        .text(
                            "A partner with a postback for in-app events may be told of any of these; here are those with a postback of their own for it."
                        )),
                    Self.search("the events", rows: "standard-events"),
                    .table(
                        caption: "Standard in-app events",
                        ["Event", "Name", "When", "Partners with a postback of its own"],
                        named, id: "standard-events")),
            ])
    }

    /// Macros, with the partners whose requests have them.
    var macros: String {
        let used = Dictionary(uniqueKeysWithValues: partners.map { ($0.template.id, macros(of: $0.template)) })
        let rows = catalogue.macros.map { macro -> [HTML] in
            let found = partners.filter { used[$0.template.id]?.contains(macro.name) == true }
            let classes = macro.classes.members.map(\.rawValue).joined(separator: ", ")
            let spellings = macro.spellings.map { HTML.group([.text($0.vendor + " "), .code($0.text)]) }
            return [
                .code(macro.name), .text(macro.type.name), .text(macro.summary), .text(classes), .list(spellings),
                links(found.map(\.template)),
            ]
        }
        return PageFrame.page(
            "Macros", file: "macros.html",
            [
                .element(
                    "p", .text("What events carry, how other platforms write it, and the partners that look at it.")),
                Self.search("the macros", rows: "macros"),
                .table(
                    caption: "The macros", ["Macro", "Type", "What it is", "Class", "Elsewhere", "Partners"], rows,
                    id: "macros"),
            ])
    }

    /// Network-specific fields of all partners.
    var fields: String {
        let rows = partners.flatMap { partner in
            partner.template.fields.map { field -> [HTML] in
                [
                    .text(field.label), .code(field.id), link(partner.template), .text(field.type.name),
                    .text(field.isRequired ? "required" : "optional"), .text(field.help ?? ""),
                ]
            }
        }
        return PageFrame.page(
            "Fields", file: "fields.html",
            [
                .element("p", .text("What accounts fill in, for all partners.")),
                Self.search("the fields", rows: "fields"),
                .table(
                    caption: "Network-specific fields",
                    ["Field", "Id", "Partner", "Type", "Need", "Where it is found"],
                    rows, id: "fields"),
            ])
    }

    /// The macros that a partner's postbacks look at, entries of open maps as their maps.
    private func macros(of partner: PartnerTemplate) -> Set<String> {
        var names = Set(partner.macroNames.map { catalogue.openMap(of: $0)?.name ?? $0 })
        let lists = names.filter { catalogue.definition($0)?.type == .list(.item) }
        for node in partner.nodes {
            node.forEach { node in
                guard case .expression(.item(_, let property)) = node else { return }
                names.formUnion(lists.map { "\($0).\(property)" }.filter { catalogue.definition($0) != nil })
            }
        }
        return names
    }

    private func links(_ partners: [PartnerTemplate]) -> HTML {
        partners.isEmpty ? .text("none") : .list(partners.map { link($0) })
    }
}
