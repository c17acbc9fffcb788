import PostbackTemplate

/// Which key of an event's JSON stands for which macro: a table from namespace and key to what is read there.
final class EventKeys: @unchecked Sendable {
    /// What a key stands for.
    enum Target: BitwiseCopyable {
        /// The macro in a slot.
        case slot(UInt32)
        /// The namespace with a number.
        case namespace(UInt32)
    }

    /// What stands under one beginning of names.
    struct Namespace: Sendable {
        /// The beginning, without a dot at its end; empty for the event itself.
        var name: String
        /// The slot of the open map whose entries stand here.
        var openMap: Int?
    }

    /// One place of the table.
    struct Place: BitwiseCopyable {
        var isTaken = false
        var namespace: UInt32 = 0
        var start: UInt32 = 0
        var count: UInt32 = 0
        var target = Target.slot(0)
    }

    let namespaces: [Namespace]
    private let numbers: [String: Int]
    private let text: ByteBuffer
    private let places: Table<Place>
    private let mask: Int

    init(_ catalogue: MacroCatalogue) {
        let builder = EventKeysBuilder(catalogue)
        namespaces = builder.namespaces
        numbers = builder.numbers
        mask = builder.places.count - 1
        var text = ByteBuffer()
        text.append(builder.text)
        self.text = text
        places = Table(builder.places)
    }

    /// The number of a namespace by its full name.
    func number(_ name: String) -> Int? { numbers[name] }

    /// What a key stands for in a namespace; nil for a key that nothing has.
    func target(_ key: ByteView, in namespace: Int) -> Target? {
        var place = Self.hash(key, namespace) & mask
        let places = places.view
        while true {
            let found = places[place]
            if !found.isTaken { return nil }
            if Int(found.namespace) == namespace, text.view(Int(found.start), Int(found.count)).isSame(as: key) {
                return found.target
            }
            place = (place &+ 1) & mask
        }
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
    var places: [EventKeys.Place]

    init(_ catalogue: MacroCatalogue) {
        var size = 64
        let parts = catalogue.macros.reduce(0) { $0 + $1.name.utf8.count { $0 == UInt8(ascii: ".") } + 1 }
        while size < parts * 4 { size *= 2 }
        places = Array(repeating: EventKeys.Place(), count: size)
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
        while places[place].isTaken {
            let found = places[place]
            if Int(found.namespace) == namespace,
                text[Int(found.start)..<Int(found.start + found.count)].elementsEqual(bytes)
            {
                // The macro goes before the namespace of the same name, in whatever order they come.
                if case .slot = target { places[place].target = target }
                return
            }
            place = (place + 1) & (places.count - 1)
        }
        places[place] = EventKeys.Place(
            isTaken: true, namespace: UInt32(namespace), start: UInt32(text.count), count: UInt32(bytes.count),
            target: target)
        text += bytes
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
