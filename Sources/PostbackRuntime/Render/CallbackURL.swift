/// A URL that event data brought, looked at before it is used: the one case where data names a host.
enum CallbackURL {
    /// The longest URL that is taken, in bytes.
    static let maximumLength = 8_192
    private static let schemeLength = 8

    /// Where scheme, host and port end; nil unless it is a plain `https` URL whose host is among those that are allowed.
    ///
    /// Refused are user names, ports other than 443, fragments, spaces and characters outside ASCII, and every escape
    /// that is not one: what two programs could read in two ways.
    static func originEnd(_ url: ByteView, hosts: [String]) -> Int? {
        guard url.count <= maximumLength, url.count > schemeLength, isSecure(url) else { return nil }
        guard url.allSatisfy(isAllowed), hasSoundEscapes(url) else { return nil }
        let rest = url[schemeLength..<url.count]
        let end = rest.run { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        var host = rest[0..<end]
        if host.count > 4, host[host.count - 4..<host.count].isEqual(to: ":443") { host = host[0..<host.count - 4] }
        guard isHostName(host), hosts.contains(where: { matches(host, $0) }) else { return nil }
        return schemeLength + end
    }

    private static func isSecure(_ url: ByteView) -> Bool {
        var place = 0
        for byte in "https://".utf8 {
            guard url[place].lowercased == byte else { return false }
            place += 1
        }
        return true
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"),
            UInt8(ascii: "@"):
            false
        default: byte > 0x20 && byte < 0x7F
        }
    }

    private static func hasSoundEscapes(_ url: ByteView) -> Bool {
        for place in 0..<url.count where url[place] == UInt8(ascii: "%") {
            guard place + 2 < url.count, Hexadecimal.value(url[place + 1]) != nil,
                Hexadecimal.value(url[place + 2]) != nil
            else { return false }
        }
        return true
    }

    private static func isHostName(_ host: ByteView) -> Bool {
        var labels = 0
        var length = 0
        for place in 0...host.count {
            if place == host.count || host[place] == UInt8(ascii: ".") {
                guard (1...63).contains(length) else { return false }
                labels += 1
                length = 0
            } else {
                guard host[place].isLetter || host[place].isDigit || host[place] == UInt8(ascii: "-") else {
                    return false
                }
                length += 1
            }
        }
        return labels > 1
    }

    /// Whether a host is the one of a pattern; `*.` in front stands for any labels.
    private static func matches(_ host: ByteView, _ pattern: String) -> Bool {
        let isOpen = pattern.utf8.starts(with: "*.".utf8)
        let suffix = pattern.utf8.dropFirst(isOpen ? 1 : 0)
        guard isOpen ? host.count >= suffix.count : host.count == suffix.count else { return false }
        var place = host.count - suffix.count
        for byte in suffix {
            guard host[place].lowercased == byte else { return false }
            place += 1
        }
        return true
    }
}

extension UInt8 {
    /// The byte with an ASCII capital letter made small.
    fileprivate var lowercased: UInt8 {
        self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
    }
}

extension Machine {
    /// Writes the URL of a callback, with values in the places of its marks.
    mutating func write(_ callback: CallbackPlan) throws(RenderAbort) {
        let url = textual(try value(callback.url))
        guard url.kind != .absent else { throw missing(callback.needs) }
        guard let end = CallbackURL.originEnd(view(url), hosts: callback.hosts) else {
            throw RenderAbort(reason: .unsafeCallback)
        }
        marks.truncate(to: 0)
        try run(callback.marks)
        let bytes = view(url)
        output.append(bytes[0..<end])
        if end == bytes.count || bytes[end] != UInt8(ascii: "/") { output.append(UInt8(ascii: "/")) }
        fill(bytes[end..<bytes.count])
        assembly.truncate(to: 0)
    }

    /// Puts values in the places of marks, left to right in one pass, so that no value can make a mark.
    private mutating func fill(_ rest: ByteView) {
        var place = 0
        while place < rest.count {
            if let found = mark(in: rest, at: place) {
                output.append(assembly.view(Int(found.start), Int(found.count)))
                place += Int(found.literalCount)
            } else {
                output.append(rest[place])
                place += 1
            }
        }
    }

    /// The longest mark that stands at a place; of marks that are alike the first.
    private func mark(in rest: ByteView, at place: Int) -> Mark? {
        var found: Mark?
        for index in 0..<marks.count {
            let mark = marks[index]
            let length = Int(mark.literalCount)
            guard place + length <= rest.count, length > Int(found?.literalCount ?? 0) else { continue }
            let literal = code.literals[at: mark.literal, mark.literalCount]
            if rest[place..<place + length].isEqual(to: literal) { found = mark }
        }
        return found
    }
}
