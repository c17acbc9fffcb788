import PostbackTemplate

extension Binder {
    /// The steps for pairs at a position, each with what stands in front of it and between key and value; constants are
    /// encoded and put together.
    ///
    /// - Parameter assignment: what a file says that stands between key and value.
    mutating func pairs(_ lines: [PostbackLine], at position: RequestPosition, assignment: String? = nil) -> Range<Int>
    {
        let traits = position.traits
        guard let joining = traits.joining else { return append([]) }
        let isForm = traits.encoding == .form
        let keys = PercentEncoding(spaceAsPlus: isForm)
        let between = assignment ?? joining.assignment
        return append(
            steps(lines) { binder, line, steps in
                if let entries = line.entries {
                    var op = Op(code: .entries, value: binder.entries(entries.beside(lines)))
                    (op.literal, op.literalCount) = binder.literal(joining.next + between)
                    op.extra = UInt32(joining.next.utf8.count)
                    op.encoding = binder.builder.encoding(.percent(isForm: isForm))
                    return steps.ops.append(op)
                }
                guard line.key.isWritten else {
                    var op = binder.pair(line, literal: Array(joining.next.utf8), at: position)
                    op.code = .alone
                    return binder.add(op, to: &steps)
                }
                func written(_ text: String) -> String { line.key.isBare ? text : keys.encode(text) }
                if let text = line.key.text {
                    let op = binder.pair(
                        line, literal: Array((joining.next + written(text) + between).utf8), at: position)
                    return binder.add(op, to: &steps)
                }
                let key = binder.key(line.key, from: joining.next, to: between, written)
                var op = binder.pair(line, literal: [], at: position)
                (op.code, op.shared) = (.keyed, key)
                steps.ops.append(op)
            })
    }

    /// The derivation of a key that has the number of an element in it, with what stands around it.
    mutating func key(
        _ key: LineKey, from start: String, to end: String, _ written: (String) -> String
    ) -> UInt32 {
        let pieces = key.pieces.map { piece in
            switch piece {
            case .text(let text): builder.constant(.text(written(text)))
            case .number(let name): bind(.variable(name))
            }
        }
        let all = [builder.constant(.text(start))] + pieces + [builder.constant(.text(end))]
        return builder.derivation(Derivation(kind: .text), all).index
    }

    /// The steps for headers, whose values go out as they are.
    mutating func headers(_ lines: [PostbackLine]) -> Range<Int> {
        append(
            steps(lines) { binder, line, steps in
                var op = Op(code: .header, presence: .init(line.presence), value: binder.bind(line.value))
                op.literal = binder.builder.name(line.key.description)
                if line.presence == .required { op.extra = binder.need(line.value) }
                steps.ops.append(op)
            })
    }

    /// The steps for the marks of a callback.
    mutating func marks(_ lines: [PostbackLine]) -> Range<Int> {
        append(
            steps(lines) { binder, line, steps in
                var op = binder.pair(line, literal: Array(line.key.description.utf8), at: .marks)
                op.code = .mark
                steps.ops.append(op)
            })
    }

    private mutating func pair(_ line: Line, literal bytes: [UInt8], at position: RequestPosition) -> Op {
        var op = Op(code: .pair, presence: .init(line.presence))
        (op.literal, op.literalCount) = (builder.literal(bytes), UInt32(bytes.count))
        encode(line.value, at: position, &op)
        if line.presence == .required { op.extra = need(line.value) }
        return op
    }

    /// Sets the value of a step and its encoding.
    private mutating func encode(_ value: PostbackExpression, at position: RequestPosition, _ op: inout Op) {
        let isForm = position.traits.encoding == .form
        if value.hasBareText {
            op.value = encoded(value, builder.encoding(.percent(isForm: isForm)))
            return
        }
        op.value = bind(value)
        var bare = ""
        if case .unescaped(_, let characters) = value { bare = characters }
        let encoding = Encoding.percent(bare: bare, isForm: isForm)
        op.encoding = builder.encoding(encoding)
        op.encoded = encoding.encoded
    }

    /// The step for a value in a path.
    mutating func hole(_ value: PostbackExpression) -> Op {
        var op = Op(code: .hole)
        encode(value, at: .path, &op)
        op.extra = need(value)
        return op
    }

    mutating func copy(_ text: String) -> Op {
        var op = Op(code: .copy)
        (op.literal, op.literalCount) = literal(text)
        return op
    }
}
