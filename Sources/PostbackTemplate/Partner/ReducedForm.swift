/// What becomes of a postback when an event's privacy signals withhold all personal macros.
public enum ReducedForm: Hashable, Sendable {
    /// It is sent without them.
    case sent
    /// It is not sent: it cannot do without these macros, sorted.
    case skipped([String])
}

extension PostbackTemplate {
    /// What becomes of the postback when identifiers, contact data and locations are withheld.
    ///
    /// Derived from what the postback requires and asks for; nobody writes it.
    public func reducedForm(of partner: PartnerTemplate, catalogue: MacroCatalogue) -> ReducedForm {
        let analysis = PresenceAnalysis(partner, catalogue: catalogue, definitions: definitions)
        let isWithheld = analysis.isWithheld
        var needed = conditions.flatMap(analysis.blocking)
        for groups in alternatives where groups.allSatisfy({ $0.contains(where: isWithheld) }) {
            needed += groups.flatMap { $0.filter(isWithheld) }
        }
        needed += request.blocks.flatMap(analysis.blocking)
        // Steps have nothing to do with what is withheld.
        let sources = needed.flatMap(analysis.absentSources).filter { !$0.isSteps }.map(\.name)
        return needed.isEmpty ? .sent : .skipped(Set(sources).sorted())
    }
}

/// The withheld values that keep a postback from being sent.
extension PresenceAnalysis {
    /// Those that keep a condition from holding; empty when it may hold without them.
    fileprivate func blocking(_ condition: PostbackCondition) -> [PostbackExpression] {
        switch condition {
        case .isPresent(let value), .isTrue(let value), .isIn(let value, _): return [value].filter(isWithheld)
        case .equals(let left, let right): return [left, right].filter(isWithheld)
        case .all(let inner): return inner.flatMap { blocking($0) }
        case .any(let inner):
            let each = inner.map { blocking($0) }
            return each.contains(where: \.isEmpty) ? [] : each.flatMap { $0 }
        case .not(.not(let inner)): return blocking(inner)
        case .not: return []
        }
    }

    /// Those that a part of the request cannot do without.
    fileprivate func blocking(_ block: RequestBlock) -> [PostbackExpression] {
        switch block.content {
        case .pieces(let pieces): pieces.compactMap(\.value).flatMap { [$0].filter(isWithheld) + blocking(inside: $0) }
        case .lines(let lines): blocking(lines)
        case .value(let value):
            // An absent body is an empty one.
            (block.position == .callback ? [value].filter(isWithheld) : []) + blocking(inside: value)
        }
    }

    private func blocking(_ lines: [PostbackLine]) -> [PostbackExpression] {
        lines.flatMap { line -> [PostbackExpression] in
            switch line {
            case .pair(_, let value, let presence): return blocking(value, presence)
            // An event may have an element, for which it is required.
            case .each(_, let lines): return blocking(lines)
            case .when(let condition, let first, let otherwise):
                let other = blocking(otherwise)
                // Whether it holds is not known before there is an event, unless it cannot.
                guard !other.isEmpty, blocking(condition).isEmpty else { return other }
                let held = blocking(first)
                return held.isEmpty ? [] : held + other
            }
        }
    }

    private func blocking(_ value: PostbackExpression, _ presence: LinePresence) -> [PostbackExpression] {
        (presence == .required && isWithheld(value) ? [value] : []) + blocking(inside: value)
    }

    /// Those that are required somewhere inside a structure which is always written.
    private func blocking(inside value: PostbackExpression) -> [PostbackExpression] {
        switch value {
        case .object(let lines): return blocking(lines)
        case .list(let elements): return elements.flatMap { blocking($0.value, $0.presence) }
        case .json(let inner), .unescaped(let inner, _), .bare(let inner): return blocking(inside: inner)
        case .definition(let name): return definition(name).map { blocking(inside: $0) } ?? []
        case .text(let values): return values.flatMap { blocking(inside: $0) }
        case .pipeline(let head, _): return blocking(inside: head)
        // Which of these is written depends on the event.
        case .fallback, .choose, .each: return []
        case .literal, .macro, .field, .item, .variable, .element, .entries, .request, .system: return []
        }
    }
}
