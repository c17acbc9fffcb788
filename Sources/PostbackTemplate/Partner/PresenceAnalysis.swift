/// What can be known, before any event exists, about values being absent.
package struct PresenceAnalysis: Sendable {
    private let fields: [String: FieldDefinition]
    private let definitions: [String: PostbackExpression]
    private let maps: [String: ValueMap]
    private let catalogue: MacroCatalogue
    private var present: Set<PostbackExpression> = []
    private var alternatives: [[PostbackExpression]] = []
    /// Definitions that may be absent, and those that are when all personal macros are withheld.
    private var absent: Set<String> = []
    private var withheld: Set<String> = []
    /// The types of definitions, where they are known.
    private var types: [String: ValueType] = [:]

    /// Creates the analysis that holds inside a postback, where its conditions are met.
    ///
    /// A definition only uses those declared before it, so that each is looked at once.
    package init(
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
            types[definition.name] = type(of: definition.value)
            if mayBeAbsent(definition.value) { absent.insert(definition.name) }
            if isWithheld(definition.value) { withheld.insert(definition.name) }
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
    package func mayBeAbsent(_ value: PostbackExpression) -> Bool {
        if present.contains(value) { return false }
        switch value {
        case .literal, .request, .system: return false
        case .macro(let name): return !isAlwaysPresent(name)
        case .field(let id): return fields[id].map { $0.isOptional && $0.defaultValue == nil } ?? true
        case .definition(let name): return absent.contains(name) || definitions[name] == nil
        case .text(let pieces): return pieces.contains(where: mayBeAbsent)
        case .pipeline(let head, let steps):
            // A step makes nothing of an empty text.
            if mayBeAbsent(head) || !steps.isEmpty && mayBeEmpty(head) { return true }
            var type = type(of: head)
            return steps.enumerated().contains { place, step in
                defer { type = self.type(of: step, on: type) }
                return mayGiveAbsent(step, on: type) || place < steps.count - 1 && mayGiveEmpty(step)
            }
        case .fallback(let values):
            return values.allSatisfy(mayBeAbsent) && !alternatives.contains { $0.allSatisfy(values.contains) }
        case .choose(let branches, let otherwise):
            return otherwise.map(mayBeAbsent) ?? true || branches.contains { mayBeAbsent($0.value) }
        case .unescaped(let inner, _), .json(let inner), .bare(let inner): return mayBeAbsent(inner)
        case .item, .variable, .element, .entries, .list, .each, .object: return true
        }
    }

    /// Whether the value is absent whenever an event's personal macros are withheld.
    package func isWithheld(_ value: PostbackExpression) -> Bool {
        switch value {
        case .macro(let name): return isPersonal(name)
        case .definition(let name): return withheld.contains(name)
        case .text(let pieces): return pieces.contains(where: isWithheld)
        case .element(let list, _, let property): return isPersonal("\(list).\(property)")
        case .entries(let entries): return isPersonal(entries.map + ".*")
        case .pipeline(let head, _), .unescaped(let head, _), .json(let head), .bare(let head):
            return isWithheld(head)
        case .fallback(let values): return values.allSatisfy(isWithheld)
        case .choose(let branches, let otherwise):
            return otherwise.map(isWithheld) ?? true && branches.allSatisfy { isWithheld($0.value) }
        case .object(let lines):
            return !lines.isEmpty
                && lines.allSatisfy { line in
                    if case .pair(_, let value, .optional) = line { isWithheld(value) } else { false }
                }
        case .literal, .field, .request, .system, .item, .variable, .list, .each: return false
        }
    }

    /// Whether a value may leave nothing where it stands: absent, or an empty text.
    package func mayLeaveNothing(_ value: PostbackExpression) -> Bool { mayBeAbsent(value) || mayBeEmpty(value) }

    /// Whether the value may be an empty text that the file writes itself.
    private func mayBeEmpty(_ value: PostbackExpression) -> Bool {
        switch value {
        case .literal(let literal): literal == .text("")
        case .definition(let name): definitions[name].map(mayBeEmpty) ?? false
        case .text(let pieces): pieces.allSatisfy(mayBeEmpty)
        case .fallback(let values): values.contains(where: mayBeEmpty)
        case .choose(let branches, let otherwise):
            otherwise.map(mayBeEmpty) ?? false || branches.contains { mayBeEmpty($0.value) }
        case .unescaped(let inner, _), .bare(let inner): mayBeEmpty(inner)
        case .pipeline(_, let steps): steps.last.map(mayGiveEmpty) ?? false
        case .macro, .field, .item, .variable, .element, .entries, .request, .system, .list, .each, .object, .json:
            false
        }
    }

    private func mayGiveEmpty(_ step: PipelineStep) -> Bool {
        switch step {
        case .map(let id): maps[id]?.mayGiveEmpty ?? false
        case .transform: false
        }
    }

    /// What a name stands for.
    func definition(_ name: String) -> PostbackExpression? { definitions[name] }

    /// The macros and fields of a value that may be absent, sorted; when all are there, the steps that may give nothing.
    package func absentSources(of value: PostbackExpression) -> [ValueSource] {
        let sources = value.sources(
            definition: { definitions[$0] }, givesAbsent: { mayGiveAbsent($0, on: nil) || mayGiveEmpty($0) }
        )
        .sorted { $0.name < $1.name }
        let absent = sources.filter { source in
            switch source {
            case .macro(let name): mayBeAbsent(.macro(name))
            case .field(let id): mayBeAbsent(.field(id))
            case .item, .element: true
            case .steps: false
            }
        }
        return absent.isEmpty ? sources.filter(\.isSteps) : absent
    }

    /// Whether a step may make nothing of a present value of a type; nil for a type that is not known.
    private func mayGiveAbsent(_ step: PipelineStep, on type: ValueType?) -> Bool {
        switch step {
        case .map(let id): return maps[id]?.mayGiveAbsent(for: type) ?? true
        case .transform(let name, let arguments):
            let definition = name.definition
            let isMissing = zip(arguments, definition.parameters).contains { $1.isNeeded && mayBeAbsent($0) }
            switch definition.absence {
            case .never: return isMissing
            case .fromScalar: return isMissing || type == nil || type == .scalar
            case .possible: return true
            }
        }
    }

    /// The type that a step makes of one.
    private func type(of step: PipelineStep, on type: ValueType?) -> ValueType? {
        switch step {
        case .map(let id): maps[id]?.type
        case .transform(let name, _): type.map(name.definition.result) ?? name.definition.result(for: .scalar)
        }
    }

    /// The type of a value, where it is known.
    private func type(of value: PostbackExpression) -> ValueType? {
        switch value {
        case .literal(let literal): return literal.type
        case .macro(let name): return catalogue.definition(name)?.type
        case .field(let id): return fields[id]?.type
        case .definition(let name): return types[name]
        case .system(let value): return value.type
        case .text, .request, .json: return .text
        case .object, .entries: return .object
        case .element(let list, _, let property): return catalogue.definition("\(list).\(property)")?.type
        case .bare: return .text
        case .unescaped(let inner, _): return type(of: inner)
        case .pipeline(let head, let steps): return steps.reduce(type(of: head)) { type(of: $1, on: $0) }
        case .fallback(let values): return united(values)
        case .choose(let branches, let otherwise):
            return united(branches.map(\.value) + (otherwise.map { [$0] } ?? []))
        case .list, .each, .item, .variable: return nil
        }
    }

    private func united(_ values: [PostbackExpression]) -> ValueType? {
        let types = values.map { type(of: $0) }
        guard let first = types.first else { return nil }
        return types.dropFirst().reduce(first) { one, other in
            guard let one, let other else { return nil }
            return one.united(with: other)
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
