import PostbackTemplate

extension Machine {
    /// Unicode scalars of a text from a position, all the rest without `count`.
    func part(_ text: Node, from start: Int, count: Int?) -> Node {
        let rest = start == 0 ? text : part(text, view(text).offset(ofScalar: start)..<Int(text.count))
        guard let count, rest.kind != .absent else { return part(rest, 0..<Int(rest.count)) }
        return part(rest, 0..<view(rest).offset(ofScalar: count))
    }

    /// ISO 3166-1 alpha-2.
    mutating func countryCode(_ text: Node) -> Node {
        let code = trimmed(text)
        return code.count == 2 && view(code).allSatisfy(\.isLetter) ? cased(code, isUpper: true) : .absent
    }

    /// The language of a tag.
    mutating func languageCode(_ text: Node) -> Node {
        let code = trimmed(text)
        guard code.kind != .absent else { return .absent }
        let letters = view(code).run { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        let language = part(code, 0..<letters)
        return (2...3).contains(letters) && view(language).allSatisfy(\.isLetter)
            ? cased(language, isUpper: false) : .absent
    }

    /// The text percent-encoded for a URL.
    mutating func percentEncoded(_ text: Node) -> Node {
        let start = assembly.count
        assembly.append(view(text), encoding: PercentEncoding.component.table)
        return finish(from: start)
    }

    /// Part of a text, in the same place.
    private func part(_ text: Node, _ range: Range<Int>) -> Node {
        guard !range.isEmpty else { return .absent }
        var node = text
        node.kind = .text
        node.word += Int64(range.lowerBound)
        node.count = UInt32(range.count)
        // What the whole text needs, its part may not.
        if !node.traits.isEmpty { node.traits = TextTraits(of: view(node)) }
        return node
    }

    /// The case of each Unicode scalar mapped as the Unicode standard says for no language in particular.
    mutating func cased(_ text: Node, isUpper: Bool) -> Node {
        let start = assembly.count
        let bytes = view(text)
        if !text.traits.contains(.wide) {
            let (low, high) = isUpper ? (UInt8(ascii: "a"), UInt8(ascii: "z")) : (UInt8(ascii: "A"), UInt8(ascii: "Z"))
            for place in 0..<bytes.count {
                let byte = bytes[place]
                assembly.append(byte >= low && byte <= high ? byte ^ 0x20 : byte)
            }
        } else {
            var place = 0
            while place < bytes.count {
                let (scalar, length) = bytes.scalar(at: place)
                assembly.append(isUpper ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping)
                place += length
            }
        }
        return finish(from: start)
    }

    func trimmed(_ text: Node) -> Node {
        let bytes = view(text)
        var start = 0
        while start < bytes.count {
            let (scalar, length) = bytes.scalar(at: start)
            guard scalar.properties.isWhitespace else { break }
            start += length
        }
        var end = bytes.count
        while end > start {
            var place = end - 1
            while place > start, bytes[place] & 0xC0 == 0x80 { place -= 1 }
            guard bytes.scalar(at: place).scalar.properties.isWhitespace else { break }
            end = place
        }
        return part(text, start..<end)
    }

    func trimmed(_ text: Node, of characters: Node) -> Node {
        guard characters.kind != .absent else { return part(text, 0..<Int(text.count)) }
        let bytes = view(text)
        let wanted = view(characters)
        var start = 0
        while start < bytes.count {
            let length = bytes.scalar(at: start).length
            var place = 0
            var isWanted = false
            while place < wanted.count, !isWanted {
                let other = wanted.scalar(at: place).length
                isWanted = wanted[place..<place + other].isEqual(to: bytes[start..<start + length])
                place += other
            }
            guard isWanted else { break }
            start += length
        }
        return part(text, start..<bytes.count)
    }

    mutating func filtered(_ text: Node, _ isKept: (UInt8) -> Bool) -> Node {
        let start = assembly.count
        let bytes = view(text)
        for place in 0..<bytes.count where isKept(bytes[place]) { assembly.append(bytes[place]) }
        return finish(from: start)
    }

    /// An e-mail address as services with one mailbox for many spellings know it.
    mutating func canonicalEmail(_ text: Node, _ domains: Node) -> Node {
        let address = cased(trimmed(text), isUpper: false)
        guard address.kind != .absent, domains.kind != .absent else { return .absent }
        let bytes = view(address)
        var mark = bytes.count - 1
        while mark >= 0, bytes[mark] != UInt8(ascii: "@") { mark -= 1 }
        guard mark > 0, mark < bytes.count - 1 else { return .absent }
        let domain = bytes[mark + 1..<bytes.count]
        let isCanonical =
            switch true {
            case view(domains).isEqual(to: "all"): true
            case domain.isEqual(to: "gmail.com"):
                view(domains).isEqual(to: "gmail") || view(domains).isEqual(to: "google")
            case domain.isEqual(to: "googlemail.com"): view(domains).isEqual(to: "google")
            default: false
            }
        guard isCanonical else { return address }
        let start = assembly.count
        for place in 0..<mark {
            if bytes[place] == UInt8(ascii: "+") { break }
            if bytes[place] != UInt8(ascii: ".") { assembly.append(bytes[place]) }
        }
        guard assembly.count > start else { return .absent }
        assembly.append(bytes[mark..<bytes.count])
        return finish(from: start)
    }

    /// The characters of a text that are among others, or those that are not.
    mutating func kept(_ text: Node, _ characters: Node, isDropped: Bool) -> Node {
        guard characters.kind != .absent else { return isDropped ? text : .absent }
        let start = assembly.count
        let bytes = view(text)
        let wanted = view(characters)
        var place = 0
        while place < bytes.count {
            let length = bytes.scalar(at: place).length
            let scalar = bytes[place..<place + length]
            if (wanted.firstIndex(of: scalar) != nil) != isDropped { assembly.append(scalar) }
            place += length
        }
        return finish(from: start)
    }

    /// `+` and 7 to 15 digits; a leading `00` is the international prefix.
    mutating func telephoneNumber(_ text: Node) -> Node {
        let digits = filtered(text) { $0.isDigit }
        let trimmed = trimmed(text)
        guard digits.kind != .absent else { return .absent }
        let hasPlus = view(trimmed)[0] == UInt8(ascii: "+")
        var number = view(digits)
        if !hasPlus, number.count > 1, number[0] == UInt8(ascii: "0"), number[1] == UInt8(ascii: "0") {
            number = number[2..<number.count]
        }
        guard (7...15).contains(number.count), number[0] != UInt8(ascii: "0") else { return .absent }
        let start = assembly.count
        assembly.append(UInt8(ascii: "+"))
        assembly.append(number)
        return finish(from: start)
    }

    /// What stands before the first separator; all of it when there is none.
    func before(_ separator: Node, in text: Node) -> Node {
        guard separator.kind != .absent else { return .absent }
        return part(text, 0..<(view(text).firstIndex(of: view(separator)) ?? Int(text.count)))
    }

    /// What stands behind the first separator.
    func after(_ separator: Node, in text: Node) -> Node {
        guard separator.kind != .absent else { return part(text, 0..<Int(text.count)) }
        let wanted = view(separator)
        guard let place = view(text).firstIndex(of: wanted) else { return .absent }
        return part(text, place + wanted.count..<Int(text.count))
    }

    mutating func replaced(_ text: Node, _ wanted: Node, with other: Node) -> Node {
        guard wanted.kind != .absent else { return part(text, 0..<Int(text.count)) }
        let start = assembly.count
        let bytes = view(text)
        let wanted = view(wanted)
        var place = 0
        while let found = bytes.firstIndex(of: wanted, from: place) {
            assembly.append(bytes[place..<found])
            if other.kind != .absent { assembly.append(view(other)) }
            place = found + wanted.count
        }
        assembly.append(bytes[place..<bytes.count])
        return finish(from: start)
    }

    mutating func joined(_ first: Node, _ second: Node) -> Node {
        let start = assembly.count
        if first.kind != .absent { assembly.append(view(first)) }
        if second.kind != .absent { assembly.append(view(second)) }
        return finish(from: start)
    }

    mutating func percentDecoded(_ text: Node) -> Node {
        let start = assembly.count
        let bytes = view(text)
        var place = 0
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "%") else {
                assembly.append(bytes[place])
                place += 1
                continue
            }
            guard place + 2 < bytes.count, let high = Hexadecimal.value(bytes[place + 1]),
                let low = Hexadecimal.value(bytes[place + 2])
            else {
                assembly.truncate(to: start)
                return .absent
            }
            assembly.append(high << 4 | low)
            place += 3
        }
        guard assembly.view(start, assembly.count - start).isUTF8 else {
            assembly.truncate(to: start)
            return .absent
        }
        return finish(from: start)
    }
}
