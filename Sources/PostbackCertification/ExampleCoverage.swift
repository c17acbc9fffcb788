public import PostbackCompiler
import PostbackTemplate

/// Finds what no example of a partner would notice: a place that can be changed while every example still passes.
public struct ExampleCoverage: Sendable {
    /// A place that no example watches.
    public struct Gap: Hashable, Sendable {
        /// `map row`, `branch` or `macro`.
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

    /// Rows of maps, branches and macros that no example reaches, each once.
    public func unreached(_ partner: CompiledPartner) -> [Gap] {
        let run = MutantRun(catalogue: catalogue)
        let places = [(TemplateMutator.Kind.mapRow, "map row"), (.branch, "branch")].flatMap { kind, name in
            run.changes(partner, [kind]).places.filter { !$0.isNoticed }.map {
                Gap(kind: name, description: $0.place.description, line: $0.place.line)
            }
        }
        // A macro is reached when one of the places that use it is.
        let macros = run.changes(partner, [.macro]).places
        let reached = Set(macros.filter(\.isNoticed).map(\.place.description))
        let unreached = Set(macros.map(\.place.description)).subtracting(reached).sorted()
        var told: Set<Gap> = []
        return (places + unreached.map { Gap(kind: "macro", description: $0, line: nil) })
            .filter { told.insert($0).inserted }
    }
}
