/// Writes one JSON object at the end of a buffer, member by member.
package struct JSONObjectWriter {
    private let start: Int

    /// Begins an object.
    package init(to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "{"))
        start = buffer.count
    }

    /// Appends a key, in which nothing has to be escaped; its value has to follow.
    package func add(_ key: StaticString, to buffer: inout [UInt8]) {
        if buffer.count > start { buffer.append(UInt8(ascii: ",")) }
        buffer.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { unsafe buffer.append(contentsOf: $0) }
        buffer.append(UInt8(ascii: "\""))
        buffer.append(UInt8(ascii: ":"))
    }

    /// Appends a member with a text; nothing for nil.
    package func add(_ key: StaticString, _ text: String?, to buffer: inout [UInt8]) {
        guard let text else { return }
        add(key, to: &buffer)
        JSONText.append(text, to: &buffer)
    }

    /// Appends a member with a whole number; nothing for nil.
    package func add(_ key: StaticString, number: Int?, to buffer: inout [UInt8]) {
        guard let number else { return }
        add(key, to: &buffer)
        var digits = String(number)
        digits.withUTF8 { unsafe buffer.append(contentsOf: $0) }
    }

    /// Appends a member with an array of what a closure writes for each element.
    package func add<Element>(
        _ key: StaticString, array elements: some Sequence<Element>, to buffer: inout [UInt8],
        _ write: (Element, inout [UInt8]) -> Void
    ) {
        add(key, to: &buffer)
        JSONText.append(array: elements, to: &buffer, write)
    }

    /// Ends the object.
    package func end(_ buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "}"))
    }
}

extension JSONText {
    /// Appends an array of what a closure writes for each element.
    package static func append<Element>(
        array elements: some Sequence<Element>, to buffer: inout [UInt8], _ write: (Element, inout [UInt8]) -> Void
    ) {
        buffer.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            write(element, &buffer)
            isFirst = false
        }
        buffer.append(UInt8(ascii: "]"))
    }
}
