/// One curl command while its words are read.
struct CurlCommand {
    let place: String
    private var method: String?
    private var headers: [ObservedRequest.Header] = []
    private var urls: [String] = []
    private var data = ""
    private var hasData = false
    private var query: [String] = []
    private var putsInQuery = false
    private var isJSON = false
    private var problem: String?

    init(place: String) {
        self.place = place
    }

    /// Short options that take a value; those that say nothing of the request are passed over.
    private static let shortWithValue: Set<Character> = [
        "X", "H", "A", "e", "b", "u", "d", "o", "m", "w", "x", "E", "c", "D", "K", "C", "y", "Y", "z", "U", "r", "T",
        "F", "P", "Q", "t",
    ]

    /// Long options that take a value and say nothing of the request.
    private static let passedOver: Set<String> = [
        "output", "max-time", "connect-timeout", "retry", "retry-delay", "retry-max-time", "write-out", "proxy",
        "proxy-user",
        "cacert", "capath", "cert", "cert-type", "key", "key-type", "cookie-jar", "resolve", "dump-header",
        "limit-rate",
        "interface", "ciphers", "tls-max", "noproxy", "max-redirs", "unix-socket", "connect-to", "trace", "trace-ascii",
        "stderr", "output-dir", "create-file-mode", "keepalive-time", "local-port", "max-filesize", "speed-limit",
        "speed-time", "pinnedpubkey", "dns-servers", "expect100-timeout", "happy-eyeballs-timeout-ms", "proto",
        "proto-default",
    ]

    /// Long options without a value that change nothing of the request but how it is sent.
    private static let plain: Set<String> = [
        "silent", "show-error", "verbose", "include", "fail", "fail-with-body", "insecure", "location", "compressed",
        "http1.1",
        "http2", "http1.0", "http3", "ipv4", "ipv6", "no-buffer", "progress-bar", "remote-name", "globoff",
        "path-as-is",
        "tlsv1.2", "tlsv1.3", "tcp-nodelay", "no-progress-meter", "parallel", "location-trusted", "post301", "post302",
        "raw",
        "no-keepalive", "disable", "ssl-reqd", "tr-encoding", "styled-output", "anyauth", "basic", "retry-all-errors",
        "retry-connrefused", "create-dirs", "fail-early", "no-alpn", "tlsv1",
    ]

    /// The requests of a command, one for each URL.
    mutating func read(_ words: [String]) -> [RequestEntry] {
        var rest = words[...]
        while problem == nil, let word = rest.popFirst() {
            if word.hasPrefix("--"), word.count > 2 {
                let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
                take(long: parts[0], joined: parts.count > 1 ? parts[1] : nil, &rest)
            } else if word.hasPrefix("-"), word.count > 1 {
                take(cluster: Array(word.dropFirst()), &rest)
            } else {
                urls.append(word)
            }
        }
        if problem == nil, urls.isEmpty { problem = "it has no URL" }
        if let problem { return [RequestEntry(place: place, content: .unreadable(problem))] }
        return urls.map { RequestEntry(place: place, content: .request(request(to: $0))) }
    }

    /// Short options behind one hyphen; the rest of the word is the value of the first that takes one.
    private mutating func take(cluster: [Character], _ rest: inout ArraySlice<String>) {
        for (place, letter) in cluster.enumerated() {
            guard Self.shortWithValue.contains(letter) else {
                switch letter {
                case "G": putsInQuery = true
                case "I": method = method ?? "HEAD"
                default: break
                }
                continue
            }
            let joined = place + 1 < cluster.count ? String(cluster[(place + 1)...]) : nil
            let value = joined ?? rest.popFirst() ?? ""
            let names: [Character: String] = [
                "X": "request", "H": "header", "A": "user-agent", "e": "referer", "b": "cookie", "u": "user",
                "d": "data",
                "F": "form", "T": "upload-file", "K": "config",
            ]
            if let name = names[letter] { take(long: name, joined: value, &rest) }
            return
        }
    }

    private mutating func take(long name: String, joined: String?, _ rest: inout ArraySlice<String>) {
        func value() -> String { joined ?? rest.popFirst() ?? "" }
        switch name {
        case "request": method = value()
        case "header": add(header: value())
        case "user-agent": headers.append(.init(name: "User-Agent", value: value()))
        case "referer": headers.append(.init(name: "Referer", value: value()))
        case "cookie": headers.append(.init(name: "Cookie", value: value()))
        case "user": headers.append(.init(name: "Authorization", value: "Basic \(FormText.base64(value()))"))
        case "oauth2-bearer": headers.append(.init(name: "Authorization", value: "Bearer \(value())"))
        case "data", "data-ascii", "data-binary", "json": add(data: value(), isJSON: name == "json", takesFiles: true)
        case "data-raw": add(data: value(), isJSON: false, takesFiles: false)
        case "data-urlencode": add(data: encoded(value()), isJSON: false, takesFiles: false)
        case "url-query":
            let text = value()
            query.append(text.hasPrefix("+") ? String(text.dropFirst()) : encoded(text))
        case "get": putsInQuery = true
        case "head": method = method ?? "HEAD"
        case "url": urls.append(value())
        case "next": problem = "it has several requests, with --next"
        case _ where Self.passedOver.contains(name): _ = value()
        case _ where Self.plain.contains(name) || name.hasPrefix("no-"): break
        default: problem = "its option --\(name) is not known here"
        }
    }

    private mutating func add(header line: String) {
        guard let colon = line.firstIndex(of: ":") else { return }
        let text = line[line.index(after: colon)...].drop { $0 == " " }
        // Without a value curl leaves the header out.
        if !text.isEmpty { headers.append(.init(name: String(line[..<colon]), value: String(text))) }
    }

    private mutating func add(data text: String, isJSON: Bool, takesFiles: Bool) {
        if takesFiles, text.hasPrefix("@") {
            problem = "its body is in the file \(text.dropFirst())"
            return
        }
        // Pieces of JSON are put together as they are, pairs with a mark between them.
        data += (hasData && !isJSON ? "&" : "") + text
        hasData = true
        if isJSON { self.isJSON = true }
    }

    /// Text as `--data-urlencode` takes it: `name=content`, `=content` or `content`.
    private mutating func encoded(_ text: String) -> String {
        if let equals = text.firstIndex(of: "=") {
            let name = text[..<equals]
            return (name.isEmpty ? "" : name + "=") + FormText.encoded(String(text[text.index(after: equals)...]))
        }
        if text.contains("@") { problem = "its body is in a file, \(text)" }
        return FormText.encoded(text)
    }

    private func request(to url: String) -> ObservedRequest {
        var request = ObservedRequest(
            method: method ?? (hasData && !putsInQuery ? "POST" : "GET"), url: url, headers: headers)
        if !url.contains("://") { request.url = "http://" + url }
        let added = query + (putsInQuery && hasData ? [data] : [])
        if !added.isEmpty { request.url += (request.url.contains("?") ? "&" : "?") + added.joined(separator: "&") }
        if hasData, !putsInQuery { request.body = Array(data.utf8) }
        if !request.body.isEmpty, request.header("Content-Type") == nil {
            let type = isJSON ? "application/json" : "application/x-www-form-urlencoded"
            request.headers.append(.init(name: "Content-Type", value: type))
        }
        return request
    }
}
