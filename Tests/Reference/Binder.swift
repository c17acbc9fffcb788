import PostbackRuntime
import PostbackTemplate

/// Folds an account's fields into a postback.
struct Binder {
    let partner: PartnerTemplate
    let catalogue: MacroCatalogue
    private let definitions: [String: PostbackExpression]
    let fields: [String: PostbackValue]
    private let maps: [String: BoundMap]
    var variables: [(name: String, list: String?)] = []

    init(partner: PartnerTemplate, postback: PostbackTemplate, catalogue: MacroCatalogue, fields: [String: String]) {
        self.partner = partner
        self.catalogue = catalogue
        definitions = Dictionary(
            (postback.definitions + partner.definitions).map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first })
        maps = Dictionary(partner.maps.map { ($0.id, BoundMap($0)) }, uniquingKeysWith: { first, _ in first })
        var values: [String: PostbackValue] = [:]
        for field in partner.fields {
            let text = fields[field.id].flatMap { $0.isEmpty ? nil : $0 } ?? field.defaultValue
            values[field.id] = text.flatMap { PostbackValue($0, as: field.type) }
        }
        self.fields = values
    }

    func definition(_ name: String) -> PostbackExpression? { definitions[name] }

    func bind(_ expression: PostbackExpression) -> BoundExpression {
        switch expression {
        case .literal(let literal):
            return .constant(PostbackValue(literal))
        case .field(let id): return fields[id].map(BoundExpression.constant) ?? .absent
        case .macro(let name):
            let classes = catalogue.definition(name)?.classes ?? []
            return catalogue.slot(name).map { .macro(slot: $0, classes) } ?? .entry(name, classes)
        case .definition(let name): return definitions[name].map(bind) ?? .absent
        case .item(let variable, let property):
            guard let depth = variables.lastIndex(where: { $0.name == variable }), let list = variables[depth].list
            else { return .absent }
            let name = list + "." + property
            guard catalogue.slot(name) != nil else { return .absent }
            return .item(
                depth: depth, property: property, catalogue.definition(name)?.classes ?? [])
        case .variable(let name): return variables.lastIndex { $0.name == name }.map { .variable(depth: $0) } ?? .absent
        case .request(let part): return .request(part)
        case .system(let value): return .system(value)
        case .text(let pieces):
            let bound = pieces.map(bind)
            return folded(.text(bound), bound)
        case .pipeline(let value, let steps): return bind(value, steps)
        case .fallback(let values):
            let present = values.map(bind).filter { if case .absent = $0 { false } else { true } }
            if let first = present.first, first.isConstant || present.count == 1 { return first }
            return present.isEmpty ? .absent : .fallback(present)
        case .choose(let branches, let otherwise):
            return .choose(
                branches.map { (bind($0.condition), bind($0.value)) }, otherwise: otherwise.map(bind) ?? .absent)
        case .list(let elements):
            return .list(elements.map(bind))
        case .each(let variable, let list, let yield):
            var inner = self
            inner.variables.append((variable, list.listMacro { definitions[$0] }))
            return .each(in: bind(list), yield: inner.bind(yield))
        case .object(let lines): return .object(bind(lines, keys: nil))
        case .json(let value): return .json(bind(value))
        case .unescaped(let value, _): return bind(value)
        }
    }

    private func bind(_ element: PostbackElement) -> BoundElement {
        BoundElement(
            value: bind(element.value), presence: element.presence,
            needs: element.presence == .required ? needs(element.value) : [])
    }

    private func bind(_ value: PostbackExpression, _ steps: [PipelineStep]) -> BoundExpression {
        let bound = bind(value)
        if case .absent = bound { return .absent }
        var arguments: [BoundExpression] = []
        let boundSteps = steps.compactMap { step -> BoundStep? in
            switch step {
            case .transform(let name, let values):
                let bound = values.map(bind)
                arguments += bound
                return .transform(name, bound)
            case .map(let id): return maps[id].map(BoundStep.map)
            }
        }
        return folded(.pipeline(bound, boundSteps), [bound] + arguments)
    }

    /// The value of an expression whose parts are all constant, computed once and for all.
    private func folded(_ expression: BoundExpression, _ parts: [BoundExpression]) -> BoundExpression {
        guard parts.allSatisfy(\.isConstant) else { return expression }
        var evaluator = Evaluator(
            event: PostbackEvent(catalogue: catalogue),
            context: RenderContext(now: Timestamp(microseconds: 0), random: 0, uuid: ""))
        // A map without a row for a constant skips at render time, where the skip can be reported.
        guard let value = try? evaluator.evaluate(expression) else {
            if case .pipeline(_, let steps) = expression,
                steps.contains(where: { if case .map = $0 { true } else { false } })
            {
                return expression
            }
            return .absent
        }
        return .constant(value)
    }

    func bind(_ condition: PostbackCondition) -> BoundCondition {
        switch condition {
        case .equals(let left, let right): .equals(bind(left), bind(right))
        case .isIn(let value, let list): .isIn(bind(value), list.map(bind))
        case .isPresent(let value): .isPresent(bind(value))
        case .isTrue(let value): .isTrue(bind(value))
        case .not(let inner): .not(bind(inner))
        case .all(let inner): .all(inner.map(bind))
        case .any(let inner): .any(inner.map(bind))
        }
    }

    /// Lines of a block; `keys` encodes their keys, nil leaves them as they are.
    func bind(_ lines: [PostbackLine], keys: PercentEncoding?) -> [BoundLine] {
        lines.map { line in
            switch line {
            case .when(let condition, let first, let otherwise):
                return .when(bind(condition), bind(first, keys: keys), otherwise: bind(otherwise, keys: keys))
            case .pair(let key, let value, let presence):
                var encoded: [UInt8] = []
                if let keys { keys.append(key.utf8, to: &encoded) } else { encoded = Array(key.utf8) }
                let encoding = keys.map { self.encoding(of: value, $0) } ?? .component
                return .pair(
                    BoundPair(
                        key: encoded, name: key, value: bind(value), presence: presence, encoding: encoding,
                        needs: presence == .required ? needs(value) : []))
            }
        }
    }

    private func encoding(of value: PostbackExpression, _ base: PercentEncoding) -> PercentEncoding {
        guard case .unescaped(_, let characters) = value else { return base }
        return PercentEncoding(unescaped: characters, spaceAsPlus: base.writesSpaceAsPlus)
    }

    func bind(origin: [URLPiece]) -> [UInt8] {
        origin.reduce(into: []) { bytes, piece in
            switch piece {
            case .literal(let text): bytes += Array(text.utf8)
            case .hole(let value):
                if case .constant(let constant) = bind(value) { bytes += Array((constant.text ?? "").utf8) }
            }
        }
    }

    func bind(path: [URLPiece]) -> [BoundPathPiece] {
        path.map { piece in
            switch piece {
            case .literal(let text): .literal(Array(text.utf8))
            case .hole(let value): .hole(bind(value), encoding(of: value, .component), needs(value))
            }
        }
    }
}
