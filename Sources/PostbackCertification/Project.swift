public import PostbackCompiler
public import PostbackLanguage
public import PostbackTemplate

/// The schemas and partner files of one project, compiled together.
public struct Project: Sendable {
    /// What the schemas say.
    public var schema: CompiledSchema
    /// The macros and events.
    public var catalogue: MacroCatalogue { schema.catalogue }
    /// The partners that compiled, in the order of their ids.
    public var partners: [CompiledPartner]
    /// Every finding.
    public var diagnostics: [Diagnostic]
    /// Every source that was read.
    public var sources: [SourceFile]

    /// Compiles sources; `today`, as `2026-11-23`, is the day on which allowances are judged.
    public init(schemas: [SourceFile], partners files: [SourceFile], today: String? = nil) {
        let (schema, schemaDiagnostics) = CatalogueCompiler.compile(schemas)
        self.schema = schema
        sources = schemas + files
        diagnostics = schemaDiagnostics
        partners = []
        for (partner, diagnostics) in PartnerCompiler.compile(files, schema: schema, today: today) {
            self.diagnostics += diagnostics
            if let partner { partners.append(partner) }
        }
        partners.sort { $0.template.id < $1.template.id }
        diagnostics = diagnostics.sortedAndUnique()
    }
}
