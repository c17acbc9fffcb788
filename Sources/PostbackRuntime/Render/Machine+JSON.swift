extension Machine {
    /// Writes a value as JSON at the end of `assembly`; false when it is absent, and nothing is written then.
    mutating func writeJSON(_ ref: Ref) throws(RenderAbort) -> Bool {
        guard ref.tag == .shape else { return writeJSON(try value(ref)) }
        let shape = code.shapes[Int(ref.index)]
        let start = assembly.count
        switch shape.kind {
        case .object, .array:
            try members(shape.range)
            return close(from: start, isObject: shape.kind == .object)
        case .each:
            try elements(shape)
            return close(from: start, isObject: false)
        case .choose: return try writeJSON(try chosen(shape.range, otherwise: shape.input))
        case .fallback:
            for place in shape.range {
                let ref = code.operands[place]
                if try writeJSON(ref) { return true }
            }
            return false
        case .entries:
            entries(shape)
            return close(from: start, isObject: true)
        }
    }

    /// Writes the entries of an open map, each with a comma in front.
    private mutating func entries(_ shape: Shape) {
        forEachEntry(of: shape) { machine, name, value in
            let start = machine.assembly.count
            machine.assembly.append(",\"")
            machine.assembly.append(name, encoding: .json)
            machine.assembly.append("\":")
            if !machine.writeJSON(value) { machine.assembly.truncate(to: start) }
        }
    }

    /// Goes through the entries of an open map, in the order of the event.
    @inline(__always)
    mutating func forEachEntry(of shape: Shape, _ body: (inout Machine, ByteView, Node) -> Void) {
        guard withheld & shape.input.classes == 0 else { return }
        let prefix = view(code.constants[Int(shape.input.index)])
        for number in 0..<event.entries.count {
            let entry = event.entries[number]
            let full = event.text[at: entry.nameStart, entry.nameCount]
            guard full.hasPrefix(prefix) else { continue }
            let name = full[prefix.count..<full.count]
            var isNamed = false
            for place in shape.range where view(code.constants[Int(code.operands[place].index)]).isEqual(to: name) {
                isNamed = true
            }
            if isNamed == (shape.detail == 1) { continue }
            body(&self, name, entry.value)
        }
    }

    /// Writes an element for each one of a list, each with a comma in front.
    private mutating func elements(_ shape: Shape) throws(RenderAbort) {
        let op = code.ops[Int(shape.start)]
        try forEachElement(of: shape.input, from: shape.numbering.first) { machine throws(RenderAbort) in
            let mark = machine.assembly.count
            machine.assembly.append(UInt8(ascii: ","))
            if try !machine.writeJSON(op.value) {
                machine.assembly.truncate(to: mark)
                try machine.writeAbsent(op)
            }
        }
    }

    /// Puts members, each with a comma in front, between brackets; the first comma gives its place to the bracket.
    @inline(__always)
    private mutating func close(from start: Int, isObject: Bool) -> Bool {
        guard assembly.count > start else { return false }
        assembly[start] = isObject ? UInt8(ascii: "{") : UInt8(ascii: "[")
        assembly.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        return true
    }

    /// Takes the steps of an object or an array. The literal of a step is the comma, the key, and the quote of a text.
    private mutating func members(_ range: Range<Int>) throws(RenderAbort) {
        let (ops, literals, slots, text) = (code.ops, code.literals, event.slots, event.text)
        let withheld = withheld
        var place = range.lowerBound
        while place < range.upperBound {
            let op = ops[place]
            switch op.code {
            case .macro:
                let slot = Int(op.value.index)
                if withheld & op.value.classes == 0, slot < slots.count, slots[slot].kind != .absent {
                    let node = slots[slot]
                    if node.kind == .text, !node.traits.contains(.escaped) {
                        let key = literals[at: op.literal, op.literalCount]
                        assembly.append(key, text[at: node.place, node.count], ending: UInt8(ascii: "\""))
                    } else {
                        try write(node, at: place)
                    }
                } else if op.presence != .optional {
                    try writeAbsent(op)
                }
            case .pair where op.value.tag != .shape:
                // The value first: computing it needs the end of `assembly` for itself.
                let node = try value(op.value)
                if node.kind == .text || node.kind == .digest, !node.traits.contains(.escaped) {
                    let key = literals[at: op.literal, op.literalCount]
                    assembly.append(key, view(node), ending: UInt8(ascii: "\""))
                } else {
                    try write(node, at: place)
                }
            case .copy: assembly.append(literals[at: op.literal, op.literalCount])
            case .open:
                assembly.append(literals[at: op.literal, op.literalCount])
                opened.append(UInt32(truncatingIfNeeded: assembly.count))
            case .closeObject, .closeArray:
                let start = Int(opened[opened.count - 1])
                opened.truncate(to: opened.count - 1)
                if !close(from: start, isObject: op.code == .closeObject) {
                    assembly.truncate(to: start - Int(op.extra))
                }
            case .unless: if try !holds(op.value) { place &+= Int(op.extra) }
            case .jump: place &+= Int(op.extra)
            case .loop:
                try repeated(at: place)
                place &+= Int(op.extra)
            case .keyed: try keyed(at: place)
            case .entries: entries(code.shapes[Int(op.value.index)])
            case .pair, .hole, .header, .mark, .alone: try structured(at: place)
            }
            place &+= 1
        }
    }

    // What is rare takes the step's place and not the step, so that the loop above need not keep all of it at hand.

    /// Writes a member whose value may be an object or an array.
    @inline(never)
    private mutating func structured(at place: Int) throws(RenderAbort) {
        let op = code.ops[place]
        let start = assembly.count
        assembly.append(code.literals[at: op.literal, op.literalCount - 1])
        if try writeJSON(op.value) { return }
        assembly.truncate(to: start)
        try writeAbsent(op)
    }

    /// Takes the steps of members that are written for each element of a list.
    @inline(never)
    private mutating func repeated(at place: Int) throws(RenderAbort) {
        let op = code.ops[place]
        try forEachElement(of: op.value, from: op.numbering.first) { machine throws(RenderAbort) in
            try machine.members(place + 1..<place + 1 + Int(op.extra))
        }
    }

    /// Writes a member whose key is computed.
    @inline(never)
    private mutating func keyed(at place: Int) throws(RenderAbort) {
        let op = code.ops[place]
        let key = try derived(Int(op.shared))
        let start = assembly.count
        assembly.append(view(key))
        if try writeJSON(op.value) { return }
        assembly.truncate(to: start)
        try writeAbsent(op, behind: view(key))
    }

    /// Writes a member whose value is absent, no text, or a text that needs escaping.
    @inline(never)
    private mutating func write(_ node: Node, at place: Int) throws(RenderAbort) {
        let op = code.ops[place]
        if node.kind != .absent {
            let start = assembly.count
            assembly.append(code.literals[at: op.literal, op.literalCount - 1])
            if writeJSON(node) { return }
            assembly.truncate(to: start)
        }
        if op.presence != .optional { try writeAbsent(op) }
    }

    /// Writes what stands in place of an absent value.
    private mutating func writeAbsent(_ op: Op) throws(RenderAbort) {
        try writeAbsent(op, behind: code.literals[at: op.literal, op.literalCount - 1])
    }

    private mutating func writeAbsent(_ op: Op, behind key: ByteView) throws(RenderAbort) {
        if op.presence == .optional { return }
        if op.presence == .required { throw missing(op.extra) }
        assembly.append(key)
        assembly.append(op.presence == .keepEmpty ? "\"\"" : "null")
    }

    /// Writes one value; false for what JSON has no form for.
    private mutating func writeJSON(_ node: Node) -> Bool {
        switch node.kind {
        case .text, .digest:
            guard node.traits.contains(.escaped) else {
                assembly.append(view(node), between: UInt8(ascii: "\""))
                break
            }
            assembly.append(UInt8(ascii: "\""))
            assembly.append(view(node), encoding: .json)
            assembly.append(UInt8(ascii: "\""))
        case .decimal: assembly.append(view(node))
        case .integer, .boolean: assembly.append(scalar: node)
        case .timestamp:
            assembly.append(UInt8(ascii: "\""))
            assembly.append(scalar: node)
            assembly.append(UInt8(ascii: "\""))
        case .list:
            let start = assembly.count
            var place = Int(node.word)
            for _ in 0..<node.count {
                let element = element(of: node, at: place)
                place += width(of: element, in: node)
                let mark = assembly.count
                assembly.append(UInt8(ascii: ","))
                if !writeJSON(element) { assembly.truncate(to: mark) }
            }
            if !close(from: start, isObject: false) { assembly.append("[]") }
        case .absent, .bytes, .item: return false
        }
        return true
    }
}
