public import PostbackCompiler
import PostbackRuntime
public import PostbackTemplate

/// Changes a partner's template in one place after the other, and demands an example that fails for each.
public struct MutantRun: Sendable {
    /// A change that no example notices.
    public struct Survivor: Hashable, Sendable {
        /// What was changed, in a few words.
        public var kind: String
        /// The place in words.
        public var description: String
        /// The line of the file, from 1, where it is known.
        public var line: Int?
    }

    /// What was found.
    public struct Result: Sendable {
        /// The number of changes.
        public var count = 0
        /// Those that no example notices, each place once.
        public var survivors: [Survivor] = []
        /// Allowances of lines whose changes are all noticed.
        public var needless: [EqualChange] = []
    }

    /// The macros.
    public let catalogue: MacroCatalogue

    /// Creates a run.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
    }

    /// One example with what stays the same for every change.
    private struct Case {
        var example: CertificationExample
        var event: PostbackEvent
        var fields: [String: String]
        var context: RenderContext
        /// The place of its postback in the template.
        var postback: Int
    }

    /// A place of the file that was changed: what is declared once for several events or postbacks is one, which the
    /// examples of any of them watch.
    struct Place: Hashable {
        var kind: TemplateMutator.Kind
        /// The line of the file; the place in the template where none is known.
        var line: Int?
        var place: SourcePlace?
        var description: String
    }

    /// Makes every change but that a macro is absent, which `ExampleCoverage` does.
    public func run(_ partner: CompiledPartner) -> Result {
        let (count, places) = changes(partner, TemplateMutator.Kind.allCases.filter { $0 != .macro })
        var result = Result(count: count)
        var used: Set<EqualChange> = []
        for (place, isNoticed) in places where !isNoticed {
            if let equal = partner.equalChanges.first(where: { place.line.map($0.lines.contains) == true }) {
                used.insert(equal)
                continue
            }
            let survivor = Survivor(kind: place.kind.rawValue, description: place.description, line: place.line)
            if !result.survivors.contains(survivor) { result.survivors.append(survivor) }
        }
        result.needless = partner.equalChanges.filter { !used.contains($0) }
        return result
    }

    /// Makes every change of some kinds: how many there were, and whether an example notices one at each place.
    func changes(
        _ partner: CompiledPartner, _ kinds: [TemplateMutator.Kind]
    ) -> (count: Int, places: [(place: Place, isNoticed: Bool)]) {
        let cases = self.cases(partner)
        let kindMacro = catalogue.macro(.kind)?.name
        var count = 0
        var order: [Place] = []
        var isNoticed: [Place: Bool] = [:]
        for kind in kinds {
            for mutant in TemplateMutator.mutants(of: partner.template, kind, kindMacro: kindMacro) {
                guard mutant.template != partner.template else { continue }
                // Nothing comes to the `else` of a map with a row for everything.
                if kind == .mapElse, partner.totalMaps.contains(mutant.place.keys.first ?? "") { continue }
                let line = partner.lines[mutant.place]
                let place = Place(
                    kind: kind, line: line, place: line == nil ? mutant.place : nil, description: mutant.description)
                let dies = dies(mutant.template, partner, cases, kind, in: mutant.place.postback)
                count += 1
                if isNoticed[place] == nil { order.append(place) }
                isNoticed[place] = dies || isNoticed[place] ?? false
            }
        }
        return (count, order.map { ($0, isNoticed[$0] ?? false) })
    }

    private func cases(_ partner: CompiledPartner) -> [Case] {
        let runner = ExampleRunner(catalogue: catalogue)
        return partner.examples.compactMap { example in
            let event = runner.event(of: example)
            guard event.platform.map(partner.template.platforms.contains) ?? true, let kind = event.kindName,
                let postback = partner.template.postback(
                    kind: kind, name: event[.name]?.text, platform: event.platform),
                let place = partner.template.postbacks.firstIndex(where: { $0.id == postback.id })
            else { return nil }
            return Case(
                example: example, event: event, fields: ExampleRunner.fields(of: example, partner.template),
                context: ExampleRunner.context(example.system), postback: place)
        }
    }

    /// Whether an example fails with a changed template.
    private func dies(
        _ template: PartnerTemplate, _ partner: CompiledPartner, _ cases: [Case], _ kind: TemplateMutator.Kind,
        in postback: String?
    ) -> Bool {
        switch kind {
        case .answer:
            return partner.examples.contains {
                $0.answers.contains { !ExampleRunner.differences($0, template).isEmpty }
            }
        case .mapRow, .rowValue, .mapElse:
            if partner.examples.contains(where: {
                $0.rows.contains { !ExampleRunner.differences($0, template).isEmpty }
            }) {
                return true
            }
        default: break
        }
        return cases.contains { example in
            let changed = template.postbacks[example.postback]
            guard postback == nil || changed.id == postback else { return false }
            do throws(FieldProblems) {
                let bound = try BoundPostback(changed, of: template, catalogue: catalogue, fields: example.fields)
                let outcomes = (0..<bound.requestCount(for: example.event)).map {
                    bound.render(example.event, item: $0, context: example.context)
                }
                return !ExampleRunner.differences(example.example.expectations, outcomes).isEmpty
            } catch {
                return !ExampleRunner.differences(
                    example.example.expectations, [.skipped(.invalidConfiguration(error.description))]
                ).isEmpty
            }
        }
    }
}
