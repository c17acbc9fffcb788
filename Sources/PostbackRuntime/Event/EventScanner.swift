import PostbackTemplate

/// Reads one event in a single pass over its JSON: values go from the text to their slots, nothing lies between.
///
struct EventScanner: JSONLexer, ~Copyable {
    let decoder: EventDecoder
    /// The values, taken out of the event while they are written.
    var contents: EventContents
    var position = 0
    var findings = EventDecoder.Findings()
    var depth = 0
    /// The number of the key that was found last; that of no key before the first.
    private var lastKey = 0

    /// The longest name of an entry of an open map, in bytes; longer ones count as unknown keys.
    static let longestEntryName = 512

    init(_ decoder: EventDecoder, _ contents: consuming EventContents) {
        self.decoder = decoder
        self.contents = contents
    }

    /// The values that were read.
    consuming func finish() -> EventContents { contents }

    /// Reads the event; what the text is instead where it is no object.
    mutating func readDocument(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> String? {
        // Texts without escapes are then in their place already: at the same offset as in the input.
        contents.text.append(bytes)
        lastKey = decoder.keys.count
        if contents.followers.count != lastKey + 1 { contents.followers.fill(0, count: lastKey + 1) }
        skipSpace(bytes)
        var kind: String?
        if position < bytes.count, bytes[position] == UInt8(ascii: "{") {
            try readNamespace(bytes, 0)
        } else {
            kind = try skipValue(bytes)
        }
        try finish(bytes)
        return kind
    }

    mutating func append(escaped byte: UInt8) {
        contents.text.append(byte)
    }

    /// Reads the members of a namespace.
    private mutating func readNamespace(_ bytes: Span<UInt8>, _ number: Int) throws(JSONValue.SyntaxError) {
        try forEachMember(bytes) { (scanner, bytes, key) throws(JSONValue.SyntaxError) in
            try scanner.readMember(bytes, key, in: number)
        }
    }

    private mutating func readMember(
        _ bytes: Span<UInt8>, _ key: Key, in number: Int
    ) throws(JSONValue.SyntaxError) {
        switch target(key, in: number) {
        case .slot(let slot)?: try readMacro(bytes, Int(slot))
        case .namespace(let inner)? where position < bytes.count && bytes[position] == UInt8(ascii: "{"):
            try readNamespace(bytes, Int(inner))
        default:
            let namespace = decoder.keys.namespaces[number]
            if let map = namespace.openMap, key.text.count > 0 {
                try readEntry(bytes, namespace.name, key.text, map)
            } else {
                try readOther(bytes, namespace.name, key.text)
            }
        }
    }

    /// What a key stands for, wherever its text is.
    @inline(__always)
    private mutating func target(_ key: Key, in namespace: Int) -> EventKeys.Target? {
        if let number = key.expected, decoder.keys[number].namespace == namespace {
            lastKey = number
            return decoder.keys[number].target
        }
        return find(key.text, in: namespace)
    }

    private mutating func find(_ key: Text, in namespace: Int) -> EventKeys.Target? {
        guard let number = decoder.keys.key(contents.text.view(key.start, key.count), in: namespace) else { return nil }
        contents.followers[lastKey] = UInt32(number)
        lastKey = number
        return decoder.keys[number].target
    }

    /// Reads a key: the one that followed the key before it last time, or any.
    mutating func readKey(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Key {
        let number = Int(contents.followers[lastKey])
        if number < decoder.keys.count {
            let key = decoder.keys[number]
            let start = position &+ 1
            if decoder.keys.begins(contents.text.view(start, bytes.count &- start), with: key) {
                position = start &+ Int(key.count) &+ 1
                return Key(text: Text(start: start, count: Int(key.count), traits: []), expected: number)
            }
        }
        return Key(text: try readPlainKey(bytes), expected: nil)
    }

    /// Reads a member that is no key of its namespace: a name with dots may still be one.
    private mutating func readOther(
        _ bytes: Span<UInt8>, _ namespace: String, _ key: Text
    ) throws(JSONValue.SyntaxError) {
        let text = contents.text.view(key.start, key.count).string
        let name = namespace.isEmpty ? text : namespace + "." + text
        let catalogue = decoder.catalogue
        if text.contains(".") {
            if let slot = catalogue.slot(name), !catalogue.macros[slot].isOpenMap { return try readMacro(bytes, slot) }
            if let map = catalogue.openMap(of: name).flatMap({ catalogue.slot($0.name) }) {
                return try readEntry(bytes, name, nil, map)
            }
            if let number = decoder.keys.number(name), position < bytes.count, bytes[position] == UInt8(ascii: "{") {
                return try readNamespace(bytes, number)
            }
        }
        unknown(name)
        _ = try skipValue(bytes)
    }

    mutating func unknown(_ name: String) {
        if decoder.collectsUnknownKeys, findings.unknownKeys.count < 100 { findings.unknownKeys.append(name) }
    }

    /// Reads the entries of an open map from a key on; nil where `name` is the whole name.
    private mutating func readEntry(
        _ bytes: Span<UInt8>, _ name: String, _ key: Text?, _ map: Int
    ) throws(JSONValue.SyntaxError) {
        let start = contents.text.count
        contents.text.append(name)
        if let key {
            contents.text.append(UInt8(ascii: "."))
            contents.appendText(at: key.start, key.count)
        }
        try readEntryValue(bytes, name: start, contents.text.count - start, map)
    }

    private mutating func readEntryValue(
        _ bytes: Span<UInt8>, name start: Int, _ count: Int, _ map: Int
    ) throws(JSONValue.SyntaxError) {
        guard count <= Self.longestEntryName else {
            unknown(contents.text.view(start, Self.longestEntryName).string + "…")
            contents.text.truncate(to: start)
            _ = try skipValue(bytes)
            return
        }
        guard position < bytes.count else { throw failure(.endsEarly) }
        let value: Node?
        switch bytes[position] {
        case UInt8(ascii: "{"):
            return try forEachMember(bytes) { (scanner, bytes, key) throws(JSONValue.SyntaxError) in
                let inner = scanner.contents.text.count
                scanner.contents.appendText(at: start, count)
                scanner.contents.text.append(UInt8(ascii: "."))
                scanner.contents.appendText(at: key.text.start, key.text.count)
                try scanner.readEntryValue(bytes, name: inner, scanner.contents.text.count - inner, map)
            }
        case UInt8(ascii: "["): value = try readList(bytes, of: .scalar, named: .entry(start, count))
        default: value = try readValue(bytes, decoder.catalogue.macros[map].type, named: .entry(start, count))
        }
        contents.set(value ?? .absent, name: start, count)
    }

    /// Reads the value of a macro; null, empty text and what has the wrong form leave what is there.
    private mutating func readMacro(_ bytes: Span<UInt8>, _ slot: Int) throws(JSONValue.SyntaxError) {
        if let node = try readValue(bytes, of: slot) { contents.slots[slot] = node }
    }

    /// Reads a list of items.
    mutating func readItems(_ bytes: Span<UInt8>, slot: Int) throws(JSONValue.SyntaxError) -> Node? {
        let first = contents.elements.count
        var count: UInt32 = 0
        let list = decoder.catalogue.macros[slot].name
        let number = decoder.keys.number(list)
        try forEachElement(bytes) { (scanner, bytes) throws(JSONValue.SyntaxError) in
            guard scanner.position < bytes.count, bytes[scanner.position] == UInt8(ascii: "{") else {
                let kind = try scanner.skipValue(bytes)
                scanner.findings.add(EventProblem(macro: list, message: "\(list) holds objects, not \(kind)"))
                return
            }
            let head = scanner.contents.elements.count
            scanner.contents.elements.append(
                Node(kind: .item, arena: .event, traits: [], count: 0, word: Int64(head)))
            count += 1
            try scanner.forEachMember(bytes) { (scanner, bytes, key) throws(JSONValue.SyntaxError) in
                guard let number, case .slot(let slot)? = scanner.target(key, in: number) else {
                    scanner.unknown(list + "." + scanner.contents.text.view(key.text.start, key.text.count).string)
                    _ = try scanner.skipValue(bytes)
                    return
                }
                let node = try scanner.readValue(bytes, of: Int(slot))
                scanner.contents.addMember(node ?? .absent, slot: Int(slot), of: head)
            }
        }
        return count == 0 ? nil : Node(kind: .list, arena: .event, traits: [], count: count, word: Int64(first))
    }
}
