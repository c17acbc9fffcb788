/// What can be known, before any event exists, about values being absent.
public struct AbsenceAnalysis: Sendable {
    private let fields: [String: FieldDefinition]
    private let definitions: [String: PostbackExpression]
    private let maps: [String: ValueMap]
    private let catalogue: MacroCatalogue
    private var present: Set<PostbackExpression> = []
    private var alternatives: [[PostbackExpression]] = []
    /// Definitions that may be absent, and those that are when all personal macros are withheld.
    private var absent: Set<String> = []
    private var gone: Set<String> = []

    /// Creates the analysis that holds inside a postback, where its conditions are met.
    ///
    /// A definition only uses those declared before it, so that each is looked at once.
    public init(
        _ partner: PartnerTemplate, catalogue: MacroCatalogue, definitions local: [PostbackDefinition] = [],
        conditions: [PostbackCondition] = [], alternatives groups: [[[PostbackExpression]]] = []
    ) {
        fields = Dictionary(partner.fields.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        maps = Dictionary(partner.maps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let all = partner.definitions + local
        definitions = Dictionary(all.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        self.catalogue = catalogue
        for condition in conditions { assume(condition) }
        for groups in groups {
            if groups.count == 1 { present.formUnion(groups[0]) }
            if groups.allSatisfy({ $0.count == 1 }) { alternatives.append(groups.map { $0[0] }) }
        }
        for definition in all {
            if mayBeAbsent(definition.value) { absent.insert(definition.name) }
            if isGone(definition.value) { gone.insert(definition.name) }
        }
    }

    private mutating func assume(_ condition: PostbackCondition) {
        switch condition {
        case .isPresent(let value), .isTrue(let value), .isIn(let value, _): present.insert(value)
        case .equals(let left, let right): present.formUnion([left, right])
        case .all(let inner): inner.forEach { assume($0) }
        case .not, .any: break
        }
    }

    /// Whether an event may leave the value absent.
    public func mayBeAbsent(_ value: PostbackExpression) -> Bool {
        if present.contains(value) { return false }
        switch value {
        case .literal(.text(let text)): return text.isEmpty
        case .literal, .request, .system: return false
        case .macro(let name): return !isAlwaysPresent(name)
        case .field(let id): return fields[id].map { $0.isOptional && $0.defaultValue == nil } ?? true
        case .definition(let name): return absent.contains(name) || definitions[name] == nil
        case .text(let pieces): return pieces.contains(where: mayBeAbsent)
        case .pipeline(let head, let steps): return mayBeAbsent(head) || steps.contains(where: givesAbsent)
        case .fallback(let values):
            return values.allSatisfy(mayBeAbsent) && !alternatives.contains { $0.allSatisfy(values.contains) }
        case .choose(let branches, let otherwise):
            return otherwise.map(mayBeAbsent) ?? true || branches.contains { mayBeAbsent($0.value) }
        case .unescaped(let inner, _), .json(let inner): return mayBeAbsent(inner)
        case .item, .variable, .list, .each, .object: return true
        }
    }

    /// Whether the value is absent whenever an event's personal macros are withheld.
    public func isGone(_ value: PostbackExpression) -> Bool {
        switch value {
        case .macro(let name): return isPersonal(name)
        case .definition(let name): return gone.contains(name)
        case .text(let pieces): return pieces.contains(where: isGone)
        case .pipeline(let head, _), .unescaped(let head, _), .json(let head): return isGone(head)
        case .fallback(let values): return values.allSatisfy(isGone)
        case .choose(let branches, let otherwise):
            return otherwise.map(isGone) ?? true && branches.allSatisfy { isGone($0.value) }
        case .literal, .field, .request, .system, .item, .variable, .list, .each, .object: return false
        }
    }

    /// The macros and fields that a value cannot do without, sorted.
    public func needs(_ value: PostbackExpression) -> [String] {
        var names: Set<String> = []
        var seen: Set<String> = []
        collect(value, into: &names, &seen)
        return names.sorted()
    }

    private func collect(_ value: PostbackExpression, into names: inout Set<String>, _ seen: inout Set<String>) {
        switch value {
        case .macro(let name): if mayBeAbsent(value) { names.insert(name) }
        case .field(let id): if mayBeAbsent(value) { names.insert("field.\(id)") }
        case .definition(let name):
            if seen.insert(name).inserted, let inner = definitions[name] { collect(inner, into: &names, &seen) }
        case .text(let pieces), .fallback(let pieces): for piece in pieces { collect(piece, into: &names, &seen) }
        case .pipeline(let head, _), .unescaped(let head, _), .json(let head): collect(head, into: &names, &seen)
        case .choose(let branches, let otherwise):
            for branch in branches { collect(branch.value, into: &names, &seen) }
            if let otherwise { collect(otherwise, into: &names, &seen) }
        case .literal, .request, .system, .item, .variable, .list, .each, .object: break
        }
    }

    private func givesAbsent(_ step: PipelineStep) -> Bool {
        switch step {
        case .map(let id): return maps[id]?.fallback == .absent
        // What is no telephone number, code or encoding gives nothing, and an empty list has no first element.
        case .transform(let name, _):
            return [.e164, .percentDecode, .countryCode, .languageCode, .first].contains(name)
        }
    }

    private func isAlwaysPresent(_ name: String) -> Bool {
        switch catalogue.definition(name)?.role {
        case .kind, .identity, .time, .platform, .app, .bundle: true
        default: false
        }
    }

    private func isPersonal(_ name: String) -> Bool {
        !ClassificationSet.personal.isDisjoint(with: catalogue.definition(name)?.classes ?? [])
    }
}
