import PostbackTemplate

/// Which key of an event's JSON stands for which macro: the keys of all namespaces, and a table to find them by.
final class EventKeys: @unchecked Sendable {
    /// What a key stands for.
    enum Target: BitwiseCopyable {
        /// The macro in a slot.
        case slot(UInt32)
        /// The namespace with a number.
        case namespace(UInt32)
    }

    /// What the value of a macro may be, as far as most of them need to know.
    enum Form: BitwiseCopyable {
        /// Any text.
        case text
        /// A decimal number.
        case decimal
        /// What the macro's type says.
        case other
    }

    /// What stands under one beginning of names.
    struct Namespace: Sendable {
        /// The beginning, without a dot at its end; empty for the event itself.
        var name: String
        /// The slot of the open map whose entries stand here.
        var openMap: Int?
    }

    /// A key of a namespace.
    struct Key: BitwiseCopyable {
        var namespace: UInt32
        /// The place of its text, behind which a quote stands.
        var start: UInt32
        var count: UInt32
        var target: Target
    }

    let namespaces: [Namespace]
    /// By slot, what the value of a macro may be.
    let forms: Table<Form>
    private let numbers: [String: Int]
    private let text: ByteBuffer
    private let keys: Table<Key>
    /// The numbers of keys by their hashes; `free` where none stands.
    private let places: Table<UInt32>
    private let mask: Int

    fileprivate static let free = UInt32.max

    init(_ catalogue: MacroCatalogue) {
        let builder = EventKeysBuilder(catalogue)
        namespaces = builder.namespaces
        numbers = builder.numbers
        mask = builder.places.count - 1
        var text = ByteBuffer()
        text.append(builder.text)
        self.text = text
        forms = Table(
            catalogue.macros.map { macro in
                switch macro.type {
                case .text: .text
                case .decimal: .decimal
                default: .other
                }
            })
        keys = Table(builder.keys)
        places = Table(builder.places)
    }

    /// How many keys there are: their numbers go from 0.
    var count: Int { keys.count }

    /// The key with a number.
    @inline(__always)
    subscript(_ number: Int) -> Key { keys[number] }

    /// The number of a namespace by its full name.
    func number(_ name: String) -> Int? { numbers[name] }

    /// The number of a key in a namespace; nil for a key that nothing has.
    func key(_ key: ByteView, in namespace: Int) -> Int? {
        var place = Self.hash(key, namespace) & mask
        let (places, keys) = (places.view, keys.view)
        while true {
            let number = places[place]
            if number == Self.free { return nil }
            let found = keys[Int(number)]
            if Int(found.namespace) == namespace, text.view(Int(found.start), Int(found.count)).isSame(as: key) {
                return Int(number)
            }
            place = (place &+ 1) & mask
        }
    }

    /// Whether a text begins with a key and the quote behind it.
    @inline(__always)
    func begins(_ text: ByteView, with key: Key) -> Bool {
        let quoted = Int(key.count) &+ 1
        guard text.count >= quoted else { return false }
        return self.text.view(Int(key.start), quoted).isSame(as: text[0..<quoted])
    }

    /// Eight bytes in a step; what stands behind the key does not count.
    fileprivate static func hash(_ key: ByteView, _ namespace: Int) -> Int {
        var hash = UInt64(truncatingIfNeeded: namespace) &+ 0x9E37_79B9_7F4A_7C15
        var place = 0
        while place < key.count {
            hash = (hash ^ key.word(at: place)) &* 0x9FB2_1C65_1E98_DF25
            hash ^= hash &>> 32
            place &+= 8
        }
        return Int(truncatingIfNeeded: hash & 0x7FFF_FFFF)
    }
}

/// Makes the table of an event's keys.
private struct EventKeysBuilder {
    var namespaces = [EventKeys.Namespace(name: "", openMap: nil)]
    var numbers = ["": 0]
    var text: [UInt8] = []
    var keys: [EventKeys.Key] = []
    var places: [UInt32]

    init(_ catalogue: MacroCatalogue) {
        var size = 64
        let parts = catalogue.macros.reduce(0) { $0 + $1.name.utf8.count { $0 == UInt8(ascii: ".") } + 1 }
        while size < parts * 4 { size *= 2 }
        places = Array(repeating: EventKeys.free, count: size)
        for (slot, macro) in catalogue.macros.enumerated() where catalogue.slot(macro.name) == slot {
            var number = 0
            let parts = macro.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            for part in parts.dropLast() { number = namespace(part, in: number) }
            if macro.isOpenMap {
                namespaces[number].openMap = slot
            } else {
                insert(parts[parts.count - 1], in: number, .slot(UInt32(slot)))
            }
        }
    }

    private mutating func namespace(_ part: String, in parent: Int) -> Int {
        let name = parent == 0 ? part : namespaces[parent].name + "." + part
        if let number = numbers[name] { return number }
        let number = namespaces.count
        numbers[name] = number
        namespaces.append(EventKeys.Namespace(name: name, openMap: nil))
        // A list of items is a macro and the beginning of its properties' names: its own key stands for the macro.
        insert(part, in: parent, .namespace(UInt32(number)))
        return number
    }

    private mutating func insert(_ key: String, in namespace: Int, _ target: EventKeys.Target) {
        let bytes = Array(key.utf8)
        let hash = ByteBuffer(bytes).withView { EventKeys.hash($0, namespace) }
        var place = hash & (places.count - 1)
        while places[place] != EventKeys.free {
            let number = Int(places[place])
            let found = keys[number]
            if Int(found.namespace) == namespace,
                text[Int(found.start)..<Int(found.start + found.count)].elementsEqual(bytes)
            {
                // The macro goes before the namespace of the same name, in whatever order they come.
                if case .slot = target { keys[number].target = target }
                return
            }
            place = (place + 1) & (places.count - 1)
        }
        places[place] = UInt32(keys.count)
        keys.append(
            EventKeys.Key(
                namespace: UInt32(namespace), start: UInt32(text.count), count: UInt32(bytes.count), target: target))
        text += bytes + [UInt8(ascii: "\"")]
    }
}

extension ByteView {
    /// Eight bytes from a place on, those behind the end as zeros.
    @inline(__always)
    fileprivate func word(at place: Int) -> UInt64 {
        let word = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        let rest = count &- place
        return rest >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: rest &* 8)) &- 1)
    }

    /// Whether both hold the same bytes, which are few.
    @inline(__always)
    fileprivate func isSame(as other: ByteView) -> Bool {
        guard count == other.count else { return false }
        var place = 0
        while place < count {
            if word(at: place) != other.word(at: place) { return false }
            place &+= 8
        }
        return true
    }
}
