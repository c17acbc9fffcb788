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

    /// Steps of a block, in order.
    struct Steps {
        var ops: [Op] = []
        /// Steps from here on can be put together: none of a jump's targets is behind the first of them.
        var joint = 0
    }

    /// The steps for the lines of a block, and jumps around what stands under conditions.
    ///
    /// - Parameters:
    ///   - lines: The lines.
    ///   - pair: Adds the steps of one line.
    mutating func steps(_ lines: [PostbackLine], _ pair: (inout Binder, Line, inout Steps) -> Void) -> [Op] {
        var steps = Steps()
        for line in lines {
            switch line {
            case .pair(let key, let value, let presence):
                pair(&self, Line(key: key, value: value, presence: presence), &steps)
            case .each(let loop, let inner):
                let list = bind(loop.list)
                let body = inside(loop) { $0.steps(inner, pair) }
                var op = Op(code: .loop, value: list, extra: UInt32(body.count))
                op.numbering = Numbering(loop)
                steps.ops.append(op)
                steps.ops += body
                steps.joint = steps.ops.count
            case .when(let condition, let first, let otherwise):
                let test = bind(condition)
                let held = self.steps(first, pair)
                let other = self.steps(otherwise, pair)
                // Targets count from the step behind the jump.
                let skipped = held.count + (other.isEmpty ? 0 : 1)
                steps.ops.append(Op(code: .unless, value: test, extra: UInt32(skipped)))
                steps.ops += held
                if !other.isEmpty { steps.ops.append(Op(code: .jump, extra: UInt32(other.count))) }
                steps.ops += other
                steps.joint = steps.ops.count
            }
        }
        return steps.ops
    }

    /// Puts steps one behind the other.
    mutating func append(_ steps: [Op]) -> Range<Int> {
        let start = builder.ops.count
        builder.ops += steps
        return start..<builder.ops.count
    }

    /// Adds the step of a value: what is the same for every event is written out, and is one with what is known in front of it.
    ///
    /// - Parameter isJSON: Whether the literal of the step ends with the quote of a text.
    mutating func add(_ step: Op, to steps: inout Steps, isJSON: Bool = false) {
        let isKnown = step.code == .copy || step.value.tag == .constant || step.value.tag == .absent
        guard isKnown, let bytes = isJSON ? knownJSON(step) : known(step) else {
            var step = step
            if step.code == .pair, step.value.tag == .slot { step.code = .macro }
            return steps.ops.append(step)
        }
        var text = bytes
        if steps.ops.count > steps.joint, let last = steps.ops.last, last.code == .copy {
            text = Array(builder.literals[Int(last.literal)..<Int(last.literal + last.literalCount)]) + text
            steps.ops.removeLast()
        }
        guard !text.isEmpty else { return }
        var op = Op(code: .copy)
        (op.literal, op.literalCount) = (builder.literal(text), UInt32(text.count))
        steps.ops.append(op)
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
            (.loop, _), (.alone, _), (.entries, _), (.open, _), (.closeObject, _), (.closeArray, _):
            return nil
        }
    }

    /// What a member or an element of JSON is for every event; nil when that depends on the event.
    private func knownJSON(_ step: Op) -> [UInt8]? {
        guard step.code == .pair else { return nil }
        let literal = Array(builder.literals[Int(step.literal)..<Int(step.literal + step.literalCount)])
        switch step.value.tag {
        case .absent:
            switch step.presence {
            case .optional: return []
            case .keepEmpty: return literal + [UInt8(ascii: "\"")]
            case .keepNull: return literal.dropLast() + Array("null".utf8)
            case .required: return nil
            }
        case .constant:
            let node = builder.constants[Int(step.value.index)]
            guard let text = builder.text(of: node) else { return nil }
            switch node.kind {
            case .text, .digest:
                let written = node.traits.contains(.escaped) ? Self.escaped(text) : text
                return literal + written + [UInt8(ascii: "\"")]
            case .integer, .decimal, .boolean: return literal.dropLast() + text
            case .absent, .timestamp, .bytes, .list, .item: return nil
            }
        case .slot, .derived, .shape, .condition: return nil
        }
    }
}
