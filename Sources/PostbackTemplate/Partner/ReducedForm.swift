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
        let analysis = AbsenceAnalysis(partner, catalogue: catalogue, definitions: definitions)
        let isGone = analysis.isGone
        var needed: [PostbackExpression] = []
        for condition in conditions {
            if case .isPresent(let value) = condition, isGone(value) { needed.append(value) }
        }
        for groups in alternatives where groups.allSatisfy({ $0.contains(where: isGone) }) {
            needed += groups.flatMap { $0.filter(isGone) }
        }
        for case .hole(let value) in request.path where isGone(value) { needed.append(value) }
        needed += Self.required(in: request.allLines).filter(isGone)
        return needed.isEmpty ? .sent : .skipped(Set(needed.flatMap(analysis.needs)).sorted())
    }

    private static func required(in lines: [PostbackLine]) -> [PostbackExpression] {
        lines.flatMap { line -> [PostbackExpression] in
            guard case .pair(_, let value, let presence) = line else { return [] }
            if presence == .required { return [value] }
            if case .object(let inner) = value { return required(in: inner) }
            return []
        }
    }
}

extension RequestTemplate {
    /// The lines of every block, a JSON object's members included.
    fileprivate var allLines: [PostbackLine] {
        var lines = (pathPairs?.lines ?? []) + matrix + query + headers
        switch body {
        case .form(let form): lines += form
        case .json(.object(let members)): lines += members
        case .json, .text, .none: break
        }
        return lines
    }
}
