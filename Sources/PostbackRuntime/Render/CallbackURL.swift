/// A URL that event data brought, looked at before it is used: the one case where data names a host.
enum CallbackURL {
    /// The longest URL that is taken, in bytes.
    static let maximumLength = 8_192
    private static let schemeLength = 8

    /// Where scheme, host and port end; nil unless it is a plain `https` URL whose host is among those that are allowed.
    ///
    /// Refused are user names, ports other than 443, fragments, spaces and characters outside ASCII, and every escape
    /// that is not one: what two programs could read in two ways.
    ///
    /// - Parameter takesBraces: whether marks in braces are filled, so that braces may stand behind the host.
    static func originEnd(_ url: ByteView, hosts: [String], takesBraces: Bool) -> Int? {
        guard url.count <= maximumLength, url.count > schemeLength, isSecure(url) else { return nil }
        guard url.allSatisfy({ isAllowed($0) || takesBraces && isBrace($0) }), hasSoundEscapes(url) else { return nil }
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

    /// Whether a byte is one that no URL has, and that marks are made of.
    static func isBrace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") }

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
        guard
            let end = CallbackURL.originEnd(
                view(url), hosts: callback.hosts, takesBraces: callback.forms.contains(.braces))
        else { throw RenderAbort(reason: .unsafeCallback) }
        marks.truncate(to: 0)
        try run(callback.marks)
        let bytes = view(url)
        output.append(bytes[0..<end])
        let start = output.count
        if end == bytes.count || bytes[end] != UInt8(ascii: "/") { output.append(UInt8(ascii: "/")) }
        fill(bytes[end..<bytes.count], callback)
        assembly.truncate(to: 0)
        // Half a mark is none.
        if callback.forms.contains(.braces),
            !output.view(start, output.count - start).allSatisfy({ !CallbackURL.isBrace($0) })
        {
            throw RenderAbort(reason: .unsafeCallback)
        }
    }

    /// Puts values in the places of marks, left to right in one pass, so that no value can make a mark. A mark without a
    /// value, and one that the file does not know, leaves nothing.
    private mutating func fill(_ rest: ByteView, _ callback: CallbackPlan) {
        var place = 0
        while place < rest.count {
            let found = mark(in: rest, at: place)
            let length = max(
                found?.length ?? 0, declaredMark(in: rest, at: place, callback),
                callback.forms.mark(in: rest, at: place))
            if let found, found.length == length {
                output.append(assembly.view(Int(found.mark.start), Int(found.mark.count)))
            } else if length == 0 {
                output.append(rest[place])
            }
            place += max(length, 1)
        }
    }

    /// The longest mark with a value that stands at a place, and its length there; of marks that are alike the first.
    private func mark(in rest: ByteView, at place: Int) -> (mark: Mark, length: Int)? {
        var found: (mark: Mark, length: Int)?
        for index in 0..<marks.count {
            let mark = marks[index]
            let length = MarkForms.length(of: code.literals[at: mark.literal, mark.literalCount], in: rest, at: place)
            if length > found?.length ?? 0 { found = (mark, length) }
        }
        return found
    }

    /// The length of the longest mark of the file that stands at a place, whether or not it has a value; 0 for none.
    private func declaredMark(in rest: ByteView, at place: Int, _ callback: CallbackPlan) -> Int {
        var longest = 0
        for step in callback.marks where code.ops[step].code == .mark {
            let literal = code.literals[at: code.ops[step].literal, code.ops[step].literalCount]
            longest = max(longest, MarkForms.length(of: literal, in: rest, at: place))
        }
        return longest
    }
}
