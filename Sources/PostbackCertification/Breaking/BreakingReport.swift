package import PostbackCompiler
public import PostbackLanguage
import PostbackTemplate

/// What an edit does to those who already use the integrations.
public struct BreakingReport: Sendable {
    /// One thing that it does.
    public struct Entry: Sendable {
        /// The partner's id in the newer project; in the older one where it is gone.
        public var partner: String
        /// The partner's id in the older project.
        public var former: String
        /// The finding, with its place and what shows it.
        public var diagnostic: Diagnostic
        /// What shows it; nil where its words say all.
        public var witness: Witness?
        /// What was found.
        package var change: IntegrationChange

        /// The postbacks, by their ids; empty for the partner as a whole.
        public var postbacks: [String] { change.postbacks }
        /// The postbacks in the older project.
        public var formerPostbacks: [String] { change.formerPostbacks }
        /// What makes of a configuration for the older revision one for the newer revision.
        package var mend: ConfigurationMend? { change.mend }
    }

    /// What was found, in the order of the files.
    public internal(set) var entries: [Entry] = []
    /// How many differences had no event that shows them.
    public private(set) var withoutEffect = 0
    /// The partners that were compared.
    public private(set) var compared: [String] = []

    let catalogue: MacroCatalogue
    let former: FormerIntegrations
    let project: Project

    /// Compares a project with what is used.
    ///
    /// - Parameter names: the partners to compare; all where it is empty.
    public init(_ project: Project, against former: FormerIntegrations, partners names: [String] = []) {
        catalogue = project.catalogue
        self.former = former
        self.project = project
        let now = project.partners
        if names.isEmpty { compareCatalogues() }
        for old in former.partners where names.isEmpty || names.contains(old.id) {
            if let new = now.first(where: { $0.template.id == old.id }) {
                compare(old, new)
            } else if let new = renamed(old), names.isEmpty || names.contains(new.template.id) {
                compare(old, new)
            } else if !project.sources.contains(where: { $0.path.hasSuffix(".postback") && $0.stem == old.id }) {
                // What is there and does not compile is reported as that.
                add(IntegrationChange(finding: .partnerRemoved(id: old.id)), old.id, of: old.id, nil, nil)
            }
        }
    }

    /// Adds a sentence to a finding.
    public mutating func note(_ sentence: String, at index: Int) {
        entries[index].diagnostic.notes.append(sentence)
    }

    /// The partner that is new and is an old one in all but its id.
    private func renamed(_ old: PartnerTemplate) -> CompiledPartner? {
        project.partners.first { new in
            !former.partners.contains { $0.id == new.template.id }
                && (new.template.name == old.name || new.template.postbacks == old.postbacks)
        }
    }

    private mutating func compare(_ old: PartnerTemplate, _ new: CompiledPartner) {
        compared.append(new.template.id)
        guard old != new.template else { return }
        let comparison = PartnerComparison(old: old, new: new.template, catalogue: catalogue)
        var search = WitnessSearch(comparison, old: old, new: new.template, catalogue: catalogue)
        var effects: [(change: IntegrationChange, witness: Witness?)] = []
        for change in comparison.changes {
            let witness = search.witness(of: change)
            if witness == nil, change.evidence.isNeeded, !comparison.uses(change.evidence) {
                withoutEffect += 1
            } else {
                effects.append((change, witness))
            }
        }
        let isDefaultChanged = effects.contains { $0.change.finding.rule == .fieldDefaultChanged }
        for situation in comparison.situations
        where !isDefaultChanged && !comparison.isSame(in: situation)
            && !effects.contains(where: {
                $0.change.situation == situation && $0.change.finding.rule.category == .request
            })
        {
            guard let witness = search.difference(in: situation) else { continue }
            var change = IntegrationChange(finding: .requestChanged())
            change.situation = situation
            change.postbacks = [situation.new]
            change.formerPostbacks = [situation.old]
            change.place = SourcePlace(postback: situation.new)
            effects.append((change, witness))
        }
        for (change, witness) in Self.merged(effects) { add(change, new.template.id, of: old.id, witness, new) }
        let count = Self.merged(effects.filter { !$0.change.finding.rule.isAnnouncement }).count
        if new.template.revision < old.revision {
            add(
                IntegrationChange(finding: .revisionLowered(old: old.revision, new: new.template.revision)),
                new.template.id, of: old.id, nil, new)
        } else if count > 0, new.template.revision == old.revision {
            add(
                IntegrationChange(finding: .revisionNotRaised(revision: old.revision, changes: count)),
                new.template.id, of: old.id, nil, new)
        }
    }

    /// What is said of several postbacks in the same words is said once.
    private static func merged(
        _ effects: [(change: IntegrationChange, witness: Witness?)]
    ) -> [(change: IntegrationChange, witness: Witness?)] {
        var merged: [(change: IntegrationChange, witness: Witness?)] = []
        for effect in effects {
            let same = merged.firstIndex {
                $0.change.finding.rule == effect.change.finding.rule
                    && $0.change.finding.message == effect.change.finding.message
                    && !$0.change.postbacks.isEmpty && !effect.change.postbacks.isEmpty
            }
            guard let same else {
                merged.append(effect)
                continue
            }
            merged[same].change.postbacks += effect.change.postbacks.filter {
                !merged[same].change.postbacks.contains($0)
            }
            merged[same].change.formerPostbacks += effect.change.formerPostbacks
        }
        return merged
    }

    private mutating func add(
        _ change: IntegrationChange, _ partner: String, of former: String, _ witness: Witness?,
        _ new: CompiledPartner?
    ) {
        let old = self.former.files.first { $0.template.id == former }
        let file = new ?? old
        let place = file.map { ChangePlace($0) }
        var related: [DiagnosticLabel] = []
        if new != nil, let old, let range = change.formerPlace.flatMap({ ChangePlace(old).range(of: $0) }) {
            related.append(DiagnosticLabel(file: old.source.path, range: range, message: "before"))
        }
        var diagnostic = Diagnostic(
            change.finding, file: file?.source.path ?? "Integrations/\(partner).postback",
            range: place?.range(of: change) ?? SourceRange(0, 0), related: related)
        // Where a table of one name has two sets of rows, both are called as they are.
        diagnostic.message = diagnostic.message.replacing(TemplateNormalizer.otherRows, with: "")
        diagnostic.parameters.insert(.init(name: "partner", value: .text(partner)), at: 0)
        if !change.postbacks.isEmpty {
            diagnostic.message = "\(change.postbacks.joined(separator: ", ")): \(diagnostic.message)"
            diagnostic.parameters.append(.init(name: "postbacks", value: .list(change.postbacks)))
        }
        if let witness {
            let texts = Witness.excerpts(witness.before, witness.after)
            diagnostic.notes += [
                "with \(witness.subject)", "before: \(texts.before)", "now:    \(texts.after)",
            ]
            diagnostic.parameters += [
                .init(name: "witness", value: .text(witness.subject)),
                .init(name: "before", value: .text(witness.before)),
                .init(name: "after", value: .text(witness.after)),
            ]
        }
        if change.mend != nil { diagnostic.notes.append("postback upgrade mends configurations") }
        entries.append(
            Entry(
                partner: partner, former: former, diagnostic: diagnostic, witness: witness, change: change))
    }
}

extension IntegrationChange.Evidence {
    /// Whether a change that nothing shows is none.
    fileprivate var isNeeded: Bool {
        switch self {
        // Codes of success may need a body too.
        case .fact, .configuration, .answer: false
        case .request, .line, .sending, .macro, .leaving, .field, .revealing, .defaultValue: true
        }
    }
}

extension DiagnosticRule {
    /// Whether it says what will change some day, and changes nothing.
    fileprivate var isAnnouncement: Bool {
        self == .fieldNewlyDeprecated || self == .partnerNewlyDeprecated || self == .postbackNewlyDeprecated
    }
}
