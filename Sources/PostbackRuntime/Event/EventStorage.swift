import PostbackTemplate

/// The values of one event, shared by all copies of it.
///
/// Written only while one event alone refers to it, which makes it safe to share. For the same reason no access needs to be
/// checked for another: whoever reads refers to it, or borrows the event, which nobody changes meanwhile.
@safe
final class EventStorage: @unchecked Sendable {
    let catalogue: MacroCatalogue
    private let place = UnsafeMutablePointer<EventContents>.allocate(capacity: 1)

    /// An event without values and macros.
    static let empty = EventStorage(catalogue: MacroCatalogue(macros: []))

    init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
        unsafe place.initialize(to: EventContents(slots: catalogue.macros.count))
    }

    init(copying other: EventStorage) {
        catalogue = other.catalogue
        unsafe place.initialize(to: EventContents(copying: other.contents))
    }

    deinit {
        unsafe place.deinitialize(count: 1)
        unsafe place.deallocate()
    }

    var contents: EventContents {
        unsafeAddress { unsafe UnsafePointer(place) }
        unsafeMutableAddress { unsafe place }
    }
}

/// The values of one event: a node for every macro of the catalogue, and the bytes, elements and entries they point to.
struct EventContents: ~Copyable {
    var text: ByteBuffer
    var slots: Table<Node>
    /// Elements of lists; the members of an item follow it.
    var elements = Table<Node>()
    /// Entries of open maps.
    var entries = EventEntries()
    /// For each key of events, by its number, the one that followed it last: events of one source have theirs in one order.
    var followers = Table<UInt32>()

    init(slots count: Int) {
        text = ByteBuffer(capacity: 1_008)
        slots = Table(repeating: .absent, count: count)
    }

    init(copying other: borrowing EventContents) {
        text = ByteBuffer(capacity: other.text.count)
        text.append(other.text.view)
        slots = Table()
        slots.copy(other.slots)
        elements.copy(other.elements)
        entries.copy(other.entries)
    }

    /// Forgets every value and keeps the memory.
    mutating func removeAll() {
        text.truncate(to: 0)
        elements.truncate(to: 0)
        entries.removeAll()
        slots.fill(.absent, count: slots.count)
    }

    /// The bytes of a text of this event.
    func view(_ node: Node) -> ByteView {
        text.view(Int(node.word), Int(node.count))
    }
}

extension EventContents {
    /// Takes in a text; absent when it is empty.
    mutating func add(_ string: String, as kind: Node.Kind = .text) -> Node {
        let start = text.count
        text.append(string)
        return node(kind, from: start)
    }

    /// The node for what has been appended to `text` from a place on.
    func node(_ kind: Node.Kind, from start: Int) -> Node {
        let count = text.count - start
        let traits = kind == .bytes ? .unknown : TextTraits(of: text.view(start, count))
        return Node(kind, at: start, count: count, in: .event, traits: traits)
    }

    /// Takes in a value; `list` is the macro whose items' properties name the members.
    mutating func add(_ value: PostbackValue, list: String?, _ catalogue: MacroCatalogue) -> Node {
        switch value {
        case .text(let string): return add(string)
        case .integer(let number): return Node(.integer, word: number)
        case .decimal(let number): return add(number.description, as: .decimal)
        case .boolean(let truth): return Node(truth)
        case .timestamp(let moment): return Node(.timestamp, word: moment.microseconds)
        case .digest: return add(value.text ?? "")
        case .bytes(let bytes):
            let start = text.count
            text.append(bytes)
            return node(.bytes, from: start)
        case .list(let values):
            let first = elements.count
            var count: UInt32 = 0
            for value in values where addElement(value, list: list, catalogue) { count += 1 }
            guard count > 0 else { return .absent }
            return Node(kind: .list, arena: .event, traits: [], count: count, word: Int64(first))
        case .item: return .absent
        }
    }

    /// Appends an element and its members; false when it holds nothing, and for a list in a list.
    private mutating func addElement(
        _ value: PostbackValue, list: String?, _ catalogue: MacroCatalogue
    ) -> Bool {
        guard case .item(let properties) = value else {
            if case .list = value { return false }
            let node = add(value, list: nil, catalogue)
            if node.kind != .absent { elements.append(node) }
            return node.kind != .absent
        }
        let head = elements.count
        elements.append(Node(kind: .item, arena: .event, traits: [], count: 0, word: Int64(head)))
        guard let list else { return true }
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            guard let slot = catalogue.slot(list + "." + key) else { continue }
            addMember(add(value, list: nil, catalogue), slot: slot, of: head)
        }
        return true
    }

    /// Appends a member to the item whose head stands at a place; nothing may have been appended behind the item.
    mutating func addMember(_ node: Node, slot: Int, of head: Int) {
        guard node.kind != .absent, node.kind != .list else { return }
        var node = node
        node.slot = UInt16(truncatingIfNeeded: slot)
        elements.append(node)
        elements[head].count += 1
    }

    /// Whether there is a value in a slot.
    func hasValue(in slot: Int) -> Bool { slot >= 0 && slot < slots.count && slots[slot].kind != .absent }

    /// Whether the text in a slot is this one, byte for byte; nil where there is another kind of value.
    func isText(in slot: Int, _ text: String) -> Bool? {
        guard hasValue(in: slot) else { return false }
        let node = slots[slot]
        return node.kind == .text ? view(node).isEqual(to: text) : nil
    }

    /// The text in a slot, and of any other value what it is written as; nil when it is absent.
    func text(in slot: Int, _ catalogue: MacroCatalogue) -> String? {
        guard hasValue(in: slot) else { return nil }
        let node = slots[slot]
        return node.kind == .text ? view(node).string : value(node, catalogue)?.text
    }

    /// The value in a slot; nil when it is absent.
    func value(in slot: Int, _ catalogue: MacroCatalogue) -> PostbackValue? {
        hasValue(in: slot) ? value(slots[slot], catalogue) : nil
    }

    /// The value that a node stands for; nil when it is absent.
    func value(_ node: Node, _ catalogue: MacroCatalogue) -> PostbackValue? {
        switch node.kind {
        case .absent: return nil
        case .text, .digest: return .text(view(node).string)
        case .decimal: return ExactDecimal(view(node).string).map(PostbackValue.decimal)
        case .bytes: return .bytes((0..<Int(node.count)).map { view(node)[$0] })
        case .integer: return .integer(node.word)
        case .boolean: return .boolean(node.word != 0)
        case .timestamp: return .timestamp(Timestamp(microseconds: node.word))
        case .list:
            var values: [PostbackValue] = []
            var place = Int(node.word)
            for _ in 0..<node.count {
                if let value = value(elements[place], catalogue) { values.append(value) }
                place += elements[place].width
            }
            return .list(values)
        case .item:
            var properties: [String: PostbackValue] = [:]
            for place in 0..<Int(node.count) {
                let member = elements[Int(node.word) + 1 + place]
                let name = catalogue.macros[Int(member.slot)].name
                properties[String(name[name.index(after: name.lastIndex(of: ".") ?? name.startIndex)...])] =
                    value(member, catalogue)
            }
            return .item(properties)
        }
    }

    /// The place of an entry of an open map among the entries.
    func entry(_ name: ByteView) -> Int? {
        entries.view.number(of: name, in: text.view)
    }
}
