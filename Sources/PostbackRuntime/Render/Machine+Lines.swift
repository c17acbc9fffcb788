extension Machine {
    /// Takes the steps of a block, which write to the output.
    mutating func run(_ range: Range<Int>) throws(RenderAbort) {
        // Seen directly, so that writing to the output does not make them be read again.
        let (ops, literals, slots, text) = (code.ops, code.literals, event.slots, event.text)
        let withheld = withheld
        var place = range.lowerBound
        while place < range.upperBound {
            defer { place &+= 1 }
            // Only what is needed is read of a step and of a value, in each way through this loop.
            if ops[place].code == .macro {
                let op = ops[place]
                let slot = Int(op.value.index)
                if withheld & op.value.classes == 0, slot < slots.count, slots[slot].kind != .absent {
                    let node = slots[slot]
                    // Most values are texts that go out as they came in.
                    if node.kind.isText, node.traits.isDisjoint(with: op.encoded) {
                        output.append(literals[at: op.literal, op.literalCount], text[at: node.place, node.count])
                    } else {
                        try writeMacro(at: place)
                    }
                } else if op.presence != .optional {
                    try write(.absent, at: place)
                }
                continue
            }
            let op = ops[place]
            switch op.code {
            case .copy: output.append(code.literals[at: op.literal, op.literalCount])
            case .pair, .macro, .hole, .mark, .header:
                let node = try value(op.value)
                if op.code == .pair, node.kind.isText, node.traits.isDisjoint(with: op.encoded) {
                    output.append(literals[at: op.literal, op.literalCount], view(node))
                } else if op.code == .pair, node.kind.isText, let known = shared(op) {
                    output.append(literals[at: op.literal, op.literalCount], view(known))
                } else {
                    try write(node, at: place)
                }
            case .unless: if try !holds(op.value) { place &+= Int(op.extra) }
            case .jump: place &+= Int(op.extra)
            case .keyed, .alone: try writeKeyed(at: place)
            case .entries: writeEntries(at: place)
            case .open, .closeObject, .closeArray: break
            case .loop:
                try loop(at: place)
                place &+= Int(op.extra)
            }
        }
    }

    /// Writes the value of a macro that is there, but does not go out as it came in.
    @inline(never)
    private mutating func writeMacro(at place: Int) throws(RenderAbort) {
        let op = code.ops[place]
        let node = event.slots[Int(op.value.index)]
        if node.kind.isText, let known = shared(op) {
            output.append(code.literals[at: op.literal, op.literalCount], view(known))
        } else {
            try write(node, at: place)
        }
    }

    /// Takes the steps of a loop, once for each element.
    @inline(never)
    private mutating func loop(at place: Int) throws(RenderAbort) {
        let op = code.ops[place]
        try forEachElement(of: op.value, from: op.numbering.first) { machine throws(RenderAbort) in
            try machine.run(place + 1..<place + 1 + Int(op.extra))
        }
    }

    /// Goes through the elements of a list, with each one, and its number, as the variables of the loop.
    @inline(__always)
    mutating func forEachElement(
        of list: Ref, from first: Int64?, _ body: (inout Machine) throws(RenderAbort) -> Void
    ) throws(RenderAbort) {
        let list = try value(list)
        guard list.kind == .list else { return }
        let outside = variables.count
        var place = Int(list.word)
        for index in 0..<Int64(list.count) {
            let element = self.element(of: list, at: place)
            place += width(of: element, in: list)
            variables.append(element)
            if let first { variables.append(Node(.integer, word: first + index)) }
            try body(&self)
            variables.truncate(to: outside)
        }
    }

    /// Writes a pair whose key is computed, or a value without a key.
    @inline(never)
    private mutating func writeKeyed(at place: Int) throws(RenderAbort) {
        let op = code.ops[place]
        let text = textual(try value(op.value))
        if text.kind == .absent || op.code == .alone && text.isEmptyText {
            if op.presence == .required { throw missing(op.extra) }
            if op.presence == .optional || op.code == .alone { return }
        }
        if op.code == .alone {
            output.append(code.literals[at: op.literal, op.literalCount])
        } else {
            output.append(view(try derived(Int(op.shared))))
        }
        guard text.kind != .absent else { return }
        if text.traits.isDisjoint(with: op.encoded) {
            output.append(view(text))
        } else {
            output.append(view(text), encoding: code.encodings[Int(op.encoding)])
        }
    }

    /// Writes a pair for each of the entries of an open map.
    @inline(never)
    private mutating func writeEntries(at place: Int) {
        let op = code.ops[place]
        let table = code.encodings[Int(op.encoding)]
        forEachEntry(of: code.shapes[Int(op.value.index)]) { machine, name, value in
            let text = machine.textual(value)
            guard text.kind != .absent else { return }
            machine.output.append(machine.code.literals[at: op.literal, op.extra])
            machine.output.append(name, encoding: table)
            machine.output.append(machine.code.literals[at: op.literal + op.extra, op.literalCount - op.extra])
            machine.output.append(machine.view(text), encoding: table)
        }
    }

    /// The encoded value of a step, where it is known for this event.
    @inline(__always)
    private func shared(_ op: Op) -> Node? {
        guard op.shared != Op.none else { return nil }
        let known = memory[Int(op.shared)]
        return known.epoch == epoch && known.withheld == withheld & op.value.classes ? known.node : nil
    }

    /// Writes what stands in place of an absent value.
    private mutating func writeAbsent(_ op: Op) throws(RenderAbort) {
        if op.code == .hole { throw missing(op.extra) }
        switch op.presence {
        case .optional: if op.code == .mark { mark(op, from: assembly.count) }
        case .required: throw missing(op.extra)
        case .keepEmpty, .keepNull:
            switch op.code {
            case .mark: mark(op, from: assembly.count)
            case .header: header(op, from: output.count)
            case .pair, .macro, .copy, .hole, .unless, .jump, .keyed, .loop, .alone, .entries, .open, .closeObject,
                .closeArray:
                output.append(code.literals[at: op.literal, op.literalCount])
            }
        }
    }

    /// Writes a value as its position wants it, or what stands in its place when it is absent.
    ///
    /// Takes the step's place and not the step, so that the loop above need not keep all of it at hand.
    @inline(never)
    private mutating func write(_ value: Node, at place: Int) throws(RenderAbort) {
        let op = code.ops[place]
        guard value.kind != .absent else { return try writeAbsent(op) }
        if op.code == .pair || op.code == .macro, value.kind == .integer || value.kind == .boolean {
            // No encoding does anything to digits, to a minus and to letters.
            output.append(code.literals[at: op.literal, op.literalCount])
            output.append(scalar: value)
            return
        }
        let text = textual(value)
        // What has no text counts as absent.
        guard text.kind != .absent else { return try writeAbsent(op) }
        switch op.code {
        case .pair, .macro:
            output.append(code.literals[at: op.literal, op.literalCount])
            try encode(text, op)
        case .hole:
            // A path has no empty piece.
            if text.isEmptyText { throw missing(op.extra) }
            try encode(text, op)
        case .mark:
            let start = assembly.count
            assembly.append(view(text), encoding: code.encodings[Int(op.encoding)])
            mark(op, from: start)
        case .header, .copy, .unless, .jump, .keyed, .loop, .alone, .entries, .open, .closeObject, .closeArray:
            if text.traits.contains(.control) { throw RenderAbort(reason: .unsafe, index: op.literal) }
            let start = output.count
            output.append(view(text))
            header(op, from: start)
        }
    }

    /// Writes a text encoded; the encoded form is shared where others need it too.
    private mutating func encode(_ text: Node, _ op: Op) throws(RenderAbort) {
        guard !text.traits.isDisjoint(with: op.encoded) else {
            output.append(view(text))
            return
        }
        if op.shared != Op.none {
            output.append(view(try derived(Int(op.shared))))
        } else {
            output.append(view(text), encoding: code.encodings[Int(op.encoding)])
        }
    }

    private mutating func header(_ op: Op, from start: Int) {
        headers.append(Header(name: op.literal, start: UInt32(start), count: UInt32(output.count - start)))
    }

    private mutating func mark(_ op: Op, from start: Int) {
        marks.append(
            Mark(
                literal: op.literal, literalCount: op.literalCount, start: UInt32(start),
                count: UInt32(assembly.count - start)))
    }

    /// Notes that a value is absent which the postback cannot do without.
    mutating func missing(_ needs: UInt32) -> RenderAbort {
        // Whatever other values were found absent on the way here is not the reason.
        missing.truncate(to: 0)
        missing.append(needs)
        return RenderAbort(reason: .missing)
    }
}
