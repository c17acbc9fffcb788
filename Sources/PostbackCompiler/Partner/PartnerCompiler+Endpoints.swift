import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func add(_ syntax: EndpointSyntax) {
        let id = syntax.id.text
        guard declare("endpoint", in: \.endpoints, syntax.id) else { return }
        scopes.endpoints.breaks(id)
        guard case .text(let pieces) = syntax.url.kind, case .literal(let start, let startRange)? = pieces.first else {
            return report(.badEndpoint(why: "a URL in quotes that starts with https://"), syntax.url.range)
        }
        let scheme = start.hasPrefix("https://") ? "https://" : start.hasPrefix("http://") ? "http://" : nil
        guard let scheme else { return report(.badEndpoint(why: "a URL that starts with https://"), startRange) }
        var endpoint = Endpoint(name: syntax.id, origin: [.literal(scheme)], path: [])
        endpoint.isPlainHTTP = scheme == "http://"
        check(insecure: syntax, endpoint, startRange)
        var rest = pieces
        rest[0] = .literal(String(start.dropFirst(scheme.count)), startRange)
        var isInPath = false
        for piece in rest {
            switch piece {
            case .literal(let text, let range):
                checkStructure(text, range)
                guard !isInPath else {
                    endpoint.path.append(.literal(text))
                    continue
                }
                let host = text.prefix { $0 != "/" }
                if !host.isEmpty { endpoint.origin.append(.literal(String(host).lowercased())) }
                if host.count < text.count {
                    isInPath = true
                    endpoint.path.append(.literal(String(text.dropFirst(host.count))))
                }
            case .hole(let hole):
                guard let value = elaborate(hole, Context(platforms: partner.platforms)) else { continue }
                if isInPath {
                    _ = check(value, hole.range, at: .path)
                    endpoint.path.append(.hole(value.value))
                } else {
                    checkHost(value, hole.range)
                    endpoint.origin.append(.hole(value.value))
                }
            }
        }
        checkHost(endpoint, syntax.url.range)
        endpoint.origin = URLPiece.merged(endpoint.origin)
        endpoints[id] = endpoint
    }

    /// Reports interfaces whose last day has come, or comes soon.
    mutating func checkLastDays(_ file: FileSyntax, today: String) {
        func day(_ text: String) -> Int64? {
            Timestamp("\(text)T00:00:00Z").map { $0.microseconds / 86_400_000_000 }
        }
        guard let now = day(today) else { return }
        for case .endpoint(let endpoint) in file.declarations {
            guard let name = endpoint.lastDay, let last = day(name.text), last - now <= 60 else { continue }
            report(
                .interfaceEnds(endpoint: endpoint.id.text, date: name.text, hasEnded: last < now), name.range)
        }
    }

    private mutating func check(insecure syntax: EndpointSyntax, _ endpoint: Endpoint, _ range: SourceRange) {
        if endpoint.isPlainHTTP, syntax.insecure == nil {
            report(.plainHTTP, SourceRange(range.start, min(range.end, range.start + "http://".utf8.count)))
        } else if !endpoint.isPlainHTTP, let word = syntax.insecure {
            let spaced = SourceRange(max(0, word.range.start - 1), word.range.end)
            let fix = DiagnosticFix("delete 'insecure'", .safe, [.init(spaced, "")])
            report(.uselessInsecure(what: "the URL has https"), word.range, fix: fix)
        }
    }

    /// Reports a value that may not choose a host.
    private mutating func checkHost(_ value: Elaborated, _ range: SourceRange) {
        if value.dependsOnEvent { return report(.hostFromEvent, range) }
        if let secret = value.secrets.sorted().first { return report(.secretInPath(field: secret), range) }
        if case .pipeline(.field, let steps) = value.value, case .map? = steps.last { return }
        switch value.type {
        case .choice, .label, .digits: break
        case .host:
            if case .field(let id) = value.value { report(.openHost(field: id), range) }
        default: report(.badHost(type: value.type), range)
        }
    }

    /// Reports a host that is none: empty, with credentials, of this machine, or without a domain.
    private mutating func checkHost(_ endpoint: Endpoint, _ range: SourceRange) {
        guard endpoint.origin.count > 1 else { return report(.badEndpoint(why: "a scheme and a host"), range) }
        var text = ""
        var hasHole = false
        for piece in endpoint.origin.dropFirst() {
            switch piece {
            case .literal(let literal): text += literal
            case .hole(let value):
                hasHole = true
                if case .field(let id) = value, fields[id]?.type == .host { return }
                text += "x"
            }
        }
        let host = text.prefix { $0 != ":" }
        if text.contains("@") {
            report(.badEndpoint(why: "a host without a user and a password in front of it"), range)
        } else if text.contains(":"), UInt16(text.drop { $0 != ":" }.dropFirst()) == nil {
            report(.badEndpoint(why: "a host with a port from 1 to 65535, if it has one"), range)
        } else if hasHole, !host.contains(".") {
            report(.badEndpoint(why: "more than a field: the domain stands behind it"), range)
        } else if Self.isLocal(String(host)) {
            report(.localHost(host: text), range)
        }
    }

    static func isLocal(_ host: String) -> Bool {
        if host == "localhost" || host.hasPrefix("[") || !host.contains(".") { return true }
        if [".local", ".localhost", ".internal", ".lan"].contains(where: host.hasSuffix) { return true }
        let parts = host.split(separator: ".").compactMap { UInt8($0) }
        guard parts.count == 4 else { return false }
        switch (parts[0], parts[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (192, 168), (172, 16...31): return true
        default: return false
        }
    }

    /// Literal text of a URL is structure: it holds no separator of another part, and nothing to encode.
    mutating func checkStructure(_ text: String, _ range: SourceRange) {
        guard checkPlaceholders(text, range) else { return }
        for piece in text.split(separator: "/") where piece.first == ":" && piece.dropFirst().first?.isLetter == true {
            return report(foreign(String(piece)), range)
        }
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "?", "&", "#", ";": return report(.separatorInPath(separator: String(scalar)), range)
            case "%":
                let escape = rest.prefix(2)
                if escape.count == 2, escape.allSatisfy(\.properties.isASCIIHexDigit) { continue }
                return report(.brokenEncoding(text: "%" + String(escape)), range)
            case "\"", "<", ">", "\\", "^", "`", "{", "}", "|":
                return report(.needsEncoding(text: String(scalar)), range)
            case _ where scalar.value <= 0x20 || scalar.value >= 0x7F:
                return report(.needsEncoding(text: String(scalar)), range)
            default: continue
            }
        }
    }

    mutating func add(_ syntax: CallbackSyntax) {
        let id = syntax.id.text
        guard declare("callback", in: \.callbacks, syntax.id) else { return }
        scopes.callbacks.breaks(id)
        if let endpoint = scopes.endpoints.place(of: id) {
            report(.duplicate(what: "endpoint", name: id), syntax.id.range, related: label(endpoint, "declared here"))
        }
        var hosts: [String] = []
        for host in syntax.hosts {
            let name = host.text.lowercased()
            let labels = (name.hasPrefix("*.") ? String(name.dropFirst(2)) : name)
            if !ValueType.host.accepts(labels) || Self.isLocal(labels) {
                report(
                    .badCallback(why: "names hosts such as \"ads.partner.test\" or \"*.partner.test\""), host.range)
            }
            hosts.append(name)
        }
        guard let value = elaborate(syntax.value, Context(platforms: partner.platforms)) else { return }
        guard value.type == .url || value.type == .text else {
            return report(.badCallback(why: "takes its URL from a value of type url"), syntax.value.range)
        }
        callbacks[id] = Callback(template: CallbackTemplate(url: value.value, hosts: hosts), value: value)
    }
}

extension URLPiece {
    /// The pieces with neighbouring literals joined.
    static func merged(_ pieces: [URLPiece]) -> [URLPiece] {
        var result: [URLPiece] = []
        for piece in pieces {
            if case .literal(let text) = piece, case .literal(let before)? = result.last {
                result[result.count - 1] = .literal(before + text)
            } else {
                result.append(piece)
            }
        }
        return result
    }
}
