import PostbackCertification
import PostbackCompiler
public import PostbackLanguage
public import PostbackRuntime
public import PostbackTemplate

/// Compiles partners that a test writes in a few lines.
public enum SmallPartner {
    /// A partner file around a postback.
    public static func source(_ lines: String, name: String = "small") -> SourceFile {
        let header = """
            partner \(name) "Small"
            revision 1
            category test
            platforms ios, android
            documentation "https://partner.test/docs"
            endpoint api "https://api.partner.test"

            """
        return SourceFile(path: "Integrations/\(name).postback", text: header + lines + "\n")
    }

    /// A partner with one install postback that has these blocks.
    public static func postback(_ blocks: String, method: String = "GET", declarations: String = "") -> SourceFile {
        source("\(declarations)\npostback install {\n    \(method) api \"/i\"\n\(blocks)\n}")
    }

    /// Findings of a source, warnings about missing examples left out.
    public static func diagnostics(_ source: SourceFile) -> [Diagnostic] {
        PartnerCompiler.compile(source, schema: Repository.project.schema).diagnostics
            .filter { $0.rule.code != "no_example" && $0.rule.code != "amount_without_currency" }
    }

    /// The compiled partner of a source; nil when it does not compile.
    public static func template(_ source: SourceFile) -> PartnerTemplate? {
        PartnerCompiler.compile(source, schema: Repository.project.schema).partner?.template
    }

    /// Renders the first postback of a source for an event.
    public static func render(
        _ source: SourceFile, fields: [String: String] = [:], _ fill: (inout PostbackEvent) -> Void = { _ in }
    ) -> PostbackOutcome? {
        let (partner, diagnostics) = PartnerCompiler.compile(source, schema: Repository.project.schema)
        guard let partner, let postback = partner.template.postbacks.first else {
            print(DiagnosticPrinter(sources: [source]).print(diagnostics, as: .human))
            return nil
        }
        var event = PostbackEvent(catalogue: Repository.project.catalogue)
        event[.kind] = .text("install")
        fill(&event)
        let bound = try? BoundPostback(
            postback, of: partner.template, catalogue: Repository.project.catalogue, fields: fields)
        return bound?.render(event, context: ExampleRunner.context())
    }

    /// The URL of what `render` gives; nil for a skip.
    public static func url(
        _ source: SourceFile, fields: [String: String] = [:], _ fill: (inout PostbackEvent) -> Void = { _ in }
    ) -> String? {
        guard case .request(let request)? = render(source, fields: fields, fill) else { return nil }
        return request.url
    }
}
