public import PostbackCompiler
public import PostbackTemplate

/// Finds what no example of a partner would notice: a place that can be changed while every example still passes.
public struct ExampleCoverage: Sendable {
    /// A place that no example watches.
    public struct Gap: Hashable, Sendable {
        /// `line`, `map row`, `branch` or `macro`.
        public var kind: String
        /// The place in words.
        public var description: String
        /// The line of the file, from 1, where it is known.
        public var line: Int?
    }

    /// The macros.
    public let catalogue: MacroCatalogue

    /// Creates a finder.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
    }

    /// Lines of a request that can be dropped without a failing example.
    public func unwatchedLines(_ partner: CompiledPartner) -> [Gap] {
        gaps(partner, .line, "line")
    }

    /// Rows of maps, branches and macros that no example reaches, each once.
    public func unreached(_ partner: CompiledPartner) -> [Gap] {
        let branches = gaps(partner, .mapRow, "map row") + gaps(partner, .branch, "branch")
        // A macro is reached when one of the places that use it is.
        let mutants = TemplateMutator.mutants(of: partner.template, .macro)
        let reached = Set(mutants.filter { !passes($0.template, partner) }.map(\.description))
        let unreached = Set(mutants.map(\.description)).subtracting(reached).sorted()
        return branches + unreached.map { Gap(kind: "macro", description: $0, line: nil) }
    }

    /// What is declared once for several events or postbacks is one place, which the examples of any of them watch.
    private func gaps(_ partner: CompiledPartner, _ kind: TemplateMutator.Kind, _ name: String) -> [Gap] {
        struct Declared: Hashable {
            /// The line of the file; the place where none is known.
            var line: Int?
            var place: SourcePlace?
            var description: String
        }
        var watched: Set<Declared> = []
        var order: [(declared: Declared, gap: Gap)] = []
        for mutant in TemplateMutator.mutants(of: partner.template, kind) {
            let line = partner.lines[mutant.place]
            let declared = Declared(
                line: line, place: line == nil ? mutant.place : nil, description: mutant.description)
            if passes(mutant.template, partner) {
                order.append((declared, Gap(kind: name, description: mutant.description, line: line)))
            } else {
                watched.insert(declared)
            }
        }
        var told: Set<Gap> = []
        return order.filter { !watched.contains($0.declared) }.map(\.gap).filter { told.insert($0).inserted }
    }

    /// Whether every example of the partner passes with a changed template.
    private func passes(_ template: PartnerTemplate, _ partner: CompiledPartner) -> Bool {
        let runner = ExampleRunner(catalogue: catalogue)
        return partner.examples.allSatisfy { runner.run($0, template).differences.isEmpty }
    }
}
