extension EventScanner {
    /// Passes over an object.
    mutating func skipObject(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) {
        try forEachMember(bytes) { (scanner, bytes, _) throws(JSONValue.SyntaxError) in
            _ = try scanner.skipValue(bytes)
        }
    }

    /// Reads a string, from its quote on: in place where it has no escapes, else at the end of the event's text.
    mutating func readString(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Text {
        position &+= 1
        let start = position
        var traits: TextTraits = []
        var place = position
        while place < bytes.count {
            let found = TextTraits(of: bytes[place])
            if found.contains(.stop) { break }
            traits.formUnion(found)
            place &+= 1
        }
        position = place
        guard place < bytes.count else { throw failure("a string is not closed") }
        guard bytes[place] == UInt8(ascii: "\"") else { return try readEscaped(bytes, from: start) }
        position = place &+ 1
        let count = place &- start
        if traits.contains(.wide), !contents.text.view(start, count).isUTF8 { throw failure("a string is not UTF-8") }
        return Text(start: start, count: count, traits: traits)
    }

    /// Reads a string that has an escape or a control character, from the first byte of its content on.
    private mutating func readEscaped(
        _ bytes: Span<UInt8>, from start: Int
    ) throws(JSONValue.SyntaxError) -> Text {
        let target = contents.text.count
        contents.appendText(at: start, position - start)
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                let text = contents.text.view(target, contents.text.count - target)
                guard text.isUTF8 else { throw failure("a string is not UTF-8") }
                return Text(start: target, count: text.count, traits: TextTraits(of: text), isEscaped: true)
            case UInt8(ascii: "\\"):
                position += 1
                try readEscape(bytes)
            case 0..<0x20: throw failure("a control character stands in a string")
            default:
                contents.text.append(byte)
                position += 1
            }
        }
        throw failure("a string is not closed")
    }

    private mutating func readEscape(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) {
        guard position < bytes.count else { throw failure("a string is not closed") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): contents.text.append(byte)
        case UInt8(ascii: "b"): contents.text.append(0x08)
        case UInt8(ascii: "f"): contents.text.append(0x0C)
        case UInt8(ascii: "n"): contents.text.append(0x0A)
        case UInt8(ascii: "r"): contents.text.append(0x0D)
        case UInt8(ascii: "t"): contents.text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try readHexadecimal(bytes)
            if (0xD800...0xDBFF).contains(code), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                let low = try readHexadecimal(bytes)
                guard (0xDC00...0xDFFF).contains(low) else { throw failure("a surrogate has no partner") }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure("a surrogate has no partner") }
            for byte in Unicode.UTF8.encode(scalar) ?? .init() { contents.text.append(byte) }
        default: throw failure("an unknown escape stands in a string")
        }
    }

    private mutating func readHexadecimal(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> UInt32 {
        var code: UInt32 = 0
        for place in position..<position + 4 {
            guard place < bytes.count, let digit = Hexadecimal.value(bytes[place]) else {
                throw failure("four hexadecimal digits are missing")
            }
            code = code << 4 | UInt32(digit)
        }
        position += 4
        return code
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
