import PostbackTemplate

extension Machine {
    /// Applies a transform. Every transform is total: what cannot be transformed is absent, and so is an empty result.
    mutating func transform(_ derivation: Derivation) throws(Interruption) -> Node {
        let input = try value(derivation.input)
        guard input.kind != .absent else { return .absent }
        var first = Node.absent
        var second = Node.absent
        if derivation.count > 0 { first = try value(code.operands[Int(derivation.start)]) }
        if derivation.count > 1 { second = try value(code.operands[Int(derivation.start) + 1]) }
        let name = TransformName.numbered[Int(derivation.detail)]
        switch name {
        case .lowercase, .uppercase, .trim, .alphanumeric, .digits, .e164, .truncate, .substring, .before, .after,
            .replace, .prefix, .suffix, .trimStart, .percentEncode, .percentDecode, .countryCode, .languageCode:
            let text = textual(input)
            return text.kind == .absent ? .absent : transform(name, text, first, second, derivation)
        case .md5: return digest(MD5.self, input)
        case .sha1: return digest(SHA1.self, input)
        case .sha256: return digest(SHA256.self, input)
        case .sha512: return digest(SHA512.self, input)
        case .hmacSHA1: return code(SHA1.self, input, key: first)
        case .hmacSHA256: return code(SHA256.self, input, key: first)
        case .raw:
            guard input.kind == .digest else { return .absent }
            var bytes = input
            bytes.kind = .bytes
            bytes.count /= 2
            bytes.word -= Int64(bytes.count)
            return bytes
        case .base64, .base64url, .hex: return encode(name, input)
        case .unix, .unixMilliseconds, .unixMicroseconds, .unixFraction, .iso8601, .date:
            return input.kind == .timestamp ? time(name, input.word, first, derivation) : .absent
        case .decimal, .minorUnits, .micros: return number(name, input, first)
        case .number: return input.isNumber ? input : write(number(input))
        case .string:
            var text = textual(input)
            if text.kind != .absent { text.kind = .text }
            return text
        case .flag:
            guard derivation.count == 2, let truth = truth(input) else { return .absent }
            return truth ? first : second
        case .not: return truth(input).map { Node(!$0) } ?? .absent
        case .join, .count, .first: return input.kind == .list ? list(name, input, first) : .absent
        }
    }

    /// The bytes that a hash or an encoding works on.
    private mutating func octets(_ node: Node) -> Node {
        node.kind == .bytes ? node : textual(node)
    }

    private mutating func digest<Digest: MessageDigest>(_: Digest.Type, _ input: Node) -> Node {
        let message = octets(input)
        guard message.kind != .absent else { return .absent }
        let start = assembly.count
        Digest.append(hashOf: view(message), to: &assembly)
        return hexadecimal(from: start)
    }

    private mutating func code<Digest: MessageDigest>(_: Digest.Type, _ input: Node, key: Node) -> Node {
        let message = octets(input)
        let key = textual(key)
        guard message.kind != .absent, key.kind != .absent else { return .absent }
        let start = assembly.count
        Digest.append(codeOf: view(message), key: view(key), to: &assembly)
        return hexadecimal(from: start)
    }

    /// A digest's bytes with its text behind them.
    private mutating func hexadecimal(from start: Int) -> Node {
        digests += 1
        let size = assembly.count - start
        for place in start..<start + size { assembly.append(hexadecimal: assembly[place]) }
        let place = scratch.count
        scratch.append(assembly.view(start, assembly.count - start))
        assembly.truncate(to: start)
        return Node(.digest, at: place + size, count: 2 * size, in: .scratch, traits: [])
    }

    private mutating func encode(_ name: TransformName, _ input: Node) -> Node {
        let bytes = octets(input)
        guard bytes.kind != .absent else { return .absent }
        let start = assembly.count
        switch name {
        case .hex:
            let bytes = view(bytes)
            for place in 0..<bytes.count { assembly.append(hexadecimal: bytes[place]) }
        case .base64: assembly.append(base64: view(bytes), forURL: false)
        default: assembly.append(base64: view(bytes), forURL: true)
        }
        return finish(from: start)
    }

    /// The value as true or false; nil when it is neither.
    private mutating func truth(_ node: Node) -> Bool? {
        switch node.kind {
        case .boolean: return node.word != 0
        case .integer: return node.word != 0
        case .decimal: return number(node).map { $0.coefficient != 0 }
        case .text:
            let text = view(node)
            if text.isEqual(to: "true") || text.isEqual(to: "1") { return true }
            return text.isEqual(to: "false") || text.isEqual(to: "0") ? false : nil
        default: return nil
        }
    }

    private mutating func list(_ name: TransformName, _ list: Node, _ separator: Node) -> Node {
        switch name {
        case .count: return Node(.integer, word: Int64(list.count))
        case .first: return element(of: list, at: Int(list.word))
        default:
            let separator = textual(separator)
            let start = assembly.count
            var place = Int(list.word)
            var isFirst = true
            for _ in 0..<list.count {
                let element = element(of: list, at: place)
                place += width(of: element, in: list)
                let text = textual(element)
                guard text.kind != .absent else { continue }
                if !isFirst, separator.kind != .absent { assembly.append(view(separator)) }
                assembly.append(view(text))
                isFirst = false
            }
            return finish(from: start)
        }
    }

    /// A whole number among the arguments; nil for what is none.
    func integer(_ node: Node) -> Int? {
        if node.kind == .integer { return Int(node.word) }
        guard let number = number(node), number.scale == 0, let magnitude = Int(exactly: number.coefficient) else {
            return nil
        }
        return number.isNegative ? -magnitude : magnitude
    }

    /// A decimal number as a value.
    mutating func write(_ number: ExactDecimal?) -> Node {
        guard let number else { return .absent }
        let start = assembly.count
        assembly.append(decimal: number)
        return finish(.decimal, from: start)
    }
}

extension ByteBuffer {
    /// Appends bytes in base64 (RFC 4648); for URLs with `-` and `_`, and without padding.
    mutating func append(base64 bytes: ByteView, forURL: Bool) {
        var place = 0
        while place < bytes.count {
            let rest = min(bytes.count - place, 3)
            var word = UInt32(bytes[place]) << 16
            if rest > 1 { word |= UInt32(bytes[place + 1]) << 8 }
            if rest > 2 { word |= UInt32(bytes[place + 2]) }
            for digit in 0...rest { append(Self.base64(UInt8(word >> (18 - 6 * UInt32(digit)) & 63), forURL)) }
            if !forURL { for _ in rest..<3 { append(UInt8(ascii: "=")) } }
            place += 3
        }
    }

    private static func base64(_ value: UInt8, _ forURL: Bool) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") - 26 + value
        case 52..<62: value - 52 + UInt8(ascii: "0")
        case 62: forURL ? UInt8(ascii: "-") : UInt8(ascii: "+")
        default: forURL ? UInt8(ascii: "_") : UInt8(ascii: "/")
        }
    }
}
