import PostbackTemplate

extension ProgramBuilder {
    /// The text of a constant, as bytes; nil for what has none.
    func text(of node: Node) -> [UInt8]? {
        switch node.kind {
        case .text, .decimal, .digest:
            return Array(literals[Int(node.word)..<Int(node.word) + Int(node.count)])
        case .integer: return Array(String(node.word).utf8)
        case .boolean: return Array((node.word != 0 ? "true" : "false").utf8)
        case .timestamp: return Array(Timestamp(microseconds: node.word).description.utf8)
        case .absent, .bytes, .list, .item: return nil
        }
    }

    /// What became of a computation at the time of binding.
    enum Folded {
        /// The value is known.
        case value(Ref)
        /// It can only be computed for an event.
        case unfoldable
    }

    /// Computes a value whose input and operands are constants.
    mutating func evaluate(_ derivation: Derivation, _ values: [Ref]) -> Folded {
        var alone = ProgramBuilder(catalogue: MacroCatalogue(macros: []))
        var derivation = derivation
        derivation.input = copy(derivation.input, to: &alone)
        let values = values.map { copy($0, to: &alone) }
        if derivation.kind == .map {
            derivation.extra = alone.map(maps[Int(derivation.extra)])
        } else {
            alone.patterns = patterns
        }
        let result = alone.derivation(derivation, values)
        let buffer = RenderBuffer()
        switch buffer.evaluate(result, in: Program(alone)) {
        case .value(let node, let text): return .value(constant(node, text))
        case .absent: return .value(.absent)
        case .unfoldable: return .unfoldable
        }
    }

    /// The same constant in another program.
    private func copy(_ value: Ref, to other: inout ProgramBuilder) -> Ref {
        guard value.tag == .constant else { return value }
        let node = constants[Int(value.index)]
        guard node.kind.isText else { return other.constant(node, nil) }
        return other.constant(
            node, Array(literals[Int(node.word) - front(of: node)..<Int(node.word) + Int(node.count)]))
    }

    /// How many bytes in front of its text belong to a constant: a digest's own, half as many as its text has.
    private func front(of node: Node) -> Int { node.kind == .digest ? Int(node.count) / 2 : 0 }

    /// Lets the steps that need the same encoded text share it; in a set, what is encoded is kept for the event.
    mutating func share() {
        struct Use: Hashable {
            var value: Ref
            var encoding: UInt16
        }
        var uses: [Use: Int] = [:]
        func use(_ op: Op) -> Use? {
            guard op.encoding != Encoding.plainNumber, op.code != .mark, op.code != .keyed, op.code != .alone,
                op.value.dependence.isEmpty
            else { return nil }
            guard op.value.tag == .slot || op.value.tag == .derived else { return nil }
            return Use(value: op.value, encoding: op.encoding)
        }
        for op in ops { if let use = use(op) { uses[use, default: 0] += 1 } }
        for (place, op) in ops.enumerated() {
            guard let use = use(op), uses[use, default: 0] > 1 || postbacks.count > 1 else { continue }
            let encoded = Derivation(kind: .encoded, input: use.value, extra: UInt32(use.encoding))
            ops[place].shared = derivation(encoded).index
        }
    }

    /// Drops literals that putting steps together has left behind.
    mutating func compact() {
        let old = literals
        var places: [Range<Int>: UInt32] = [:]
        var kept: [UInt8] = []
        func place(_ start: Int, _ count: Int) -> UInt32 {
            let range = start..<start + count
            if let place = places[range] { return place }
            let place = UInt32(kept.count)
            kept += old[range]
            places[range] = place
            return place
        }
        for (index, op) in ops.enumerated() where op.hasLiteral {
            ops[index].literal = place(Int(op.literal), Int(op.literalCount))
        }
        for (index, node) in constants.enumerated() where node.kind.isText {
            let front = front(of: node)
            constants[index].word = Int64(place(Int(node.word) - front, Int(node.count) + front)) + Int64(front)
        }
        literals = kept
    }
}
