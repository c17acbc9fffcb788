import PostbackTemplate

extension Machine {
    /// Applies a transform. Every transform is total: what cannot be transformed is absent, and so is an empty result.
    /// Of an empty text becomes nothing, and as an argument it counts as none.
    mutating func transform(_ derivation: Derivation) throws(RenderAbort) -> Node {
        let input = try value(derivation.input)
        guard input.kind != .absent, !input.isEmptyText else { return .absent }
        var first = Node.absent
        var second = Node.absent
        if derivation.count > 0 { first = try argument(code.operands[Int(derivation.start)]) }
        if derivation.count > 1 { second = try argument(code.operands[Int(derivation.start) + 1]) }
        let name = TransformName.numbered[Int(derivation.detail)]
        switch name {
        case .lowercase: return onText(input) { $0.cased($1, isUpper: false) }
        case .uppercase: return onText(input) { $0.cased($1, isUpper: true) }
        case .trim: return onText(input) { $0.trimmed($1) }
        case .alphanumeric: return onText(input) { $0.filtered($1) { $0.isLetter || $0.isDigit } }
        case .digits: return onText(input) { $0.filtered($1) { $0.isDigit } }
        case .e164: return onText(input) { $0.telephoneNumber($1) }
        case .truncate: return onText(input) { $0.part($1, from: 0, count: $0.integer(first) ?? 0) }
        case .substring:
            let count = derivation.count > 1 ? integer(second) ?? 0 : nil
            return onText(input) { $0.part($1, from: $0.integer(first) ?? 0, count: count) }
        case .before: return onText(input) { $0.before($0.textual(first), in: $1) }
        case .after: return onText(input) { $0.after($0.textual(first), in: $1) }
        case .replace: return onText(input) { $0.replaced($1, $0.textual(first), with: $0.textual(second)) }
        case .prefix: return onText(input) { $0.joined($0.textual(first), $1) }
        case .suffix: return onText(input) { $0.joined($1, $0.textual(first)) }
        case .trimStart: return onText(input) { $0.trimmed($1, of: $0.textual(first)) }
        case .keepCharacters: return onText(input) { $0.kept($1, $0.textual(first), isDropped: false) }
        case .dropCharacters: return onText(input) { $0.kept($1, $0.textual(first), isDropped: true) }
        case .canonicalEmail: return onText(input) { $0.canonicalEmail($1, $0.textual(first)) }
        case .md5: return digest(MD5.self, input)
        case .sha1: return digest(SHA1.self, input)
        case .sha256: return digest(SHA256.self, input)
        case .sha512: return digest(SHA512.self, input)
        case .hmacSHA1: return code(SHA1.self, input, key: first)
        case .hmacSHA256: return code(SHA256.self, input, key: first)
        case .raw: return raw(input)
        case .base64: return onOctets(input) { $0.append(base64: $1, forURL: false) }
        case .base64url: return onOctets(input) { $0.append(base64: $1, forURL: true) }
        case .hex: return onOctets(input) { for place in 0..<$1.count { $0.append(hexadecimal: $1[place]) } }
        case .percentEncode: return onText(input) { $0.percentEncoded($1) }
        case .percentDecode: return onText(input) { $0.percentDecoded($1) }
        case .unix: return onMoment(input) { Node(.integer, word: $1.flooredQuotient(1_000_000)) }
        case .unixMilliseconds: return onMoment(input) { Node(.integer, word: $1.flooredQuotient(1_000)) }
        case .unixMicroseconds: return onMoment(input) { Node(.integer, word: $1) }
        case .unixFraction: return onMoment(input) { $0.seconds($1) }
        case .iso8601: return onMoment(input) { $0.iso8601($1, digits: $0.integer(first) ?? 0) }
        case .date: return onMoment(input) { $0.date($1, derivation) }
        case .plus:
            return onMoment(input) { machine, micros in
                machine.integer(first).flatMap { Timestamp(microseconds: micros).adding(seconds: $0) }
                    .map { Node(.timestamp, word: $0.microseconds) } ?? .absent
            }
        case .decimal: return write(number(input).flatMap { value in integer(first).flatMap(value.rounded(toPlaces:)) })
        case .minorUnits: return minorUnits(input, currency: first)
        case .micros: return write(number(input)?.wholeUnits(powerOfTen: 6))
        case .number: return input.isNumber ? input : write(number(input))
        case .string: return string(input)
        case .flag:
            guard derivation.count == 2, let truth = truth(input) else { return .absent }
            return truth ? first : second
        case .not: return truth(input).map { Node(!$0) } ?? .absent
        case .countryCode: return onText(input) { $0.countryCode($1) }
        case .languageCode: return onText(input) { $0.languageCode($1) }
        case .join:
            let inside = derivation.count > 1 ? textual(second) : nil
            return onList(input) { $0.joined($1, separator: $0.textual(first), inside: inside) }
        case .sum: return onList(input) { $0.write($0.sum($1)) }
        case .count: return onList(input) { Node(.integer, word: Int64($1.count)) }
        case .first:
            return onList(input) { machine, list in
                let element = machine.element(of: list, at: Int(list.word))
                return element.isEmptyText ? .absent : element
            }
        }
    }

    private mutating func argument(_ ref: Ref) throws(RenderAbort) -> Node {
        let node = try value(ref)
        return node.isEmptyText ? .absent : node
    }

    // What takes a text, a moment or a list is given one; of any other value nothing becomes.

    @inline(__always)
    private mutating func onText(_ input: Node, _ body: (inout Machine, Node) -> Node) -> Node {
        let text = textual(input)
        return text.kind == .absent ? .absent : body(&self, text)
    }

    @inline(__always)
    private mutating func onMoment(_ input: Node, _ body: (inout Machine, Int64) -> Node) -> Node {
        input.kind == .timestamp ? body(&self, input.word) : .absent
    }

    @inline(__always)
    private mutating func onList(_ input: Node, _ body: (inout Machine, Node) -> Node) -> Node {
        input.kind == .list ? body(&self, input) : .absent
    }

    /// Writes the result of a function over the bytes that an encoding works on.
    @inline(__always)
    private mutating func onOctets(_ input: Node, _ body: (inout ByteBuffer, ByteView) -> Void) -> Node {
        let bytes = octets(input)
        guard bytes.kind != .absent else { return .absent }
        let start = assembly.count
        body(&assembly, view(bytes))
        return finish(from: start)
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

    /// The bytes of a digest.
    private func raw(_ input: Node) -> Node {
        guard input.kind == .digest else { return .absent }
        var bytes = input
        bytes.kind = .bytes
        bytes.count /= 2
        bytes.word -= Int64(bytes.count)
        return bytes
    }

    private mutating func string(_ input: Node) -> Node {
        var text = textual(input)
        if text.kind != .absent { text.kind = .text }
        return text
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

    /// The sum of a list; nil when an element is no number.
    private func sum(_ list: Node) -> ExactDecimal? {
        var place = Int(list.word)
        var sum = ExactDecimal(0)
        for _ in 0..<list.count {
            let element = element(of: list, at: place)
            place += width(of: element, in: list)
            guard let number = number(element), let next = sum.adding(number) else { return nil }
            sum = next
        }
        return sum
    }

    /// - Parameter inside: what stands for the separator where an element has it; nil leaves it.
    private mutating func joined(_ list: Node, separator: Node, inside: Node?) -> Node {
        let start = assembly.count
        var place = Int(list.word)
        var isFirst = true
        for _ in 0..<list.count {
            let element = element(of: list, at: place)
            place += width(of: element, in: list)
            var text = textual(element)
            guard text.kind != .absent else { continue }
            if let inside, separator.kind != .absent, !text.isEmptyText {
                text = replaced(text, separator, with: inside)
                if text.kind == .absent { text = .emptyText }
            }
            if !isFirst, separator.kind != .absent { assembly.append(view(separator)) }
            assembly.append(view(text))
            isFirst = false
        }
        return finish(from: start)
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
