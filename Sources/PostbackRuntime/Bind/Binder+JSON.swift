import PostbackTemplate

extension Binder {
    /// The operand for a JSON value: a shape for objects and arrays, a plain value for the rest.
    mutating func shape(_ expression: PostbackExpression) -> Ref {
        switch expression {
        case .object(let lines): return shape(.object, members(lines))
        case .list(let elements): return shape(.array, self.elements(elements))
        case .each(let loop, let yield):
            let input = bind(loop.list)
            let depth = variables.count
            let op = inside(loop) { $0.shaped(yield) }
            let place = UInt32(append([op]).lowerBound)
            let shape = Shape(
                kind: .each, detail: UInt8(depth), numbering: Numbering(loop), input: input, start: place, count: 1)
            var ref = builder.shape(shape, of: [input, op.value])
            ref.dependence.subtract(dependence(of: loop, at: depth))
            return ref
        case .entries(let entries): return self.entries(entries)
        case .choose(let branches, let otherwise) where isStructured(expression):
            let pairs = branches.flatMap { [bind($0.condition), shape($0.value)] }
            let last = otherwise.map { shape($0) } ?? .absent
            let (start, count) = builder.list(pairs)
            return builder.shape(
                Shape(kind: .choose, input: last, start: start, count: count), of: pairs + [last])
        case .fallback(let values) where isStructured(expression):
            let values = values.map { shape($0) }
            let (start, count) = builder.list(values)
            return builder.shape(Shape(kind: .fallback, start: start, count: count), of: values)
        case .definition(let name): return definitions[name].map { shape($0) } ?? .absent
        case .unescaped(let value, _), .bare(let value): return shape(value)
        case .literal, .macro, .field, .item, .variable, .element, .request, .system, .text, .pipeline, .json, .choose,
            .fallback:
            return bind(expression)
        }
    }

    /// The steps for the members of an object.
    private mutating func members(_ lines: [PostbackLine]) -> [Op] {
        steps(lines) { binder, line, steps in
            if let entries = line.entries {
                return steps.ops.append(Op(code: .entries, value: binder.entries(entries.beside(lines))))
            }
            if line.presence == .optional, let key = line.key.text,
                binder.open(line.value, behind: ",\"" + Self.escaped(key) + "\":", to: &steps)
            {
                return
            }
            binder.add(binder.member(line), to: &steps, isJSON: true)
        }
    }

    /// The steps for the elements of an array.
    private mutating func elements(_ elements: [PostbackElement]) -> [Op] {
        var steps = Steps()
        for element in elements {
            if element.presence == .optional, open(element.value, behind: ",", to: &steps) { continue }
            add(shaped(element), to: &steps, isJSON: true)
        }
        return steps.ops
    }

    /// Adds the steps of an object or an array among those around it; false for what is none.
    private mutating func open(_ value: PostbackExpression, behind literal: String, to steps: inout Steps) -> Bool {
        let inner: [Op]
        let isObject: Bool
        switch value.resolved({ definitions[$0] }) {
        case .object(let lines): (inner, isObject) = (members(lines), true)
        case .list(let elements): (inner, isObject) = (self.elements(elements), false)
        default: return false
        }
        var open = Op(code: .open)
        (open.literal, open.literalCount) = self.literal(literal)
        var close = Op(code: isObject ? .closeObject : .closeArray)
        close.extra = open.literalCount
        steps.ops.append(open)
        steps.ops += inner
        steps.ops.append(close)
        steps.joint = steps.ops.count
        return true
    }

    /// The entries of an open map; what withholds one of them withholds all.
    mutating func entries(_ entries: OpenMapEntries) -> Ref {
        let classes = (catalogue.definition(entries.map + ".*")?.classes ?? []).rawValue
        var prefix = builder.constant(.text(entries.map + "."))
        prefix.classes = classes
        let names = entries.names.map { builder.constant(.text($0)) }
        let (start, count) = builder.list(names)
        return builder.shape(
            Shape(kind: .entries, detail: entries.leavesOut ? 1 : 0, input: prefix, start: start, count: count),
            of: [prefix])
    }

    /// The step for an element of an array: a comma, and the quote of a text.
    private mutating func shaped(_ element: PostbackElement) -> Op {
        var op = self.element(element, value: shape(element.value))
        (op.literal, op.literalCount) = literal(",\"")
        return op
    }

    /// Whether a value may be an object or an array, or a product, which has no form in JSON of its own.
    private func isStructured(_ expression: PostbackExpression, depth: Int = 0) -> Bool {
        guard depth < 2 * TemplateLimits.deepestNesting else { return false }
        return switch expression {
        case .object, .list, .each, .variable, .entries: true
        case .unescaped(let value, _), .bare(let value): isStructured(value, depth: depth + 1)
        case .definition(let name): definitions[name].map { isStructured($0, depth: depth + 1) } ?? false
        case .choose(let branches, let otherwise):
            branches.contains { isStructured($0.value, depth: depth + 1) }
                || otherwise.map { isStructured($0, depth: depth + 1) } ?? false
        case .fallback(let values): values.contains { isStructured($0, depth: depth + 1) }
        case .literal, .macro, .field, .item, .element, .request, .system, .text, .pipeline, .json: false
        }
    }

    private mutating func shape(_ kind: Shape.Kind, _ steps: [Op]) -> Ref {
        let range = append(steps)
        return builder.shape(
            Shape(kind: kind, start: UInt32(range.lowerBound), count: UInt32(range.count)), of: steps.map(\.value))
    }

    private mutating func member(_ line: Line) -> Op {
        var op = Op(code: .pair, presence: .init(line.presence), value: shape(line.value))
        if let text = line.key.text {
            // The last quote is that of a text; values that are none leave it out.
            (op.literal, op.literalCount) = literal(",\"" + Self.escaped(text) + "\":\"")
        } else {
            (op.code, op.shared) = (.keyed, key(line.key, from: ",\"", to: "\":", Self.escaped))
        }
        if line.presence == .required { op.extra = need(line.value) }
        return op
    }

    /// A text as a string of JSON has it, without quotes.
    static func escaped(_ text: [UInt8]) -> [UInt8] {
        var escaped = ByteBuffer()
        ByteBuffer(text).withView { escaped.append($0, encoding: .json) }
        return escaped.withView { $0.bytes }
    }

    private static func escaped(_ text: String) -> String {
        String(decoding: escaped(Array(text.utf8)), as: UTF8.self)
    }

    /// The place of a text among the literals.
    mutating func literal(_ text: String) -> (UInt32, UInt32) {
        (builder.literal(Array(text.utf8)), UInt32(text.utf8.count))
    }
}
