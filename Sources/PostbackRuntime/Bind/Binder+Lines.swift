import PostbackTemplate

extension Binder {
    /// A line of a block.
    struct Line {
        var key: LineKey
        var value: PostbackExpression
        var presence: LinePresence

        /// The entries of an open map that stand in the place of the line, each a line of its own.
        var entries: OpenMapEntries? {
            if !key.isWritten, case .entries(let entries) = value { entries } else { nil }
        }
    }

    /// The steps for the lines of a block: one for each pair, and jumps around what stands under conditions.
    mutating func steps(_ lines: [PostbackLine], _ pair: (inout Binder, Line) -> Op) -> [Op] {
        var steps: [Op] = []
        for line in lines {
            switch line {
            case .pair(let key, let value, let presence):
                steps.append(pair(&self, Line(key: key, value: value, presence: presence)))
            case .each(let loop, let inner):
                let list = bind(loop.list)
                let body = inside(loop) { $0.steps(inner, pair) }
                var op = Op(code: .loop, value: list, extra: UInt32(body.count))
                op.numbering = Numbering(loop)
                steps.append(op)
                steps += body
            case .when(let condition, let first, let otherwise):
                let test = bind(condition)
                let held = self.steps(first, pair)
                let other = self.steps(otherwise, pair)
                // Targets count from the step behind the jump.
                let skipped = held.count + (other.isEmpty ? 0 : 1)
                steps.append(Op(code: .unless, value: test, extra: UInt32(skipped)))
                steps += held
                if !other.isEmpty { steps.append(Op(code: .jump, extra: UInt32(other.count))) }
                steps += other
            }
        }
        return steps
    }

    /// Puts steps one behind the other.
    mutating func append(_ steps: [Op]) -> Range<Int> {
        let start = builder.ops.count
        builder.ops += steps
        return start..<builder.ops.count
    }

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
        let all = steps(lines) { binder, line in
            if let entries = line.entries {
                var op = Op(code: .entries, value: binder.entries(entries.beside(lines)))
                (op.literal, op.literalCount) = binder.literal(joining.next + between)
                op.extra = UInt32(joining.next.utf8.count)
                op.encoding = binder.builder.encoding(.percent(isForm: isForm))
                return op
            }
            guard line.key.isWritten else {
                var op = binder.pair(line, literal: Array(joining.next.utf8), at: position)
                op.code = .alone
                return op
            }
            func written(_ text: String) -> String { line.key.isBare ? text : keys.encode(text) }
            if let text = line.key.text {
                return binder.pair(
                    line, literal: Array((joining.next + written(text) + between).utf8), at: position)
            }
            let key = binder.key(line.key, from: joining.next, to: between, written)
            var op = binder.pair(line, literal: [], at: position)
            (op.code, op.shared) = (.keyed, key)
            return op
        }
        return append(
            merged(all).map { step in
                guard step.code == .pair, step.value.tag == .slot else { return step }
                var step = step
                step.code = .macro
                return step
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
            steps(lines) { binder, line in
                var op = Op(code: .header, presence: .init(line.presence), value: binder.bind(line.value))
                op.literal = binder.builder.name(line.key.description)
                if line.presence == .required { op.extra = binder.need(line.value) }
                return op
            })
    }

    /// The steps for the marks of a callback.
    mutating func marks(_ lines: [PostbackLine]) -> Range<Int> {
        append(
            steps(lines) { binder, line in
                var op = binder.pair(line, literal: Array(line.key.description.utf8), at: .marks)
                op.code = .mark
                return op
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

    /// The steps with pairs whose values are known written out, and neighbours among them put together.
    ///
    /// Steps that a jump passes over are left alone, so that its target stays right.
    mutating func merged(_ steps: [Op]) -> [Op] {
        guard !steps.contains(where: { [.unless, .jump, .loop].contains($0.code) }) else { return steps }
        var result: [Op] = []
        for step in steps {
            guard let bytes = known(step) else {
                result.append(step)
                continue
            }
            var text = bytes
            if let last = result.last, last.code == .copy {
                text = Array(builder.literals[Int(last.literal)..<Int(last.literal + last.literalCount)]) + text
                result.removeLast()
            }
            var op = Op(code: .copy)
            (op.literal, op.literalCount) = (builder.literal(text), UInt32(text.count))
            result.append(op)
        }
        return result
    }

    /// What a step writes for every event; nil when that depends on the event.
    private func known(_ step: Op) -> [UInt8]? {
        var bytes = Array(builder.literals[Int(step.literal)..<Int(step.literal + step.literalCount)])
        switch (step.code, step.value.tag) {
        case (.copy, _): return bytes
        case (.pair, .absent):
            switch step.presence {
            case .optional: return []
            case .keepEmpty, .keepNull: return bytes
            case .required: return nil
            }
        case (.alone, .absent): return step.presence == .required ? nil : []
        case (.pair, .constant), (.hole, .constant), (.alone, .constant):
            let node = builder.constants[Int(step.value.index)]
            if step.code == .hole { bytes = [] }
            guard let text = builder.text(of: node) else { return nil }
            // A path has no empty piece: that is said for an event.
            if step.code == .hole, text.isEmpty { return nil }
            if step.code == .alone, text.isEmpty { return step.presence == .required ? nil : [] }
            switch builder.encodings[Int(step.encoding)] {
            case .plain: bytes += text
            case .percent(let bare, let isForm):
                PercentEncoding(unescaped: bare, spaceAsPlus: isForm).append(text, to: &bytes)
            }
            return bytes
        case (.pair, _), (.hole, _), (.macro, _), (.header, _), (.mark, _), (.unless, _), (.jump, _), (.keyed, _),
            (.loop, _), (.alone, _), (.entries, _):
            return nil
        }
    }
}
