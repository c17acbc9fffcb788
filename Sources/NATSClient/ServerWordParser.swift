/// Reads what a server says, in whatever pieces it comes.
///
/// Source: the client protocol of NATS.
struct ServerWordParser {
    /// What no server says.
    enum Problem: Error, Hashable {
        /// A line that is none.
        case line(String)
        /// A line that does not end.
        case lineTooLong
        /// A message that is larger than any server sends.
        case tooLarge(Int)
        /// A message that does not end where it should.
        case unterminated
    }

    /// The longest line that is read: INFO of a large cluster is long.
    static let longestLine = 1 << 20
    /// The largest message that is read.
    static let largestMessage = 64 << 20

    private var bytes: [UInt8] = []
    /// The first byte that has not been read.
    private var start = 0
    /// Where to go on looking for the end of a line.
    private var searched = 0
    /// A message whose bytes have not all come.
    private var pending: Pending?

    private struct Pending {
        var subject: String
        var subscription: UInt64
        var reply: String?
        var headerCount: Int
        var total: Int
    }

    /// Takes what has come.
    mutating func add(_ more: some Collection<UInt8>) {
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            (start, searched) = (0, 0)
        } else if start > 1 << 16 {
            bytes.removeFirst(start)
            searched -= start
            start = 0
        }
        bytes += more
    }

    /// The next word; nil until more has come. After a problem nothing more can be read.
    mutating func next() throws(Problem) -> ServerWord? {
        if let pending { return try message(pending) }
        guard let line = try line() else { return nil }
        var words = Words(bytes: line)
        guard let verb = words.next() else { throw .line("") }
        switch Verb(verb) {
        case .info: return .info(Array(words.rest))
        case .ping: return .ping
        case .pong: return .pong
        case .ok: return .ok
        case .error:
            let text = String(decoding: words.rest, as: UTF8.self)
            return .error(text.trimming("'"))
        case .message: return try message(header(words, hasHeaders: false))
        case .messageWithHeaders: return try message(header(words, hasHeaders: true))
        case nil: throw .line(String(decoding: line.prefix(60), as: UTF8.self))
        }
    }

    private enum Verb {
        case info, message, messageWithHeaders, ping, pong, ok, error

        init?(_ word: ArraySlice<UInt8>) {
            switch String(decoding: word, as: UTF8.self).uppercased() {
            case "INFO": self = .info
            case "MSG": self = .message
            case "HMSG": self = .messageWithHeaders
            case "PING": self = .ping
            case "PONG": self = .pong
            case "+OK": self = .ok
            case "-ERR": self = .error
            default: return nil
            }
        }
    }

    /// Words of a line, between runs of blanks.
    private struct Words {
        var bytes: ArraySlice<UInt8>

        mutating func next() -> ArraySlice<UInt8>? {
            bytes = bytes.drop { Self.isBlank($0) }
            let word = bytes.prefix { !Self.isBlank($0) }
            bytes = bytes.dropFirst(word.count)
            return word.isEmpty ? nil : word
        }

        /// All that is left, without the blanks in front of it and behind it.
        var rest: ArraySlice<UInt8> {
            var rest = bytes.drop { Self.isBlank($0) }
            while let last = rest.last, Self.isBlank(last) { rest.removeLast() }
            return rest
        }

        private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    }

    /// The next line without its end.
    private mutating func line() throws(Problem) -> ArraySlice<UInt8>? {
        guard let end = bytes[max(searched, start)...].firstIndex(of: 0x0A) else {
            searched = bytes.count
            guard bytes.count - start <= Self.longestLine else { throw .lineTooLong }
            return nil
        }
        var line = bytes[start..<end]
        if line.last == 0x0D { line.removeLast() }
        start = end + 1
        searched = start
        guard line.count <= Self.longestLine else { throw .lineTooLong }
        return line
    }

    /// `subject sid [reply] [header bytes] bytes`.
    private func header(_ line: Words, hasHeaders: Bool) throws(Problem) -> Pending {
        var line = line
        var words: [ArraySlice<UInt8>] = []
        while let word = line.next(), words.count <= 6 { words.append(word) }
        func number(_ word: ArraySlice<UInt8>?) throws(Problem) -> Int {
            guard let word, word.count <= 9, let number = Int(String(decoding: word, as: UTF8.self)), number >= 0 else {
                throw .line("a message without a size")
            }
            return number
        }
        let sizes = hasHeaders ? 2 : 1
        guard (sizes + 2...sizes + 3).contains(words.count),
            let subscription = UInt64(String(decoding: words[1], as: UTF8.self))
        else { throw .line("a message without its parts") }
        let total = try number(words.last)
        let headerCount = hasHeaders ? try number(words[words.count - 2]) : 0
        guard total <= Self.largestMessage else { throw .tooLarge(total) }
        guard headerCount <= total else { throw .line("a message with more headers than bytes") }
        return Pending(
            subject: String(decoding: words[0], as: UTF8.self), subscription: subscription,
            reply: words.count == sizes + 3 ? String(decoding: words[2], as: UTF8.self) : nil, headerCount: headerCount,
            total: total)
    }

    private mutating func message(_ header: Pending) throws(Problem) -> ServerWord? {
        guard bytes.count - start >= header.total + 2 else {
            pending = header
            return nil
        }
        pending = nil
        let end = start + header.total
        guard bytes[end] == 0x0D, bytes[end + 1] == 0x0A else { throw .unterminated }
        var headers = NATSHeaders()
        if header.headerCount > 0 {
            headers = NATSHeaders(reading: bytes[start..<start + header.headerCount])
        }
        let payload = Array(bytes[start + header.headerCount..<end])
        start = end + 2
        searched = start
        return .message(
            subscription: header.subscription,
            NATSMessage(subject: header.subject, reply: header.reply, headers: headers, payload: payload))
    }
}

extension String {
    /// The text without a character at both ends.
    fileprivate func trimming(_ character: Character) -> String {
        var text = self[...]
        if text.first == character { text = text.dropFirst() }
        if text.last == character { text = text.dropLast() }
        return String(text)
    }
}
