import PostbackTemplate

/// Folds the fields of one account into the postbacks of one partner.
struct Binder {
    let partner: PreparedPartner
    let catalogue: MacroCatalogue
    private let fields: [String: PostbackValue]
    /// Named expressions: those of the postback, before those of the partner.
    let definitions: [String: PostbackExpression]
    /// Variables of the `for` around, outermost first, with the list macro each one goes through.
    var variables: [(name: String, list: String?)] = []
    var builder: ProgramBuilder

    init(
        _ postback: PostbackTemplate, of partner: PreparedPartner, fields: [String: PostbackValue],
        builder: ProgramBuilder
    ) {
        self.partner = partner
        catalogue = builder.catalogue
        self.fields = fields
        self.builder = builder
        definitions = partner.definitions.merging(postback.definitions.map { ($0.name, $0.value) }) { _, own in own }
    }

    /// The operand for a value that is one value.
    mutating func bind(_ expression: PostbackExpression) -> Ref {
        switch expression {
        case .literal(let literal): return builder.constant(literal)
        case .field(let id): return fields[id].map { field($0) } ?? .absent
        case .macro(let name): return macro(name)
        case .definition(let name): return definitions[name].map { bind($0) } ?? .absent
        case .item(let variable, let property): return item(variable, property)
        case .variable(let name):
            guard let depth = variables.lastIndex(where: { $0.name == name }) else { return .absent }
            return builder.derivation(
                Derivation(kind: .variable, detail: UInt8(depth), dependence: .init(variable: depth)))
        case .request(let part):
            return builder.derivation(Derivation(kind: .request, detail: part.number, dependence: .request))
        case .system(let value):
            return builder.derivation(Derivation(kind: .system, detail: value.number))
        case .text(let pieces): return fold(Derivation(kind: .text), pieces.map { bind($0) })
        case .pipeline(let value, let steps): return steps.reduce(bind(value)) { bind($0, $1) }
        case .fallback(let values):
            let present = values.map { bind($0) }.filter { $0.tag != .absent }
            guard let first = present.first else { return .absent }
            if first.isConstant || present.count == 1 { return first }
            return builder.derivation(Derivation(kind: .fallback), present)
        case .choose(let branches, let otherwise):
            let pairs = branches.flatMap { [bind($0.condition), bind($0.value)] }
            let last = otherwise.map { bind($0) } ?? .absent
            return builder.derivation(Derivation(kind: .choose, input: last), pairs)
        case .list(let elements): return list(elements)
        case .each(let loop, let yield): return each(loop, yield) { $0.bind($1) }
        case .element(let list, let index, let property): return element(list, index, property)
        case .object, .entries: return .absent
        case .json(let value): return builder.derivation(Derivation(kind: .json, input: shape(value)))
        case .unescaped(let value, _), .bare(let value): return bind(value)
        }
    }

    /// A list of a value for each element of another one, the value bound by a closure.
    mutating func each(
        _ loop: ItemLoop, _ yield: PostbackElement, _ bind: (inout Binder, PostbackExpression) -> Ref
    ) -> Ref {
        let input = self.bind(loop.list)
        let depth = variables.count
        let op = inside(loop) { binder in binder.element(yield, value: bind(&binder, yield.value)) }
        let place = UInt32(builder.elements.count)
        builder.elements.append(op)
        let derivation = Derivation(kind: .each, detail: UInt8(depth), input: input, extra: place)
        let first = Numbering(loop).first.map { [builder.constant(.number(ExactDecimal($0)))] } ?? []
        return builder.derivation(derivation, [op.value] + first, binding: dependence(of: loop, at: depth))
    }

    /// Binds what stands inside a `for`.
    mutating func inside<Bound>(_ loop: ItemLoop, _ body: (inout Binder) -> Bound) -> Bound {
        let outside = variables.count
        enter(loop)
        defer { variables.removeLast(variables.count - outside) }
        return body(&self)
    }

    /// From here on the variables of a loop are known.
    mutating func enter(_ loop: ItemLoop) {
        variables.append((loop.variable, loop.list.listMacro { definitions[$0] }))
        if let number = loop.number { variables.append((number, nil)) }
    }

    /// What depends on an element of a loop, and on its number.
    func dependence(of loop: ItemLoop, at depth: Int) -> Ref.Dependence {
        var dependence = Ref.Dependence(variable: depth)
        if loop.number != nil { dependence.formUnion(.init(variable: depth + 1)) }
        return dependence
    }

    /// The list macro that the variable of a `for` goes through.
    func list(of variable: String) -> String? {
        variables.last { $0.name == variable }?.list
    }

    /// Whether the account fills in a field.
    func isFilled(_ id: String) -> Bool {
        fields[id] != nil
    }

    private mutating func field(_ value: PostbackValue) -> Ref {
        switch value {
        case .text(let text): builder.constant(.text(text))
        case .integer(let number): builder.constant(.number(ExactDecimal(number)))
        case .decimal(let number): builder.constant(.number(number))
        case .boolean(let truth): builder.constant(.boolean(truth))
        case .timestamp(let moment): builder.constant(moment)
        case .digest, .bytes, .list, .item: .absent
        }
    }

    private mutating func macro(_ name: String) -> Ref {
        let classes = (catalogue.definition(name)?.classes ?? []).rawValue
        if let slot = catalogue.slot(name) { return Ref(tag: .slot, classes: classes, index: UInt32(slot)) }
        guard catalogue.openMap(of: name) != nil else { return .absent }
        let constant = builder.constant(.text(name))
        return builder.derivation(Derivation(kind: .entry, classes: classes, extra: constant.index))
    }

    private mutating func item(_ variable: String, _ property: String) -> Ref {
        guard let depth = variables.lastIndex(where: { $0.name == variable }),
            let slot = catalogue.slot((variables[depth].list ?? "") + "." + property)
        else { return .absent }
        let classes = catalogue.macros[slot].classes.rawValue
        return builder.derivation(
            Derivation(
                kind: .item, detail: UInt8(depth), classes: classes, dependence: .init(variable: depth),
                extra: UInt32(slot)))
    }

    private mutating func element(_ list: String, _ index: Int, _ property: String) -> Ref {
        guard let slot = catalogue.slot(list + "." + property), let place = UInt8(exactly: index) else {
            return .absent
        }
        let classes = catalogue.macros[slot].classes.rawValue
        return builder.derivation(
            Derivation(kind: .element, detail: place, classes: classes, input: macro(list), extra: UInt32(slot)))
    }

    private mutating func bind(_ value: Ref, _ step: PipelineStep) -> Ref {
        guard value.tag != .absent else { return .absent }
        switch step {
        case .map(let id):
            guard let map = partner.maps[id] else { return value }
            return fold(Derivation(kind: .map, input: value, extra: builder.map(map)), [])
        case .transform(let name, let arguments):
            var derivation = Derivation(kind: .transform, detail: name.number, input: value)
            if name.definition.parameters.first?.allowed == .datePattern,
                case .literal(.text(let text))? = arguments.first
            {
                let offset = arguments.dropFirst().first.flatMap { argument -> String? in
                    if case .literal(.text(let text)) = argument { text } else { nil }
                }
                guard let pattern = DatePattern(text, offset: offset) else { return .absent }
                derivation.extra = builder.pattern(pattern)
            }
            return fold(derivation, arguments.map { bind($0) })
        }
    }

    private mutating func list(_ list: [PostbackElement]) -> Ref { self.list(list) { $0.bind($1) } }

    /// A list of values, each bound by a closure.
    mutating func list(
        _ list: [PostbackElement], _ bind: (inout Binder, PostbackExpression) -> Ref
    ) -> Ref {
        let values = list.map { bind(&self, $0.value) }
        let first = UInt32(builder.elements.count)
        for (element, value) in zip(list, values) {
            builder.elements.append(self.element(element, value: value))
        }
        return builder.derivation(Derivation(kind: .list, extra: first), values)
    }

    /// The step for an element of a list.
    mutating func element(_ element: PostbackElement, value: Ref) -> Op {
        var op = Op(code: .pair, presence: .init(element.presence), value: value)
        if element.presence == .required { op.extra = need(element.value) }
        return op
    }

    /// A computed value, or what it is when all that it is made of is known.
    mutating func fold(_ derivation: Derivation, _ operands: [Ref]) -> Ref {
        guard derivation.input.isConstant, operands.allSatisfy(\.isConstant) else {
            return builder.derivation(derivation, operands)
        }
        switch builder.evaluate(derivation, operands) {
        case .value(let constant): return constant
        // A map without a row for a constant skips at render time, where the skip can be reported.
        case .unfoldable: return builder.derivation(derivation, operands)
        }
    }

    /// The operand for a condition.
    mutating func bind(_ condition: PostbackCondition) -> Ref {
        switch condition {
        case .equals(let left, let right): return builder.test(.equals, [bind(left), bind(right)])
        case .isIn(let value, let list): return builder.test(.isIn, [bind(value)] + list.map { bind($0) })
        case .isPresent(let value):
            let ref = bind(value)
            // A macro itself stands for its presence.
            return ref.tag == .slot ? ref : builder.test(.isPresent, [ref])
        case .isTrue(let value): return builder.test(.isTrue, [bind(value)])
        case .not(let inner): return builder.test(.not, [bind(inner)])
        case .all(let inner): return builder.test(.all, inner.map { bind($0) })
        case .any(let inner): return builder.test(.any, inner.map { bind($0) })
        }
    }
}
