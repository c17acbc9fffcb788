import PostbackSupport
import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func add(_ syntax: EndpointSyntax) {
        let id = syntax.id.text
        guard endpoints[id] == nil else { return report(.duplicate(what: "endpoint", id), syntax.id.range) }
        broken.insert("endpoint.\(id)")
        guard case .text(let pieces) = syntax.url.kind, case .literal(let start, let startRange)? = pieces.first else {
            return report(.badEndpoint("a URL in quotes that starts with https://"), syntax.url.range)
        }
        let scheme = start.hasPrefix("https://") ? "https://" : start.hasPrefix("http://") ? "http://" : nil
        guard let scheme else { return report(.badEndpoint("a URL that starts with https://"), startRange) }
        if scheme == "http://", syntax.insecure == nil { report(.plainHTTP, startRange) }
        var endpoint = Endpoint(name: syntax.id, origin: [.literal(scheme)], path: [])
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
        if endpoint.origin == [.literal(scheme)] { report(.badEndpoint("a scheme and a host"), syntax.url.range) }
        endpoint.origin = Self.merged(endpoint.origin)
        if case .literal(let text)? = endpoint.path.last, text.hasSuffix("/") {
            endpoint.path[endpoint.path.count - 1] = .literal(String(text.dropLast()))
        }
        endpoints[id] = endpoint
    }

    private mutating func checkHost(_ value: Elaborated, _ range: SourceRange) {
        if value.dependsOnEvent { return report(.hostFromEvent, range) }
        if !value.secrets.isEmpty { return report(.secretInPath(value.secrets.sorted()[0]), range) }
        if case .pipeline(.field, let steps) = value.value, case .map? = steps.last { return }
        switch value.type {
        case .choice, .label, .host, .digits: break
        default:
            report(
                .cannotStand(value.type, position: "a host", hint: "use a field of type choice, label or host"), range)
        }
    }

    private mutating func checkStructure(_ text: String, _ range: SourceRange) {
        if let separator = text.first(where: { "?&#;".contains($0) }) {
            report(.separatorInPath(String(separator)), range)
        } else if let bad = text.unicodeScalars.first(where: {
            !$0.isASCII || $0.value <= 0x20 || "\"<>\\^`{}|".unicodeScalars.contains($0)
        }) {
            report(.needsEncoding(String(Character(bad))), range)
        }
    }

    /// The request of a postback; nil when it has none that could be sent.
    mutating func elaborate(
        _ syntax: PostbackSyntax, id: String, _ context: Context, _ disclosed: inout Elaborated
    ) -> RequestTemplate? {
        guard let line = syntax.request, let method = RequestMethod(rawValue: line.method.text) else {
            report(.missingRequest, syntax.range)
            return nil
        }
        guard let endpoint = endpoints[line.endpoint.text] else {
            if broken.contains("endpoint.\(line.endpoint.text)") { return nil }
            let near = Suggestion.nearest(to: line.endpoint.text, among: endpoints.keys.sorted())
            report(.unknownEndpoint(line.endpoint.text, suggestion: near), line.endpoint.range)
            return nil
        }
        used.insert("endpoint.\(line.endpoint.text)")
        var request = RequestTemplate(method, origin: endpoint.origin, path: endpoint.path)
        request.path += elaborate(path: line, context, &disclosed)
        if request.path.isEmpty { request.path = [.literal("/")] }
        request.path = Self.merged(request.path)
        var seen: Set<String> = []
        for block in syntax.blocks {
            if !seen.insert(block.name.text).inserted { report(.twoBlocks(block.name.text), block.name.range) }
            add(block, to: &request, id: id, context, &disclosed)
        }
        return request
    }

    private mutating func elaborate(path line: RequestLineSyntax, _ context: Context, _ disclosed: inout Elaborated)
        -> [URLPiece]
    {
        guard let path = line.path, case .text(let pieces) = path.kind else { return [] }
        var result: [URLPiece] = []
        if case .literal(let text, let range)? = pieces.first, !text.hasPrefix("/") {
            report(.badSetting("the first character of a path", "a slash"), range)
        } else if case .hole? = pieces.first {
            report(.badSetting("the first character of a path", "a slash"), path.range)
        }
        var inner = context
        inner.position = .path
        inner.allowsUnescaped = true
        for piece in pieces {
            switch piece {
            case .literal(let text, let range):
                checkStructure(text, range)
                result.append(.literal(text))
            case .hole(let hole):
                guard let value = elaborate(hole, inner), check(value, hole.range, at: .path) else { continue }
                disclosed.merge(value)
                result.append(.hole(value.value))
            }
        }
        return result
    }

    private mutating func add(
        _ block: BlockSyntax, to request: inout RequestTemplate, id: String, _ context: Context,
        _ disclosed: inout Elaborated
    ) {
        var inner = context
        var sink = LineSink()
        sink.path = "\(id)/\(block.name.text)"
        switch block.kind {
        case .lines(let kind, let syntax):
            switch kind {
            case .query:
                inner.position = .query
                inner.rendered = [.body]
                request.query = elaborate(syntax, inner, &sink)
            case .matrix:
                inner.position = .matrix
                inner.rendered = [.body]
                request.matrix = elaborate(syntax, inner, &sink)
            case .headers:
                inner.position = .headers
                inner.rendered = Set(RequestPart.allCases)
                request.headers = elaborate(syntax, inner, &sink)
            case .form:
                checkBody(request, block)
                inner.position = .form
                request.body = .form(elaborate(syntax, inner, &sink))
            }
        case .pathPairs(let separator, let syntax):
            inner.position = .pathPairs
            if separator.text.count != 1 || !":=-~,".contains(separator.text) {
                report(.badSetting("the separator of path pairs", "one of : = - ~ ,"), separator.range)
            }
            request.pathPairs = PathPairs(separator: separator.text, lines: elaborate(syntax, inner, &sink))
        case .json(let syntax):
            checkBody(request, block)
            inner.position = .json
            inner.isJSON = true
            inner.path = sink.path
            if let value = elaborate(syntax, inner) {
                request.body = .json(value.value)
                disclosed.merge(value)
            }
        case .text(let syntax):
            checkBody(request, block)
            inner.position = .text
            if let value = elaborate(syntax, inner), check(value, syntax.range, at: .text) {
                request.body = .text(value.value)
                disclosed.merge(value)
            }
        }
        disclosed.merge(sink.disclosed)
    }

    private mutating func checkBody(_ request: RequestTemplate, _ block: BlockSyntax) {
        if request.body != .none { report(.twoBodies, block.name.range) }
        if request.method == .get { report(.bodyWithGet, block.name.range) }
    }

    private static func merged(_ pieces: [URLPiece]) -> [URLPiece] {
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
