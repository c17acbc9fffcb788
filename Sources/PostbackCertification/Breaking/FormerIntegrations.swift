public import PostbackCompiler
public import PostbackTemplate

/// The integrations that somebody uses, with which an edit is compared.
public struct FormerIntegrations: Sendable {
    /// The compiled partners.
    public var partners: [PartnerTemplate]
    /// Their files, where they are known.
    public var files: [CompiledPartner]

    /// The macros and signals that they were compiled against, where they are known.
    public var catalogue: MacroCatalogue?

    /// Integrations of a bundle, whose files nobody has.
    public init(partners: [PartnerTemplate], catalogue: MacroCatalogue? = nil) {
        self.partners = partners
        self.catalogue = catalogue
        files = []
    }

    /// Integrations of a project.
    public init(_ project: Project) {
        partners = project.partners.map(\.template)
        files = project.partners
        catalogue = project.catalogue
    }
}
