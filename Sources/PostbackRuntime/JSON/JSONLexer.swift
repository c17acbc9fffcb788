/// The tokens of JSON (RFC 8259), for all who read it: no comments, no trailing commas, no unpaired surrogates.
protocol JSONLexer: ~Copyable {
    /// A string that was read.
    associatedtype Token
    /// A key that was read.
    associatedtype Key = Token

    /// The place of the next byte.
    var position: Int { get set }
    /// How many objects and arrays are open.
    var depth: Int { get set }

    /// Reads a string, from its quote on.
    mutating func readString(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Token
    /// Reads the key of a member, from its quote on.
    mutating func readKey(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Key
    /// Takes a byte that an escape in a string stands for.
    mutating func append(escaped byte: UInt8)
}

/// What can be wrong with a JSON text, in words.
enum JSONProblem: String {
    case endsEarly = "the JSON text ends too early"
    case noValue = "no JSON value starts like this"
    case noKey = "a key in quotes is missing"
    case noColon = "a colon is missing behind a key"
    case openObject = "an object is not closed"
    case openArray = "an array is not closed"
    case openString = "a string is not closed"
    case tooDeep = "the JSON is nested too deeply"
    case badNumber = "this is not a JSON number"
    case controlCharacter = "a control character stands in a string"
    case badEscape = "an unknown escape stands in a string"
    case badDigits = "four hexadecimal digits are missing"
    case loneSurrogate = "a surrogate has no partner"
    case notUTF8 = "a string is not UTF-8"
    case trailing = "there is something behind the JSON value"
}

extension JSONLexer where Self: ~Copyable, Key == Token {
    mutating func readKey(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Token { try readString(bytes) }
}

extension JSONLexer where Self: ~Copyable {
    func failure(_ problem: JSONProblem) -> JSONValue.SyntaxError {
        JSONValue.SyntaxError(offset: position, message: "\(problem.rawValue) (byte \(position + 1))")
    }

    @inline(__always)
    mutating func skipSpace(_ bytes: Span<UInt8>) {
        // Hardly ever is there any.
        while position < bytes.count, bytes[position] <= 0x20 {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position &+= 1
        }
    }

    @inline(__always)
    mutating func take(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position &+= 1
        return true
    }

    /// Nothing but white space may follow.
    mutating func finish(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) {
        skipSpace(bytes)
        guard position == bytes.count else { throw failure(.trailing) }
    }

    /// Calls a closure for each member of an object; it finds the position at the value.
    @inline(__always)
    mutating func forEachMember(
        _ bytes: Span<UInt8>, _ body: (inout Self, Span<UInt8>, Key) throws(JSONValue.SyntaxError) -> Void
    ) throws(JSONValue.SyntaxError) {
        try enter()
        skipSpace(bytes)
        if take(bytes, UInt8(ascii: "}")) { return leave() }
        while true {
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw failure(.noKey) }
            let key = try readKey(bytes)
            skipSpace(bytes)
            guard take(bytes, UInt8(ascii: ":")) else { throw failure(.noColon) }
            skipSpace(bytes)
            try body(&self, bytes, key)
            skipSpace(bytes)
            if take(bytes, UInt8(ascii: ",")) {
                skipSpace(bytes)
                continue
            }
            guard take(bytes, UInt8(ascii: "}")) else { throw failure(.openObject) }
            return leave()
        }
    }

    /// Calls a closure for each element of an array; it finds the position at the value.
    @inline(__always)
    mutating func forEachElement(
        _ bytes: Span<UInt8>, _ body: (inout Self, Span<UInt8>) throws(JSONValue.SyntaxError) -> Void
    ) throws(JSONValue.SyntaxError) {
        try enter()
        skipSpace(bytes)
        if take(bytes, UInt8(ascii: "]")) { return leave() }
        while true {
            skipSpace(bytes)
            try body(&self, bytes)
            skipSpace(bytes)
            if take(bytes, UInt8(ascii: ",")) { continue }
            guard take(bytes, UInt8(ascii: "]")) else { throw failure(.openArray) }
            return leave()
        }
    }

    private mutating func enter() throws(JSONValue.SyntaxError) {
        guard depth < JSONValue.maximumDepth else { throw failure(.tooDeep) }
        depth += 1
        position += 1
    }

    private mutating func leave() {
        depth -= 1
    }
}
