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

    private(set) var namespaces: [Namespace] = [Namespace(name: "", openMap: nil)]
    private var numbers: [String: Int] = ["": 0]
    private var text = ByteBuffer()
    private var places: Table<Place>
    private let mask: Int

    init(_ catalogue: MacroCatalogue) {
        var size = 64
        let parts = catalogue.macros.reduce(0) { $0 + $1.name.utf8.count { $0 == UInt8(ascii: ".") } + 1 }
        while size < parts * 4 { size *= 2 }
        mask = size - 1
        places = Table(repeating: Place(), count: size)
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

    private func namespace(_ part: String, in parent: Int) -> Int {
        let name = parent == 0 ? part : namespaces[parent].name + "." + part
        if let number = numbers[name] { return number }
        let number = namespaces.count
        numbers[name] = number
        namespaces.append(Namespace(name: name, openMap: nil))
        // A list of items is a macro and the beginning of its properties' names: its own key stands for the macro.
        insert(part, in: parent, .namespace(UInt32(number)))
        return number
    }

    /// The number of a namespace by its full name.
    func number(_ name: String) -> Int? { numbers[name] }

    private func insert(_ key: String, in namespace: Int, _ target: Target) {
        let bytes = Array(key.utf8)
        var place = Self.hash(bytes.span, 0, bytes.count, namespace) & mask
        while places[place].isTaken {
            if matches(places[place], namespace, bytes.span, 0, bytes.count) {
                // The macro goes before the namespace of the same name, in whatever order they come.
                if case .slot = target { places[place].target = target }
                return
            }
            place = (place + 1) & mask
        }
        let start = text.count
        text.append(key)
        places[place] = Place(
            isTaken: true, namespace: UInt32(namespace), start: UInt32(start), count: UInt32(bytes.count),
            target: target)
    }

    /// What a key stands for in a namespace; nil for a key that nothing has.
    func target(_ bytes: Span<UInt8>, _ start: Int, _ count: Int, in namespace: Int) -> Target? {
        var place = Self.hash(bytes, start, count, namespace) & mask
        while true {
            let found = places[place]
            if !found.isTaken { return nil }
            if matches(found, namespace, bytes, start, count) { return found.target }
            place = (place + 1) & mask
        }
    }

    private func matches(_ place: Place, _ namespace: Int, _ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Bool {
        guard Int(place.namespace) == namespace, Int(place.count) == count else { return false }
        let key = text.view(Int(place.start), count)
        for index in 0..<count where key[index] != bytes[start + index] { return false }
        return true
    }

    private static func hash(_ bytes: Span<UInt8>, _ start: Int, _ count: Int, _ namespace: Int) -> Int {
        var hash = UInt64(truncatingIfNeeded: namespace) &+ 0x9E37_79B9_7F4A_7C15
        for index in start..<start + count {
            hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3
        }
        return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & 0x7FFF_FFFF)
    }
}
