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
        case .each(let loop, let yield):
            return .each(in: bind(loop.list), first: loop.countedFrom, yield: inside(loop).bind(yield))
        case .element(let list, let index, let property):
            guard let slot = catalogue.slot(list), let definition = catalogue.definition(list + "." + property) else {
                return .absent
            }
            return .element(list: slot, index: index, property: property, definition.classes)
        case .entries(let entries): return .entries(entries, catalogue.definition(entries.map + ".*")?.classes ?? [])
        case .bare(let value): return bind(value)
        case .object(let lines): return .object(bind(lines, keys: nil))
        case .json(let value): return .json(bind(value))
        case .unescaped(let value, _): return bind(value)
        }
    }

    /// What can be named inside of a loop.
    func inside(_ loop: ItemLoop) -> Binder {
        var inner = self
        inner.variables.append((loop.variable, loop.list.listMacro { definitions[$0] }))
        if let number = loop.number { inner.variables.append((number, nil)) }
        return inner
    }

    /// A value of which the file's own text stands bare, with what is data encoded.
    private func bind(_ expression: PostbackExpression, encoded encoding: PercentEncoding) -> BoundExpression {
        switch expression {
        case .bare(let text):
            let pieces = if case .text(let pieces) = text { pieces } else { [text] }
            return .text(
                pieces.map { if case .literal = $0 { bind($0) } else { .encoded(bind($0), encoding) } })
        case .fallback(let values): return .fallback(values.map { bind($0, encoded: encoding) })
        case .choose(let branches, let otherwise):
            return .choose(
                branches.map { (bind($0.condition), bind($0.value, encoded: encoding)) },
                otherwise: otherwise.map { bind($0, encoded: encoding) } ?? .absent)
        case .unescaped(let value, let characters):
            return .encoded(
                bind(value),
                PercentEncoding(unescaped: characters, spaceAsPlus: encoding.writesSpaceAsPlus))
        case .pipeline(let head, let steps):
            guard case .transform(.join, let arguments)? = steps.last, case .bare(let separator)? = arguments.first
            else { return .encoded(bind(expression), encoding) }
            let list = steps.count == 1 ? bind(head) : bind(head, Array(steps.dropLast()))
            let elements: BoundExpression =
                switch list {
                case .list(let elements):
                    .list(
                        elements.enumerated().map { place, element in
                            var element = element
                            if case .list(let all) = head, steps.count == 1 {
                                element.value = bind(all[place].value, encoded: encoding)
                            } else {
                                element.value = .encoded(element.value, encoding)
                            }
                            return element
                        })
                case .each(let input, let first, var yield):
                    {
                        if case .each(let loop, let own) = head, steps.count == 1 {
                            yield.value = inside(loop).bind(own.value, encoded: encoding)
                        } else {
                            yield.value = .encoded(yield.value, encoding)
                        }
                        return .each(in: input, first: first, yield: yield)
                    }()
                default:
                    .each(
                        in: list, first: nil,
                        yield: BoundElement(
                            value: .encoded(.variable(depth: variables.count), encoding), presence: .optional, needs: []
                        ))
                }
            return .pipeline(elements, [.transform(.join, [bind(separator)])])
        default: return .encoded(bind(expression), encoding)
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
    func bind(_ lines: [PostbackLine], keys: PercentEncoding?, values: PercentEncoding? = nil) -> [BoundLine] {
        bind(lines, of: lines, keys: keys, values: values)
    }

    /// Lines of a block, or of a branch in it.
    private func bind(
        _ lines: [PostbackLine], of block: [PostbackLine], keys: PercentEncoding?, values: PercentEncoding?
    ) -> [BoundLine] {
        lines.map { line in
            switch line {
            case .when(let condition, let first, let otherwise):
                return .when(
                    bind(condition), bind(first, of: block, keys: keys, values: values),
                    otherwise: bind(otherwise, of: block, keys: keys, values: values))
            case .each(let loop, let inner):
                return .each(
                    in: bind(loop.list), first: loop.countedFrom,
                    inside(loop).bind(inner, of: block, keys: keys, values: values))
            case .pair(let key, .entries(var entries), _) where key.pieces.isEmpty:
                // What the file writes itself is not written once more.
                for name in Self.names(in: block) {
                    if entries.leavesOut {
                        entries.names.append(name)
                    } else {
                        entries.names.removeAll { Array($0.utf8) == Array(name.utf8) }
                    }
                }
                return .entries(
                    entries, catalogue.definition(entries.map + ".*")?.classes ?? [], keys: keys, values: values ?? keys
                )
            case .pair(let key, let value, let presence):
                let (bound, encoding) = bind(value, at: values ?? keys)
                return .pair(
                    BoundPair(
                        key: bind(key, keys), name: bind(key, nil), value: bound, presence: presence,
                        encoding: encoding, needs: presence == .required ? needs(value) : []))
            }
        }
    }

    private static func names(in lines: [PostbackLine]) -> [String] {
        lines.flatMap { line -> [String] in
            switch line {
            case .pair(let key, _, _): key.pieces.isEmpty ? [] : [key.description]
            case .when(_, let first, let otherwise): names(in: first) + names(in: otherwise)
            case .each(_, let inner): names(in: inner)
            }
        }
    }

    private func bind(_ key: LineKey, _ keys: PercentEncoding?) -> [BoundKeyPiece] {
        key.pieces.map { piece in
            switch piece {
            case .number(let name): .number(depth: variables.lastIndex { $0.name == name } ?? 0)
            case .text(let text):
                if let keys, !key.isBare { .bytes(keys.encoded(text)) } else { .bytes(Array(text.utf8)) }
            }
        }
    }

    /// A value with the encoding that is left to be done; none where values are not encoded.
    private func bind(_ value: PostbackExpression, at base: PercentEncoding?) -> (BoundExpression, PercentEncoding?) {
        guard let base else { return (bind(value), .component) }
        if value.hasBareText { return (bind(value, encoded: base), nil) }
        guard case .unescaped(_, let characters) = value else { return (bind(value), base) }
        return (bind(value), PercentEncoding(unescaped: characters, spaceAsPlus: base.writesSpaceAsPlus))
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
            case .hole(let value):
                {
                    let (bound, encoding) = bind(value, at: .component)
                    return .hole(bound, encoding, needs(value))
                }()
            }
        }
    }
}

extension ItemLoop {
    /// The number of the first element, where they are counted.
    var countedFrom: Int? { number == nil ? nil : first }
}

extension PercentEncoding {
    /// A text, encoded.
    func encoded(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        append(text.utf8, to: &bytes)
        return bytes
    }
}
