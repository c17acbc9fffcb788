import PostbackTemplate

extension EventScanner {
    /// A string or a number of the input, as a place in the event's text.
    struct Text {
        var start: Int
        var count: Int
        var traits: TextTraits
        /// Whether the place is not the one in the input.
        var isEscaped = false
    }

    /// A key of the input.
    struct Key {
        var text: Text
        /// The number of the key that was expected and is there, if it stands in that key's namespace; nil for another.
        var expected: Int?
    }

    /// What a value is read for, named where something is wrong.
    enum Name {
        /// The macro in a slot.
        case slot(Int)
        /// An entry of an open map, by the place of its name in the event's text.
        case entry(Int, Int)
    }

    private func name(_ name: Name) -> String {
        switch name {
        case .slot(let slot): decoder.catalogue.macros[slot].name
        case .entry(let start, let count): contents.text.view(start, count).string
        }
    }

    private mutating func problem(_ name: Name, _ type: ValueType, _ kind: String? = nil) {
        let macro = findings.problems.count < 100 ? self.name(name) : ""
        findings.add(
            EventProblem(
                macro: macro,
                message: "\(macro) must be \(type.expectation)" + (kind.map { ", not \($0)" } ?? "")))
    }

    /// Reads the value of a macro, as `readValue(_:_:named:)` does.
    mutating func readValue(_ bytes: Span<UInt8>, of slot: Int) throws(JSONValue.SyntaxError) -> Node? {
        // Most values are texts in quotes and plain numbers.
        let form = decoder.keys.forms[slot]
        if form != .other, position < bytes.count {
            let isText = bytes[position] == UInt8(ascii: "\"")
            if isText || bytes[position].isDigit {
                let text = isText ? try readString(bytes) : try readNumber(bytes)
                if text.count == 0 { return nil }
                return form == .text ? node(text) : decimal(text) ?? node(text, .decimal, named: .slot(slot))
            }
        }
        return try readValue(bytes, decoder.catalogue.macros[slot].type, named: .slot(slot))
    }

    /// Reads a value of a type; nil for null, for empty text, and for what has another form, which is noted.
    mutating func readValue(
        _ bytes: Span<UInt8>, _ type: ValueType, named name: Name
    ) throws(JSONValue.SyntaxError) -> Node? {
        guard position < bytes.count else { throw failure(.endsEarly) }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            let text = try readString(bytes)
            return text.count == 0 ? nil : node(text, type, named: name)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let text = try readNumber(bytes)
            if type == .scalar { return decimal(text) ?? node(text) }
            return node(text, type, named: name)
        case UInt8(ascii: "["):
            switch (type, name) {
            case (.list(.item), .slot(let slot)): return try readItems(bytes, slot: slot)
            case (.list(let element), _): return try readList(bytes, of: element, named: name)
            default: problem(name, type, try skipValue(bytes))
            }
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            let truth = bytes[position] == UInt8(ascii: "t")
            let kind = try skipValue(bytes)
            if type == .boolean || type == .scalar { return Node(truth) }
            problem(name, type, kind)
        case UInt8(ascii: "n"): _ = try skipValue(bytes)
        default: problem(name, type, try skipValue(bytes))
        }
        return nil
    }

    /// Reads a list whose values are each of a type.
    mutating func readList(
        _ bytes: Span<UInt8>, of type: ValueType, named name: Name
    ) throws(JSONValue.SyntaxError) -> Node? {
        let first = contents.elements.count
        var count: UInt32 = 0
        try forEachElement(bytes) { (scanner, bytes) throws(JSONValue.SyntaxError) in
            // A list in a list has no place; its elements would stand between those of this one.
            if scanner.position < bytes.count, bytes[scanner.position] == UInt8(ascii: "[") {
                scanner.problem(name, type, try scanner.skipValue(bytes))
            } else if let node = try scanner.readValue(bytes, type, named: name) {
                scanner.contents.elements.append(node)
                count += 1
            }
        }
        return count == 0 ? nil : Node(kind: .list, arena: .event, traits: [], count: count, word: Int64(first))
    }

    private func node(_ text: Text, as kind: Node.Kind = .text) -> Node {
        Node(kind, at: text.start, count: text.count, in: .event, traits: text.traits)
    }

    /// The value of a type that a text is; nil when it has another form, which is noted.
    private mutating func node(_ text: Text, _ type: ValueType, named name: Name) -> Node? {
        let bytes = contents.text.view(text.start, text.count)
        let found: Node?
        switch type {
        case .text, .scalar, .digest: return node(text)
        case .decimal: found = decimal(text)
        case .integer: found = bytes.withSpan { ValueType.integer($0) }.map { Node(.integer, word: $0) }
        case .timestamp:
            found = bytes.withSpan { Timestamp(utf8: $0) }.map { Node(.timestamp, word: $0.microseconds) }
        case .boolean:
            if bytes.isEqual(to: "true") || bytes.isEqual(to: "1") { return Node(true) }
            found = bytes.isEqual(to: "false") || bytes.isEqual(to: "0") ? Node(false) : nil
        default: found = bytes.withSpan { type.accepts(utf8: $0) } ? node(text) : nil
        }
        if found == nil { problem(name, type) }
        return found
    }

    /// A decimal number: the text itself where it is written plainly, or what it comes to.
    private mutating func decimal(_ text: Text) -> Node? {
        let bytes = contents.text.view(text.start, text.count)
        if text.count <= 18, bytes.isPlainDecimal { return node(text, as: .decimal) }
        guard let number = bytes.withSpan({ ExactDecimal(utf8: $0) }) else { return nil }
        let start = contents.text.count
        contents.text.append(decimal: number)
        return contents.node(.decimal, from: start)
    }

    /// Passes over a value; its kind in words.
    mutating func skipValue(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> String {
        skipSpace(bytes)
        guard position < bytes.count else { throw failure(.endsEarly) }
        switch bytes[position] {
        case UInt8(ascii: "{"):
            try skipObject(bytes)
            return "an object"
        case UInt8(ascii: "["):
            try forEachElement(bytes) { (scanner, bytes) throws(JSONValue.SyntaxError) in
                _ = try scanner.skipValue(bytes)
            }
            return "an array"
        case UInt8(ascii: "\""):
            _ = try readString(bytes)
            return "a string"
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            _ = try readNumber(bytes)
            return "a number"
        case UInt8(ascii: "t"): return try skipWord(bytes, "true", kind: "a boolean")
        case UInt8(ascii: "f"): return try skipWord(bytes, "false", kind: "a boolean")
        case UInt8(ascii: "n"): return try skipWord(bytes, "null", kind: "null")
        default: throw failure(.noValue)
        }
    }

    private mutating func skipWord(
        _ bytes: Span<UInt8>, _ word: StaticString, kind: String
    ) throws(JSONValue.SyntaxError) -> String {
        try skipWord(bytes, word)
        return kind
    }

    private mutating func readNumber(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Text {
        let start = position
        let traits: TextTraits = try skipNumber(bytes) ? .reserved : []
        return Text(start: start, count: position - start, traits: traits)
    }
}

extension ByteView {
    /// Whether the text is a decimal number in the form that it is written in: no exponent, no zero in front, no minus
    /// before zero.
    fileprivate var isPlainDecimal: Bool {
        let isNegative = count > 0 && self[0] == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        var point = count
        var isZero = true
        for place in start..<count {
            let byte = self[place]
            if byte == UInt8(ascii: "."), point == count {
                point = place
            } else if byte.isDigit {
                if byte != UInt8(ascii: "0") { isZero = false }
            } else {
                return false
            }
        }
        guard point > start, point + 1 != count, !(isNegative && isZero) else { return false }
        return point == start + 1 || self[start] != UInt8(ascii: "0")
    }
}
