/// A URL that event data brought, after it was looked at: the one case where data names a host.
struct CallbackURL {
    /// Scheme, host and port, as they were given.
    var origin: [UInt8]
    /// What stands behind them: path and query.
    var rest: [UInt8]

    private let hasBraces: Bool
    private let declared: [[UInt8]]

    /// The longest URL that is taken, in bytes.
    static let maximumLength = 8_192

    /// Reads a URL; nil unless it is a plain `https` URL whose host is among those that are allowed.
    ///
    /// Refused are user names, ports other than 443, fragments, spaces and characters outside ASCII, and every escape
    /// that is not one: what two programs could read in two ways.
    ///
    /// With marks in braces, braces may stand behind the host.
    init?(_ text: String, hosts: [String], marks: [[UInt8]] = []) {
        hasBraces = marks.contains { $0.first == UInt8(ascii: "{") }
        declared = marks
        let bytes = Array(text.utf8)
        let scheme = Array("https://".utf8)
        guard bytes.count <= Self.maximumLength, bytes.count > scheme.count else { return nil }
        guard bytes.prefix(scheme.count).map({ $0 | 0x20 }).elementsEqual(scheme.map { $0 | 0x20 }) else { return nil }
        let braces = hasBraces
        guard bytes.allSatisfy({ Self.isAllowed($0) || braces && "{}".utf8.contains($0) }), Self.hasSoundEscapes(bytes)
        else { return nil }
        let end =
            bytes[scheme.count...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.count
        var host = String(decoding: bytes[scheme.count..<end], as: UTF8.self).lowercased()
        if host.hasSuffix(":443") { host.removeLast(4) }
        guard Self.isHostName(host), hosts.contains(where: { Self.matches(host, $0) }) else { return nil }
        origin = Array(bytes[..<end])
        rest = Array(bytes[end...])
        if rest.first != UInt8(ascii: "/") { rest.insert(UInt8(ascii: "/"), at: 0) }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"\"#<>\\^`{|}@".utf8.contains(byte)
    }

    private static func hasSoundEscapes(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else { continue }
            guard rest.popFirst().flatMap(Hexadecimal.value) != nil, rest.popFirst().flatMap(Hexadecimal.value) != nil
            else { return false }
        }
        return true
    }

    private static func isHostName(_ host: String) -> Bool {
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count > 1
            && labels.allSatisfy { label in
                !label.isEmpty && label.count <= 63
                    && label.allSatisfy { byte in
                        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                    }
            }
    }

    private static func matches(_ host: String, _ pattern: String) -> Bool {
        pattern.hasPrefix("*.") ? host.hasSuffix(pattern.dropFirst()) : host == pattern
    }

    /// Puts values in the places of marks, left to right in one pass, so that no value can make a mark; nothing in the
    /// places of those that have none, or that the file does not know. False when half a mark is left.
    mutating func fill(_ marks: [(mark: [UInt8], value: [UInt8])]) -> Bool {
        var filled = ""
        var text = Substring(String(decoding: rest, as: UTF8.self))
        func spelled(_ mark: [UInt8], _ text: Substring) -> Substring? {
            var text = text.utf8
            for byte in mark {
                if text.first == byte {
                    text = text.dropFirst()
                } else if text.first == UInt8(ascii: "%"),
                    UInt8(String(text.dropFirst().prefix(2)) ?? "", radix: 16) == byte
                {
                    text = text.dropFirst(3)
                } else {
                    return nil
                }
            }
            return Substring(text)
        }
        let hasUnderscores = declared.contains {
            String(decoding: $0, as: UTF8.self).wholeMatch(of: /__.*__|__|___/) != nil
        }
        while !text.isEmpty {
            var ends: [(end: Substring, value: [UInt8])] = []
            for (mark, value) in marks { if let end = spelled(mark, text) { ends.append((end, value)) } }
            for mark in declared { if let end = spelled(mark, text) { ends.append((end, [])) } }
            if hasUnderscores, let match = text.prefixMatch(of: /__[A-Z][A-Z0-9_]*?__/) {
                ends.append((text[match.range.upperBound...], []))
            }
            if hasBraces, let match = text.prefixMatch(of: /(\{[A-Za-z0-9_.]+\}|%7[Bb][A-Za-z0-9_.]+%7[Dd])/) {
                ends.append((text[match.range.upperBound...], []))
            }
            // The longest, and of those that are alike the first.
            let shortest = ends.map(\.end.utf8.count).min()
            if let best = ends.first(where: { $0.end.utf8.count == shortest }), best.end.utf8.count < text.utf8.count {
                filled += String(decoding: best.value, as: UTF8.self)
                text = best.end
            } else {
                filled.append(text.removeFirst())
            }
        }
        rest = Array(filled.utf8)
        return !hasBraces || !filled.contains { "{}".contains($0) }
    }
}

/// A callback with an account's fields folded in.
struct BoundCallback: Sendable {
    var url: BoundExpression
    var needs: [NeededName]
    var hosts: [String]
    var marks: [BoundLine]
}
