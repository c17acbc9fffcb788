import Foundation
import PostbackCertification
import PostbackLanguage
import TestSupport
import Testing

@Suite("Pages of the catalogue")
struct CataloguePagesTests {
    private static let today = "2026-11-27"

    private func pages(_ project: Project, comparisons: [CataloguePages.Comparison] = []) -> [(
        name: String, text: String
    )] {
        let reports = project.partners.map { CertificationReport($0, in: project, today: Self.today) }
        return CataloguePages(project, reports: reports, comparisons: comparisons).files
    }

    private func project(_ names: String..., edit: (SourceFile) -> SourceFile = { $0 }) -> Project {
        Project(
            schemas: Repository.schemas, partners: Repository.partners.filter { names.contains($0.stem) }.map(edit),
            contracts: Repository.contracts.filter { names.contains($0.stem) }, today: Self.today)
    }

    @Test("lead to each other and to nowhere else, and are the same every time")
    func links() throws {
        let project = project("unity", "taboola", "meta")
        let files = pages(project)
        #expect(files.count == 10)
        let names = Set(files.map(\.name))
        for (name, text) in files where name.hasSuffix(".html") {
            let folder = name.contains("/") ? "partners" : ""
            for match in text.matches(of: /(?:href|src)="([^"#]+)"/) {
                let address = String(match.1)
                if address.hasPrefix("https://") {
                    #expect(text.contains("href=\"\(address)\" rel=\"noreferrer\""))
                    continue
                }
                let path = URL(fileURLWithPath: "/" + folder).appending(path: address).standardizedFileURL.path
                    .dropFirst()
                #expect(names.contains(String(path)), "\(name) leads to \(address)")
            }
        }
        #expect(pages(project).map(\.text) == files.map(\.text))
    }

    @Test("have as text whatever stands in partner files")
    func escaping() throws {
        let hostile = "<script>alert(1)</script>&amp;'<b onclick=x>"
        let project = project("unity") { source in
            SourceFile(
                path: source.path,
                text: source.text.replacing("\"Unity Ads\"", with: "\"\(hostile)\"")
                    .replacing("\"Game ID\"", with: "\"\(hostile)\"")
                    .replacing("Unity Dashboard >", with: "\(hostile) >"))
        }
        #expect(project.partners.count == 1)
        for (name, text) in pages(project) where name.hasSuffix(".html") {
            #expect(
                !text.contains("<script>alert") && !text.contains("<b "))
        }
        let own = pages(project).first { $0.name == "partners/unity.html" }?.text ?? ""
        #expect(own.contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&#39;&lt;b onclick=x&gt;"))
    }

    @Test("say what is filled in, what is sent with whose bytes, what leaves and what is proved")
    func content() throws {
        let page = try #require(pages(project("unity")).first { $0.name == "partners/unity.html" }).text
        #expect(page.contains("Unity Dashboard &gt; Acquire &gt; Apps"))
        #expect(page.contains("games/<span class=\"field\" title=\"field.game_id\">1234567</span>/install"))
        #expect(page.contains("<span class=\"good\">certified</span>"))
        #expect(page.contains("device.gamer_id") && page.contains("raw"))
        #expect(page.contains("This is revision 1."))
        let meta = try #require(pages(project("meta_capi")).first { $0.name == "partners/meta_capi.html" }).text
        #expect(!meta.contains("EAAt0k3n") && meta.contains("Bearer <span class=\"field\""))
        let files = pages(project("admitad", "x_ads"))
        let macros = try #require(files.first { $0.name == "macros.html" }).text
        for name in ["event.items.price", "click.parameter.*"] {
            let row = macros.components(separatedBy: "<tr>").first { $0.contains("<code>\(name)</code>") } ?? ""
            #expect(row.contains("admitad.html"), "\(name)")
        }
        #expect(files.first { $0.name == "partners/x_ads.html" }?.text.contains("not sent") == false)
    }

    @Test("say what has changed since an older state")
    func changes() throws {
        let before = project("unity")
        let after = project("unity") { source in
            SourceFile(
                path: source.path,
                text: source.text.replacing("revision 1", with: "revision 2").replacing(
                    "ts = event.time | unix\n", with: "ts = event.time | unix_ms\n"))
        }
        let former = FormerIntegrations(before)
        let comparison = CataloguePages.Comparison(
            name: "v1", BreakingReport(after, against: former), former: former)
        let page = try #require(pages(after, comparisons: [comparison]).first { $0.name == "partners/unity.html" }).text
        #expect(page.contains("Since v1: revision 1 to 2"))
        #expect(page.contains("<li>request: "))
        let same = CataloguePages.Comparison(name: "v1", BreakingReport(before, against: former), former: former)
        let unchanged = pages(before, comparisons: [same]).first { $0.name == "partners/unity.html" }?.text ?? ""
        #expect(unchanged.contains("Since v1, revision 1, nothing has changed that has an effect"))
    }

    @Test("are valid HTML, as tidy sees it", .enabled(if: Tool("tidy") != nil))
    func valid() throws {
        let tidy = try #require(Tool("tidy"))
        for (name, text) in pages(project("unity", "meta_capi", "taboola")) where name.hasSuffix(".html") {
            // It is of the time before WAI-ARIA 1.0 was finished.
            let result = try tidy.run(["-q", "-e", "-utf8", "--warn-proprietary-attributes", "no"], input: text)
            #expect(result.status == 0 && result.errors.isEmpty, "\(name): \(result.errors)")
        }
    }
}
