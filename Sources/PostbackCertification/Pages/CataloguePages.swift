public import PostbackLanguage
import PostbackCompiler
import PostbackTemplate

/// The catalogue as a site of static pages: one for each partner, and indexes of what they have in common.
///
/// The pages can be read without a script; with one, tables can be searched. They load nothing from elsewhere, and everything that comes from
/// a partner file is text on them. The same project, on the same day, gives the same pages.
public struct CataloguePages: Sendable {
    /// What an edit did, since an older state of the project.
    public struct Comparison: Sendable {
        /// The older state as its user named it: a folder, a bundle, a revision of git.
        public var name: String
        /// Its revisions, by the ids of the partners.
        public var revisions: [String: Int]
        /// What has changed since, by the ids of the partners.
        public var changes: [String: [Diagnostic]]

        /// Creates a comparison of a project with an older state.
        public init(name: String, _ report: BreakingReport, former: FormerIntegrations) {
            self.name = name
            revisions = Dictionary(former.partners.map { ($0.id, $0.revision) }) { first, _ in first }
            changes = Dictionary(grouping: report.entries, by: \.partner).mapValues { $0.map(\.diagnostic) }
        }
    }

    /// What every page says of itself.
    public static let mark = "Written by postback generate pages from the partner files."

    let project: Project
    let partners: [CompiledPartner]
    let reports: [String: CertificationReport]
    let comparisons: [Comparison]
    var catalogue: MacroCatalogue { project.catalogue }

    /// Creates the pages of a project.
    ///
    /// - Parameters:
    ///   - project: the project, without errors.
    ///   - reports: what is proved of its partners.
    ///   - comparisons: what has changed since older states, the newest first.
    public init(_ project: Project, reports: [CertificationReport], comparisons: [Comparison] = []) {
        self.project = project
        partners = project.partners.sorted { $0.template.isListed(before: $1.template) }
        self.reports = Dictionary(reports.map { ($0.partner, $0) }) { first, _ in first }
        self.comparisons = comparisons
    }

    /// The files, by their paths below the folder that they are written to.
    public var files: [(name: String, text: String)] {
        var files = [
            (name: "index.html", text: overview), ("categories.html", categories), ("events.html", events),
            ("macros.html", macros), ("fields.html", fields), ("style.css", PageFiles.style),
            ("search.js", PageFiles.script),
        ]
        for partner in partners {
            let page = PartnerPage(partner, of: self)
            files.append(("partners/\(partner.template.id).html", page.text))
        }
        return files
    }

    /// A link to a partner's page.
    func link(_ partner: PartnerTemplate, depth: Int = 0) -> HTML {
        .link(String(repeating: "../", count: depth) + "partners/\(partner.id).html", .text(partner.name))
    }

    /// A verdict, in the colour of whether all is well; the word says it, too.
    static func verdict(_ report: CertificationReport?) -> HTML {
        guard let report else { return .text("not looked at") }
        let isGood = report.verdict == .certified || report.verdict == .selfConsistent
        return .element("span", ["class": isGood ? "good" : "bad"], .text(report.verdict.rawValue))
    }

    /// A box to search a table in, which a script shows.
    static func search(_ what: String, rows: String) -> HTML {
        .element(
            "div", ["class": "search", "role": "search", "data-rows": rows, "hidden": nil],
            .element("label", ["for": "\(rows)-search"], .text("Search \(what)")),
            .void("input", ["type": "search", "id": "\(rows)-search", "autocomplete": "off", "spellcheck": "false"]),
            .element("p", ["role": "status"]))
    }
}
