import PostbackTemplate

/// A map of a partner, its keys in order; shared by all accounts that use the partner.
final class MapTable: @unchecked Sendable {
    /// One row: the place of the key in `text`, and the value.
    struct Row: BitwiseCopyable {
        var start: UInt32
        var count: UInt32
        var value: UInt32
    }

    let id: String
    /// What keys without a row give.
    let fallback: ValueMap.Fallback
    /// Whether something that is given may become nothing, or an empty text.
    let mayGiveNothing: Bool
    /// The value of such keys, where there is one.
    let otherwise: Node
    /// The bytes of keys and values.
    private let text: ByteBuffer
    private let values: Table<Node>
    private let rows: Table<Row>

    init(_ map: ValueMap) {
        id = map.id
        fallback = map.fallback
        mayGiveNothing = map.mayGiveAbsent() || map.mayGiveEmpty
        var bytes = ByteBuffer()
        var seen: Set<[UInt8]> = []
        let keyed = map.entries.enumerated().map { (key: Array($1.key.utf8), value: UInt32($0)) }
            .filter { seen.insert($0.key).inserted }
        var rows: [Row] = []
        for row in keyed.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            rows.append(Row(start: UInt32(bytes.count), count: UInt32(row.key.count), value: row.value))
            bytes.append(row.key)
        }
        var values: [Node] = []
        for entry in map.entries { values.append(bytes.add(entry.value)) }
        if case .value(let literal) = map.fallback { otherwise = bytes.add(literal) } else { otherwise = .absent }
        self.rows = Table(rows)
        self.values = Table(values)
        text = bytes
    }

    /// The value for a key; nil when no row has it.
    func find(_ key: ByteView) -> Node? {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            let row = rows[middle]
            let candidate = text.view(Int(row.start), Int(row.count))
            if candidate.isEqual(to: key) { return values[Int(row.value)] }
            if candidate.precedes(key) { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// The bytes of a value's text.
    func view(_ node: Node) -> ByteView { text.view(Int(node.word), Int(node.count)) }
}

extension ByteBuffer {
    /// Takes in a literal of a partner file: its text, or the number or boolean itself.
    mutating func add(_ literal: PostbackLiteral) -> Node {
        let start = count
        let kind: Node.Kind
        switch literal {
        case .text(let text):
            if text.isEmpty { return .emptyText }
            kind = .text
            append(text)
        case .boolean(let truth): return Node(truth)
        case .number(let number):
            // A whole number that fits a word needs no text.
            if number.scale == 0, let integer = Int64(number.description) { return Node(.integer, word: integer) }
            kind = .decimal
            append(decimal: number)
        }
        let traits = TextTraits(of: view(start, count - start))
        return Node(kind, at: start, count: count - start, in: .constants, traits: traits)
    }
}
