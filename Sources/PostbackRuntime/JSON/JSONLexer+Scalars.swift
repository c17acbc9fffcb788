extension JSONLexer where Self: ~Copyable {
    /// Passes over `true`, `false` or `null`.
    mutating func skipWord(_ bytes: Span<UInt8>, _ word: StaticString) throws(JSONValue.SyntaxError) {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw failure(.noValue) }
        var place = position
        for byte in word.description.utf8 {
            guard bytes[place] == byte else { throw failure(.noValue) }
            place += 1
        }
        position = end
    }

    /// Passes over a number; whether it has a plus, which has to be encoded in a URL.
    mutating func skipNumber(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> Bool {
        _ = take(bytes, UInt8(ascii: "-"))
        let first = position
        skipDigits(bytes)
        guard position > first, position == first + 1 || bytes[first] != UInt8(ascii: "0") else {
            position = first
            throw failure(.badNumber)
        }
        if take(bytes, UInt8(ascii: ".")) { try skipSomeDigits(bytes) }
        var hasPlus = false
        if take(bytes, UInt8(ascii: "e")) || take(bytes, UInt8(ascii: "E")) {
            hasPlus = take(bytes, UInt8(ascii: "+"))
            if !hasPlus { _ = take(bytes, UInt8(ascii: "-")) }
            try skipSomeDigits(bytes)
        }
        return hasPlus
    }

    private mutating func skipSomeDigits(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) {
        let start = position
        skipDigits(bytes)
        if position == start { throw failure(.badNumber) }
    }

    private mutating func skipDigits(_ bytes: Span<UInt8>) {
        while position < bytes.count, bytes[position].isDigit { position &+= 1 }
    }

    /// Reads the rest of a string, with all that escapes stand for, up to and with its closing quote.
    mutating func readContent(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) {
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"):
                position += 1
                try readEscape(bytes)
            case 0..<0x20: throw failure(.controlCharacter)
            default:
                append(escaped: byte)
                position += 1
            }
        }
        throw failure(.openString)
    }

    private mutating func readEscape(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) {
        guard position < bytes.count else { throw failure(.openString) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): append(escaped: byte)
        case UInt8(ascii: "b"): append(escaped: 0x08)
        case UInt8(ascii: "f"): append(escaped: 0x0C)
        case UInt8(ascii: "n"): append(escaped: 0x0A)
        case UInt8(ascii: "r"): append(escaped: 0x0D)
        case UInt8(ascii: "t"): append(escaped: 0x09)
        case UInt8(ascii: "u"):
            var code = try readHexadecimal(bytes)
            if (0xD800...0xDBFF).contains(code), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                let low = try readHexadecimal(bytes)
                guard (0xDC00...0xDFFF).contains(low) else { throw failure(.loneSurrogate) }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure(.loneSurrogate) }
            for byte in Unicode.UTF8.encode(scalar) ?? .init() { append(escaped: byte) }
        default: throw failure(.badEscape)
        }
    }

    private mutating func readHexadecimal(_ bytes: Span<UInt8>) throws(JSONValue.SyntaxError) -> UInt32 {
        var code: UInt32 = 0
        for place in position..<position + 4 {
            guard place < bytes.count, let digit = Hexadecimal.value(bytes[place]) else { throw failure(.badDigits) }
            code = code << 4 | UInt32(digit)
        }
        position += 4
        return code
    }
}
