public import PostbackCompiler
public import PostbackContract
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
    /// What partners document of the requests that they take, in the order of their ids.
    public var contracts: [Contract] = []
    /// Every finding.
    public var diagnostics: [Diagnostic]
    /// Every source that was read.
    public var sources: [SourceFile]

    /// Compiles sources; `today`, as `2026-11-23`, is the day on which allowances are judged.
    public init(
        schemas: [SourceFile], partners files: [SourceFile], contracts contractFiles: [SourceFile] = [],
        today: String? = nil
    ) {
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
        sources += contractFiles
        for source in contractFiles {
            let (contract, found) = ContractCompiler.compile(source, today: today)
            diagnostics += found
            guard let contract else { continue }
            contracts.append(contract)
            if !files.isEmpty, !files.contains(where: { $0.stem == contract.id }) {
                diagnostics.report(
                    .contractWithoutPartner(id: contract.id), file: source.path, range: SourceRange(0, 0))
            }
        }
        diagnostics = diagnostics.sortedAndUnique()
    }

    /// The contract of a partner.
    public func contract(of partner: String) -> Contract? { contracts.first { $0.id == partner } }
}
