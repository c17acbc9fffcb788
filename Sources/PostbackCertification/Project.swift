public import PostbackCompiler
public import PostbackLanguage
public import PostbackTemplate

/// The schemas and partner files of one project, compiled together.
public struct Project: Sendable {
    /// The macros and events.
    public var catalogue: MacroCatalogue
    /// The partners that compiled, in the order of their ids.
    public var partners: [CompiledPartner]
    /// Every finding.
    public var diagnostics: [Diagnostic]
    /// Every source that was read.
    public var sources: [SourceFile]

    /// Compiles sources.
    public init(schemas: [SourceFile], partners files: [SourceFile]) {
        let (catalogue, schemaDiagnostics) = CatalogueCompiler.compile(schemas)
        self.catalogue = catalogue
        sources = schemas + files
        diagnostics = schemaDiagnostics
        partners = []
        for file in files {
            let (partner, diagnostics) = PartnerCompiler.compile(file, catalogue: catalogue)
            self.diagnostics += diagnostics
            if let partner { partners.append(partner) }
        }
        partners.sort { $0.template.id < $1.template.id }
        diagnostics = diagnostics.sortedAndUnique()
    }
}
