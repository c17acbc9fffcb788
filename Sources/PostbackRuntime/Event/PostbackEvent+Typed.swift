public import PostbackTemplate

/// What generated properties are made of: a macro by its name, whose slot is most often the one beside it.
extension PostbackEvent {
    private func node(_ name: String, _ slot: Int) -> Node {
        guard let slot = catalogue.slot(name, near: slot), slot < storage.contents.slots.count else { return .absent }
        return storage.contents.slots[slot]
    }

    private mutating func set(_ name: String, _ slot: Int, _ make: (inout EventContents) -> Node) {
        guard let slot = catalogue.slot(name, near: slot), slot < storage.contents.slots.count else { return }
        let storage = owned()
        let node = make(&storage.contents)
        storage.contents.slots[slot] = node
    }

    /// Text of a macro.
    public subscript(text name: String, at slot: Int) -> String? {
        get {
            let node = node(name, slot)
            return node.kind == .text
                ? storage.contents.view(node).string : storage.contents.value(node, catalogue)?.text
        }
        set { set(name, slot) { contents in newValue.map { contents.add($0) } ?? .absent } }
    }

    /// Whole number of a macro.
    public subscript(integer name: String, at slot: Int) -> Int? {
        get {
            let node = node(name, slot)
            return node.kind == .integer ? Int(node.word) : nil
        }
        set { set(name, slot) { _ in newValue.map { Node(.integer, word: Int64($0)) } ?? .absent } }
    }

    /// Decimal number of a macro.
    public subscript(decimal name: String, at slot: Int) -> ExactDecimal? {
        get { storage.contents.value(node(name, slot), catalogue)?.number }
        set {
            set(name, slot) { contents in
                guard let newValue else { return .absent }
                let start = contents.text.count
                contents.text.append(decimal: newValue)
                return contents.node(.decimal, from: start)
            }
        }
    }

    /// Boolean of a macro.
    public subscript(boolean name: String, at slot: Int) -> Bool? {
        get {
            let node = node(name, slot)
            return node.kind == .boolean ? node.word != 0 : nil
        }
        set { set(name, slot) { _ in newValue.map { Node($0) } ?? .absent } }
    }

    /// Moment of a macro.
    public subscript(timestamp name: String, at slot: Int) -> Timestamp? {
        get {
            let node = node(name, slot)
            return node.kind == .timestamp ? Timestamp(microseconds: node.word) : nil
        }
        set { set(name, slot) { _ in newValue.map { Node(.timestamp, word: $0.microseconds) } ?? .absent } }
    }

    /// Texts of a macro that is a list.
    public subscript(texts name: String, at slot: Int) -> [String] {
        get {
            if case .list(let values)? = storage.contents.value(node(name, slot), catalogue) {
                values.compactMap(\.text)
            } else {
                []
            }
        }
        set {
            let catalogue = catalogue
            set(name, slot) { $0.add(.list(newValue.map(PostbackValue.text)), list: nil, catalogue) }
        }
    }
}
