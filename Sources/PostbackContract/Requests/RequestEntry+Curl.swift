extension RequestEntry {
    /// Reads the curl commands of a shell script; other lines are passed over.
    public static func curl(_ text: String) -> [RequestEntry] {
        var reader = ShellWords(text: Array(text.unicodeScalars))
        var entries: [RequestEntry] = []
        while let command = reader.nextCommand() {
            guard let start = command.words.firstIndex(where: { $0 == "curl" || $0.hasSuffix("/curl") }) else {
                continue
            }
            entries.append(entry(Array(command.words[(start + 1)...]), "line \(command.line)"))
        }
        return entries
    }

    /// The options of curl that take a value and say nothing of the request.
    private static let passedOver: Set<String> = [
        "-o", "--output", "-m", "--max-time", "--connect-timeout", "--retry", "-w", "--write-out", "-x", "--proxy",
        "--cacert", "-E", "--cert", "--key", "-c", "--cookie-jar", "--resolve", "-D", "--dump-header", "--limit-rate",
        "--retry-delay", "--retry-max-time", "--interface", "--ciphers", "--tls-max", "-K", "--config",
    ]

    private static func entry(_ words: [String], _ place: String) -> RequestEntry {
        var request = ObservedRequest(method: "", url: "")
        var data: [String] = []
        var query: [String] = []
        var putsInQuery = false
        var isJSON = false
        var rest = words[...]
        func unreadable(_ why: String) -> RequestEntry { RequestEntry(place: place, content: .unreadable(why)) }
        while var word = rest.popFirst() {
            var joined: String?
            if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
                joined = String(word[word.index(after: equals)...])
                word = String(word[..<equals])
            } else if word.hasPrefix("-"), !word.hasPrefix("--"), word.count > 2,
                ["-X", "-H", "-d", "-A", "-e", "-b", "-u"].contains(String(word.prefix(2)))
            {
                joined = String(word.dropFirst(2))
                word = String(word.prefix(2))
            }
            func value() -> String { joined ?? rest.popFirst() ?? "" }
            switch word {
            case "-X", "--request": request.method = value()
            case "-H", "--header":
                let line = value()
                guard let colon = line.firstIndex(of: ":") else { continue }
                let text = line[line.index(after: colon)...].drop { $0 == " " }
                // Without a value curl leaves the header out.
                if !text.isEmpty { request.headers.append(.init(name: String(line[..<colon]), value: String(text))) }
            case "-A", "--user-agent": request.headers.append(.init(name: "User-Agent", value: value()))
            case "-e", "--referer": request.headers.append(.init(name: "Referer", value: value()))
            case "-b", "--cookie": request.headers.append(.init(name: "Cookie", value: value()))
            case "-u", "--user": request.headers.append(.init(name: "Authorization", value: "Basic \(base64(value()))"))
            case "-d", "--data", "--data-ascii", "--data-binary", "--data-raw", "--json":
                let text = value()
                if text.hasPrefix("@"), word != "--data-raw" {
                    return unreadable("its body is in the file \(text.dropFirst())")
                }
                if word == "--json" { isJSON = true }
                data.append(text)
            case "--data-urlencode":
                let text = value()
                if let equals = text.firstIndex(of: "="), equals > text.startIndex {
                    data.append(text[...equals] + encoded(String(text[text.index(after: equals)...])))
                } else {
                    data.append(encoded(text.hasPrefix("=") ? String(text.dropFirst()) : text))
                }
            case "--url-query": query.append(value())
            case "-G", "--get": putsInQuery = true
            case "-I", "--head": request.method = "HEAD"
            case "--url": request.url = value()
            case _ where passedOver.contains(word): _ = value()
            case _ where word.hasPrefix("-"): continue
            default: request.url = word
            }
        }
        guard !request.url.isEmpty else { return unreadable("it has no URL") }
        if putsInQuery { query += data } else { request.body = Array(data.joined(separator: "&").utf8) }
        if !query.isEmpty { request.url += (request.url.contains("?") ? "&" : "?") + query.joined(separator: "&") }
        if request.method.isEmpty { request.method = data.isEmpty || putsInQuery ? "GET" : "POST" }
        if !request.body.isEmpty, request.header("Content-Type") == nil {
            let type = isJSON ? "application/json" : "application/x-www-form-urlencoded"
            request.headers.append(.init(name: "Content-Type", value: type))
        }
        return RequestEntry(place: place, content: .request(request))
    }

    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result.append(byte)
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func base64(_ text: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
            for place in 0..<4 {
                result.append(place <= group.count ? digits[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// The words of a shell script, quotes and continued lines resolved; nothing is expanded.
struct ShellWords {
    let text: [Unicode.Scalar]
    private var index = 0
    private var line = 1

    init(text: [Unicode.Scalar]) {
        self.text = text
    }

    /// The words of the next command, and the line on which it begins; nil at the end.
    mutating func nextCommand() -> (line: Int, words: [String])? {
        var words: [String] = []
        var word: String?
        var start = line
        while index < text.count {
            let scalar = text[index]
            index += 1
            switch scalar {
            case "\\" where index < text.count:
                let next = text[index]
                index += 1
                if next == "\n" { line += 1 } else if next != "\r" { word = (word ?? "") + String(Character(next)) }
            case "'": word = (word ?? "") + readQuoted("'", isPlain: true)
            case "\"": word = (word ?? "") + readQuoted("\"", isPlain: false)
            case "$" where index < text.count && text[index] == "'":
                index += 1
                word = (word ?? "") + readEscaped()
            case "#" where word == nil: while index < text.count, text[index] != "\n" { index += 1 }
            case " ", "\t", "\r", "\n", ";", "|":
                if let whole = word { words.append(whole) }
                word = nil
                let isEnd = scalar == "\n" || scalar == ";" || scalar == "|"
                if scalar == "\n" { line += 1 }
                if isEnd, !words.isEmpty { return (start, words) }
                if isEnd { start = line }
            default: word = (word ?? "") + String(Character(scalar))
            }
        }
        if let word { words.append(word) }
        return words.isEmpty ? nil : (start, words)
    }

    private mutating func readQuoted(_ quote: Unicode.Scalar, isPlain: Bool) -> String {
        var result = String.UnicodeScalarView()
        while index < text.count, text[index] != quote {
            if text[index] == "\n" { line += 1 }
            if !isPlain, text[index] == "\\", index + 1 < text.count,
                "\"\\$`\n".unicodeScalars.contains(text[index + 1])
            {
                index += 1
                if text[index] != "\n" { result.append(text[index]) }
            } else {
                result.append(text[index])
            }
            index += 1
        }
        index += 1
        return String(result)
    }

    private mutating func readEscaped() -> String {
        let escapes: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "r": "\r", "t": "\t", "0": "\0"]
        var result = String.UnicodeScalarView()
        while index < text.count, text[index] != "'" {
            if text[index] == "\\", index + 1 < text.count {
                index += 1
                let digits = text[(index + 1)...].prefix(text[index] == "u" ? 4 : 2)
                if text[index] == "u" || text[index] == "x",
                    let code = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
                    let scalar = Unicode.Scalar(code)
                {
                    result.append(scalar)
                    index += digits.count
                } else {
                    result.append(escapes[text[index]] ?? text[index])
                }
            } else {
                result.append(text[index])
            }
            index += 1
        }
        index += 1
        return String(result)
    }
}
