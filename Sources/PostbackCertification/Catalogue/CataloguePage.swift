public import PostbackTemplate

/// The page that lists all partners: category, revision, events, fields and what personal data leaves.
///
/// Markdown, the same for the same partner files.
public struct CataloguePage: Sendable {
    /// The name of its file.
    public static let fileName = "Partners.md"

    private let partners: [PartnerTemplate]
    private let catalogue: MacroCatalogue

    /// Creates the page of a set of partners.
    public init(partners: [PartnerTemplate], catalogue: MacroCatalogue) {
        self.partners = partners.sorted { $0.isListed(before: $1) }
        self.catalogue = catalogue
    }

    /// The page.
    public var text: String {
        var text = """
            # The partners

            The \(partners.count) certified partners: what they are told, what an account fills in, which personal data leaves.

            ## Overview

            This page is written by `postback generate catalogue` from the partner files; what it says of events is found out by rendering
            each kind of event and each standard event with every macro, once with the required fields and once with all. What each partner documents of its requests is
            in `Schemas/contracts`, each clause with its evidence, written apart from the partner files and held against everything that they
            render. Partner files are written from what the partners document; nobody has sent a request to a partner from here.

            | partner | id | category | revision | platforms | sent for |
            | --- | --- | --- | --- | --- | --- |

            """
        for partner in partners { text += row(partner) }
        for partner in partners { text += "\n" + section(partner) }
        return text
    }

    private func row(_ partner: PartnerTemplate) -> String {
        let cells = [
            Self.prose(partner.name), "`\(partner.id)`", Self.words(partner.category), "\(partner.revision)",
            partner.platforms.map(\.displayName).joined(separator: ", "),
            partner.kinds(among: catalogue).map(Self.words).joined(separator: ", "),
        ]
        return "| \(cells.joined(separator: " | ")) |\n"
    }

    private func section(_ partner: PartnerTemplate) -> String {
        var text = "### \(Self.prose(partner.name))\n\n"
        var head = "`\(partner.id)`, \(Self.words(partner.category)), revision \(partner.revision)"
        head += ", " + partner.platforms.map(\.displayName).joined(separator: " and ")
        text += "\(head): <\(partner.documentation)>\n\n"
        if let deprecation = partner.deprecation { text += "- Deprecated: \(Self.prose(deprecation))\n" }
        text += "- Events: \(SentEvents(of: partner, catalogue: catalogue).words)\n"
        text += "- Fields: \(fields(partner))\n"
        text += "- Personal data: \(disclosure(partner))\n"
        return text + withheld(partner)
    }

    private func fields(_ partner: PartnerTemplate) -> String {
        guard !partner.fields.isEmpty else { return "none" }
        return partner.fields.map { field in
            let need =
                field.isOptional ? "optional" : field.defaultValue.map { "`\($0)` if not given" } ?? "required"
            let facts = [need] + (field.isSecret ? ["secret"] : []) + (field.scope == .event ? ["per event"] : [])
            return "\(Self.prose(field.label)) `\(field.id)` (\(facts.joined(separator: ", ")))"
        }.joined(separator: "; ")
    }

    private func disclosure(_ partner: PartnerTemplate) -> String {
        var forms: [String: Set<String>] = [:]
        var macros: [String] = []
        var hosts: [String] = []
        for value in SentValue.all(of: partner, catalogue: catalogue) {
            if forms[value.macro] == nil { macros.append(value.macro) }
            forms[value.macro, default: []].insert(value.form)
            hosts += value.hosts.filter { !hosts.contains($0) }
        }
        guard !macros.isEmpty else { return "none" }
        let listed = macros.map { macro in "`\(macro)` \((forms[macro] ?? []).sorted().joined(separator: " and "))" }
        return listed.joined(separator: ", ") + "; to " + hosts.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// Postbacks that are not sent where personal data is withheld.
    private func withheld(_ partner: PartnerTemplate) -> String {
        let lines = partner.postbacks.compactMap { postback -> String? in
            let form = postback.reducedForm(of: partner, catalogue: catalogue)
            return form == .sent ? nil : "\(Self.prose(postback.id)) is \(form.words)"
        }
        return lines.isEmpty ? "" : "- Where personal data is withheld: \(lines.joined(separator: "; "))\n"
    }

    /// A name of a file as running text has it.
    static func words(_ name: String) -> String { name.split(separator: "_").joined(separator: " ") }

    /// Text of a partner file in running text: nothing of it is markup.
    private static func prose(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "\\`*_[]<>#|".contains(character) { result += "\\" }
            result.append(character)
        }
    }
}
