extension Machine {
    private mutating func list(from first: Int, _ count: UInt32) -> Node {
        count == 0 ? .absent : Node(kind: .list, arena: .scratch, traits: [], count: count, word: Int64(first))
    }

    /// Lets an element wait for its list, or what keeps its place.
    @inline(__always)
    private mutating func take(_ node: Node, _ op: Op) throws(RenderAbort) {
        if node.kind != .absent {
            waiting.append(node)
        } else if op.presence == .required {
            throw missing(op.extra)
        } else if op.presence != .optional {
            waiting.append(.emptyText)
        }
    }

    /// A list of the operands that are present.
    mutating func list(_ derivation: Derivation) throws(RenderAbort) -> Node {
        // The elements of lists inside come first, so that these wait and then stand one behind the other.
        let start = waiting.count
        defer { waiting.truncate(to: start) }
        for (offset, place) in derivation.operands.enumerated() {
            try take(value(code.operands[place]), code.elements[Int(derivation.extra) + offset])
        }
        let first = elements.count
        for place in start..<waiting.count { elements.append(waiting[place]) }
        return list(from: first, UInt32(waiting.count - start))
    }

    /// A list of what the operand is for each element of a list.
    mutating func each(_ derivation: Derivation) throws(RenderAbort) -> Node {
        let op = code.elements[Int(derivation.extra)]
        let start = waiting.count
        defer { waiting.truncate(to: start) }
        let number =
            derivation.count > 1 ? code.constants[Int(code.operands[Int(derivation.start) + 1].index)].word : nil
        try forEachElement(of: derivation.input, from: number) { machine throws(RenderAbort) in
            try machine.take(machine.value(op.value), op)
        }
        let first = elements.count
        for place in start..<waiting.count { elements.append(waiting[place]) }
        return list(from: first, UInt32(waiting.count - start))
    }

    /// The property of one item of a list; absent where the list is shorter.
    mutating func element(_ derivation: Derivation) throws(RenderAbort) -> Node {
        let list = try value(derivation.input)
        guard list.kind == .list, list.count > UInt32(derivation.detail) else { return .absent }
        var place = Int(list.word)
        for _ in 0..<derivation.detail { place += width(of: element(of: list, at: place), in: list) }
        return member(derivation, of: element(of: list, at: place))
    }

    /// The element of a list at a place of its table.
    func element(of list: Node, at place: Int) -> Node {
        list.arena == .event ? event.elements[place] : elements[place]
    }

    /// How many places of the list's table an element takes: members stand behind the products of an event, and nowhere
    /// else.
    func width(of element: Node, in list: Node) -> Int {
        list.arena == .event ? element.width : 1
    }
}
