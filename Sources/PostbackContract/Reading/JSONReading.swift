/// A JSON value as it is written: numbers keep their text, objects their order and what they have twice.
public indirect enum JSONReading: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number as written.
    case number(String)
    /// A text, escapes resolved.
    case text(String)
    /// A list.
    case list([JSONReading])
    /// An object.
    case object([Member])

    /// A member of an object.
    public struct Member: Hashable, Sendable {
        /// The key.
        public var key: String
        /// The value.
        public var value: JSONReading
    }

    /// Why bytes are no JSON.
    public struct Problem: Error, Hashable, Sendable {
        /// The offset of the byte that is wrong.
        public var offset: Int
    }

    /// Reads JSON, by RFC 8259 and no more generously.
    public init(_ bytes: some Sequence<UInt8>) throws(Problem) {
        var reader = Reader(bytes: Array(bytes))
        self = try reader.readDocument()
    }

    /// The value in a few words.
    var kind: String {
        switch self {
        case .null: "null"
        case .boolean(let truth): "\(truth)"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }

    /// The first member with a key.
    func member(_ key: String) -> JSONReading? {
        if case .object(let members) = self { members.first { $0.key == key }?.value } else { nil }
    }
}

extension JSONReading {
    private struct Reader {
        let bytes: [UInt8]
        var index = 0
        var depth = 0

        var current: UInt8? { index < bytes.count ? bytes[index] : nil }

        mutating func readDocument() throws(Problem) -> JSONReading {
            let value = try readValue()
            skipBlanks()
            guard index == bytes.count else { throw problem }
            return value
        }

        private var problem: Problem { Problem(offset: index) }

        private mutating func skipBlanks() {
            while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard current == byte else { return false }
            index += 1
            return true
        }

        private mutating func readValue() throws(Problem) -> JSONReading {
            guard depth < 200 else { throw problem }
            depth += 1
            defer { depth -= 1 }
            skipBlanks()
            switch current {
            case UInt8(ascii: "{"): return try readObject()
            case UInt8(ascii: "["): return try readList()
            case UInt8(ascii: "\""): return .text(try readText())
            case UInt8(ascii: "t"): return try readWord("true", .boolean(true))
            case UInt8(ascii: "f"): return try readWord("false", .boolean(false))
            case UInt8(ascii: "n"): return try readWord("null", .null)
            default: return .number(try readNumber())
            }
        }

        private mutating func readWord(_ word: String, _ value: JSONReading) throws(Problem) -> JSONReading {
            for byte in word.utf8 { guard take(byte) else { throw problem } }
            return value
        }

        private mutating func readObject() throws(Problem) -> JSONReading {
            index += 1
            var members: [Member] = []
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object([]) }
            repeat {
                skipBlanks()
                guard current == UInt8(ascii: "\"") else { throw problem }
                let key = try readText()
                skipBlanks()
                guard take(UInt8(ascii: ":")) else { throw problem }
                members.append(Member(key: key, value: try readValue()))
                skipBlanks()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw problem }
            return .object(members)
        }

        private mutating func readList() throws(Problem) -> JSONReading {
            index += 1
            var elements: [JSONReading] = []
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .list([]) }
            repeat {
                elements.append(try readValue())
                skipBlanks()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw problem }
            return .list(elements)
        }

        private mutating func readNumber() throws(Problem) -> String {
            let start = index
            _ = take(UInt8(ascii: "-"))
            if !take(UInt8(ascii: "0")) { try readDigits() }
            if take(UInt8(ascii: ".")) { try readDigits() }
            if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
                if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
                try readDigits()
            }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }

        private mutating func readDigits() throws(Problem) {
            let start = index
            while let byte = current, (0x30...0x39).contains(byte) { index += 1 }
            guard index > start else { throw problem }
        }

        private mutating func readText() throws(Problem) -> String {
            index += 1
            var text: [UInt8] = []
            while let byte = current {
                switch byte {
                case UInt8(ascii: "\""):
                    index += 1
                    guard let result = String(validating: text, as: UTF8.self) else { throw problem }
                    return result
                case UInt8(ascii: "\\"): try readEscape(&text)
                case 0..<0x20: throw problem
                default:
                    text.append(byte)
                    index += 1
                }
            }
            throw problem
        }

        private mutating func readEscape(_ text: inout [UInt8]) throws(Problem) {
            index += 1
            guard let byte = current else { throw problem }
            index += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
            case UInt8(ascii: "b"): text.append(8)
            case UInt8(ascii: "f"): text.append(12)
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "r"): text.append(13)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "u"):
                var code = try readUnit()
                if (0xD800..<0xDC00).contains(code) {
                    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw problem }
                    let low = try readUnit()
                    guard (0xDC00..<0xE000).contains(low) else { throw problem }
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                }
                guard let scalar = Unicode.Scalar(code) else { throw problem }
                text += Array(String(Character(scalar)).utf8)
            default: throw problem
            }
        }

        private mutating func readUnit() throws(Problem) -> UInt32 {
            var unit: UInt32 = 0
            for _ in 0..<4 {
                guard let byte = current, let digit = PercentText.digit(byte) else { throw problem }
                unit = unit << 4 | UInt32(digit)
                index += 1
            }
            return unit
        }
    }
}
