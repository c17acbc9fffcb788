/// What becomes of a postback when an event's privacy signals withhold all personal macros.
public enum ReducedForm: Hashable, Sendable {
    /// It is sent without them.
    case sent
    /// It is not sent: it cannot do without these macros, of which one would do, sorted.
    case skipped([String])
}

extension PostbackTemplate {
    /// What becomes of the postback when identifiers, contact data and locations are withheld.
    ///
    /// Derived from what the postback requires; nobody writes it.
    public func reducedForm(of partner: PartnerTemplate, catalogue: MacroCatalogue) -> ReducedForm {
        let analysis = PresenceAnalysis(partner, catalogue: catalogue, definitions: definitions)
        let isWithheld = analysis.isWithheld
        var needed: [PostbackExpression] = []
        for condition in conditions {
            if case .isPresent(let value) = condition, isWithheld(value) { needed.append(value) }
        }
        for groups in alternatives where groups.allSatisfy({ $0.contains(where: isWithheld) }) {
            needed += groups.flatMap { $0.filter(isWithheld) }
        }
        needed += request.blocks.flatMap(\.requiredValues).filter(isWithheld)
        // Steps have nothing to do with what is withheld.
        let sources = needed.flatMap(analysis.absentSources).filter { !$0.isSteps }.map(\.name)
        return needed.isEmpty ? .sent : .skipped(Set(sources).sorted())
    }
}
