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
        let schema = CatalogueCompiler.compile(schemas)
        self.init(
            schema: schema.schema, diagnostics: schema.diagnostics,
            partners: PartnerCompiler.compile(files, schema: schema.schema, today: today),
            contracts: contractFiles.map { ContractCompiler.compile($0, today: today) },
            sources: schemas + files + contractFiles, partnerFiles: files, contractFiles: contractFiles)
    }

    /// What compiling its files one by one gave, and what only all of them together show.
    ///
    /// - Parameters:
    ///   - schema: what the schemas say.
    ///   - schemaDiagnostics: the findings in them.
    ///   - partners: what came of each partner file, names that two of them share included.
    ///   - contracts: what came of each contract.
    ///   - sources: all files.
    ///   - partnerFiles: the partner files, in the order of `partners`.
    ///   - contractFiles: the contracts, in the order of `contracts`.
    package init(
        schema: CompiledSchema, diagnostics schemaDiagnostics: [Diagnostic],
        partners compiled: [(partner: CompiledPartner?, diagnostics: [Diagnostic])],
        contracts compiledContracts: [(contract: Contract?, diagnostics: [Diagnostic])],
        sources: [SourceFile], partnerFiles: [SourceFile], contractFiles: [SourceFile]
    ) {
        self.schema = schema
        self.sources = sources
        diagnostics = schemaDiagnostics
        partners = []
        for (partner, diagnostics) in compiled {
            self.diagnostics += diagnostics
            if let partner { partners.append(partner) }
        }
        partners.sort { $0.template.id < $1.template.id }
        let stems = Set(partnerFiles.map(\.stem))
        for (source, (contract, found)) in zip(contractFiles, compiledContracts) {
            diagnostics += found
            guard let contract else { continue }
            contracts.append(contract)
            if !stems.isEmpty, !stems.contains(contract.id) {
                diagnostics.report(
                    .contractWithoutPartner(id: contract.id), file: source.path, range: SourceRange(0, 0))
            }
        }
        diagnostics = diagnostics.sortedAndUnique()
    }

    /// The contract of a partner.
    public func contract(of partner: String) -> Contract? { contracts.first { $0.id == partner } }
}
