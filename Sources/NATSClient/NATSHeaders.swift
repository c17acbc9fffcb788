/// Headers of a message: names and values in their order, and the status that a server may put in front of them.
///
/// Source: ADR-4 of NATS.
package struct NATSHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One header.
    package struct Field: Hashable, Sendable {
        /// The name, whose case counts.
        package var name: String
        /// The value.
        package var value: String
    }

    /// The headers, in their order.
    package private(set) var fields: [Field] = []
    /// The status: 503 for nobody there, 404 and 408 for no messages, 409 for a pull that ends; nil for a message.
    package private(set) var status: Int?
    /// What the status is called.
    package private(set) var words = ""

    static let version = "NATS/1.0"

    /// Creates no headers.
    package init() {}

    /// Creates headers; a name that ends a line, or a value that does, is left out.
    package init(dictionaryLiteral fields: (String, String)...) {
        for (name, value) in fields { add(name, value) }
    }

    /// What has a message kept only where the last one of its subject has this number; 0 for none.
    package static func expecting(last number: UInt64) -> NATSHeaders {
        ["Nats-Expected-Last-Subject-Sequence": String(number)]
    }

    /// Adds a header. What would end the line of another one is not added.
    package mutating func add(_ name: String, _ value: String) {
        let isSafe = { (text: String) in !text.utf8.contains { $0 == 0x0D || $0 == 0x0A } }
        guard isSafe(name), isSafe(value), !name.isEmpty, !name.utf8.contains(UInt8(ascii: ":")) else { return }
        fields.append(Field(name: name, value: value))
    }

    /// The first value with a name.
    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The bytes, with the blank line behind them; empty for no headers.
    var bytes: [UInt8] {
        guard !fields.isEmpty else { return [] }
        var bytes = Array("\(Self.version)\r\n".utf8)
        for field in fields {
            bytes += Array(field.name.utf8)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(UInt8(ascii: " "))
            bytes += Array(field.value.utf8)
            bytes += [0x0D, 0x0A]
        }
        return bytes + [0x0D, 0x0A]
    }

    /// Reads headers. Whoever publishes a message writes them, so that a line which is none is passed over.
    init(reading bytes: ArraySlice<UInt8>) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        guard let first = lines.first, first.starts(with: Self.version.utf8) else { return }
        lines.removeFirst()
        let rest = first.dropFirst(Self.version.utf8.count).drop { $0 == 0x20 }
        let code = rest.prefix { $0 != 0x20 }
        if let number = Int(String(decoding: code, as: UTF8.self)) {
            status = number
            words = String(decoding: rest.dropFirst(code.count).drop { $0 == 0x20 }, as: UTF8.self)
        }
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[(colon + 1)...].drop { $0 == 0x20 }
            fields.append(
                Field(
                    name: String(decoding: line[..<colon], as: UTF8.self), value: String(decoding: value, as: UTF8.self)
                ))
        }
    }
}
