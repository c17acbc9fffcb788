/// Reads JSON strictly: no comments, no trailing commas, no unpaired surrogates, one value and nothing behind it.
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func readDocument() throws(JSONValue.SyntaxError) -> JSONValue {
        let value = try readValue()
        skipSpace()
        guard position == bytes.count else { throw failure("there is something behind the JSON value") }
        return value
    }

    private func failure(_ message: String) -> JSONValue.SyntaxError {
        JSONValue.SyntaxError(offset: position, message: "\(message) (byte \(position + 1))")
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func readValue() throws(JSONValue.SyntaxError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw failure("the JSON text ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try readObject()
        case UInt8(ascii: "["): return try readArray()
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try readWord("true", .boolean(true))
        case UInt8(ascii: "f"): return try readWord("false", .boolean(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try readNumber())
        default: throw failure("no JSON value starts like this")
        }
    }

    private mutating func readWord(_ word: String, _ value: JSONValue) throws(JSONValue.SyntaxError) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("no JSON value starts like this") }
        position += word.utf8.count
        return value
    }

    private mutating func readObject() throws(JSONValue.SyntaxError) -> JSONValue {
        try enter()
        var members: [(key: String, value: JSONValue)] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return leave(.object(members)) }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw failure("a key in quotes is missing")
            }
            let key = try readString()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw failure("a colon is missing behind a key") }
            members.append((key, try readValue()))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure("an object is not closed") }
            return leave(.object(members))
        }
    }

    private mutating func readArray() throws(JSONValue.SyntaxError) -> JSONValue {
        try enter()
        var values: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return leave(.array(values)) }
        while true {
            values.append(try readValue())
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure("an array is not closed") }
            return leave(.array(values))
        }
    }

    private mutating func enter() throws(JSONValue.SyntaxError) {
        guard depth < JSONValue.maximumDepth else { throw failure("the JSON is nested too deeply") }
        depth += 1
        position += 1
    }

    private mutating func leave(_ value: JSONValue) -> JSONValue {
        depth -= 1
        return value
    }

    private mutating func readNumber() throws(JSONValue.SyntaxError) -> String {
        let start = position
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        func digits() -> Int { bytes[position...].prefix(while: isDigit).count }
        _ = take(UInt8(ascii: "-"))
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[position] != UInt8(ascii: "0") else {
            throw failure("this is not a JSON number")
        }
        position += whole
        if take(UInt8(ascii: ".")) {
            let fraction = digits()
            guard fraction > 0 else { throw failure("this is not a JSON number") }
            position += fraction
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            let exponent = digits()
            guard exponent > 0 else { throw failure("this is not a JSON number") }
            position += exponent
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readString() throws(JSONValue.SyntaxError) -> String {
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw failure("a string is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"):
                position += 1
                try readEscape(into: &text)
            case 0..<0x20: throw failure("a control character stands in a string")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw failure("a string is not closed")
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONValue.SyntaxError) {
        guard position < bytes.count else { throw failure("a string is not closed") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try readHexadecimal())
            if (0xD800...0xDBFF).contains(code), bytes[position...].starts(with: [0x5C, 0x75]) {
                position += 2
                let low = UInt32(try readHexadecimal())
                guard (0xDC00...0xDFFF).contains(low) else { throw failure("a surrogate has no partner") }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure("a surrogate has no partner") }
            text += Array(String(Character(scalar)).utf8)
        default: throw failure("an unknown escape stands in a string")
        }
    }

    private mutating func readHexadecimal() throws(JSONValue.SyntaxError) -> UInt16 {
        guard position + 4 <= bytes.count,
            bytes[position..<position + 4].allSatisfy({ Hexadecimal.value($0) != nil }),
            let code = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits are missing") }
        position += 4
        return code
    }
}
