extension EventScanner {
    /// Passes over an object.
    mutating func skipObject(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) {
        try forEachMember(bytes) { (scanner, bytes, _) throws(JSONValue.SyntaxError) in
            _ = try scanner.skipValue(bytes)
        }
    }

    /// Reads a string, from its quote on: in place where it has no escapes, else at the end of the event's text.
    mutating func readString(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Text {
        // The event's text holds the input at the same places, with room behind it that can be read.
        let text = contents.text.view
        position &+= 1
        let start = position
        var scan = TextScan()
        var place = position
        while place < bytes.count {
            let chunk = TextChunk(text.chunk(at: place))
            let count = chunk.plainCount
            place &+= count
            guard count == 16 else {
                scan.add(plain: chunk.first(count))
                break
            }
            scan.add(plain: chunk)
        }
        position = min(place, bytes.count)
        guard place < bytes.count else { throw failure(.openString) }
        guard bytes[place] == UInt8(ascii: "\"") else { return try readEscaped(bytes, from: start) }
        position = place &+ 1
        let count = place &- start
        let traits = scan.traits
        if traits.contains(.wide), !contents.text.view(start, count).isUTF8 { throw failure(.notUTF8) }
        return Text(start: start, count: count, traits: traits)
    }

    /// Reads a key, of which nothing is known but its place.
    mutating func readPlainKey(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Text {
        let text = contents.text.view
        let start = position &+ 1
        var place = start
        var isPlain = true
        while place < bytes.count {
            let chunk = TextChunk(text.chunk(at: place))
            let count = chunk.plainCount
            place &+= count
            let part = count == 16 ? chunk : chunk.first(count)
            if TextChunk.Words(part.isReserved).isAny { isPlain = false }
            if count < 16 { break }
        }
        // An open end, an escape, and what is not ASCII, are what a string may have.
        guard isPlain, place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return try readString(bytes) }
        position = place &+ 1
        return Text(start: start, count: place &- start, traits: [])
    }

    /// Reads a string that has an escape or a control character, from the first byte of its content on.
    private mutating func readEscaped(
        _ bytes: Span<UInt8>, from start: Int
    ) throws(JSONValue.SyntaxError) -> Text {
        let target = contents.text.count
        contents.appendText(at: start, position - start)
        try readContent(bytes)
        let text = contents.text.view(target, contents.text.count - target)
        guard text.isUTF8 else { throw failure(.notUTF8) }
        return Text(start: target, count: text.count, traits: TextTraits(of: text), isEscaped: true)
    }
}

extension EventContents {
    /// Appends to the event's text what stands somewhere in it.
    mutating func appendText(at start: Int, _ count: Int) {
        text.append(from: start, count)
    }

    /// Sets an entry of an open map, whose name stands at a place of the event's text.
    mutating func set(_ value: Node, name start: Int, _ count: Int) {
        if let place = entry(text.view(start, count)) {
            entries[place].value = value
        } else {
            entries.append(.init(nameStart: UInt32(start), nameCount: UInt32(count), value: value), in: text.view)
        }
    }
}

extension ByteBuffer {
    /// Appends bytes that stand somewhere in this buffer.
    mutating func append(from start: Int, _ length: Int) {
        // Room first: the view must not move.
        reserve(length)
        append(view(start, length))
    }
}
