import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    /// The request of a postback; nil when it has none that could be sent.
    mutating func elaborate(
        _ syntax: PostbackSyntax, id: String, _ context: Context, _ presence: PresenceAnalysis,
        _ disclosed: inout Elaborated
    ) -> RequestTemplate? {
        guard let line = syntax.request, let method = RequestMethod(rawValue: line.method.text) else {
            if syntax.body.isComplete { report(.missingRequest, syntax.range) }
            return nil
        }
        let name = line.endpoint
        var request = RequestTemplate(method)
        if let callback = callbacks[name.text] {
            scopes.callbacks.use(name.text)
            request.callback = callback.template
            disclosed.merge(callback.value)
            if let path = line.path { report(.badCallback(why: "brings its own path"), path.range) }
        } else if let endpoint = endpoints[name.text] {
            scopes.endpoints.use(name.text)
            request.origin = endpoint.origin
            let own = elaborate(path: line, context, presence, &disclosed)
            request.path = endpoint.path
            // The slash between them is the one of the request's path.
            if !own.isEmpty, case .literal(let text)? = request.path.last, text.hasSuffix("/") {
                request.path[request.path.count - 1] = .literal(String(text.dropLast()))
            }
            request.path += own
            if request.path.isEmpty { request.path = [.literal("/")] }
            request.path = URLPiece.merged(request.path)
            if request.path.contains(where: { if case .literal(let text) = $0 { text.contains("//") } else { false } })
            {
                report(.doubleSlash, line.path?.range ?? name.range)
            }
        } else {
            if scopes.endpoints.isBroken(name.text) || scopes.callbacks.isBroken(name.text) { return nil }
            let near = nearest(to: name.text, among: endpoints.keys.sorted() + callbacks.keys.sorted())
            report(.unknownEndpoint(name: name.text, suggestion: near), name.range)
            return nil
        }
        var seen: [String: SourceRange] = [:]
        for block in syntax.blocks {
            if let first = seen[block.word.rawValue] {
                report(
                    .twoBlocks(block: block.word.rawValue), block.range, related: label(first, "the first one"))
            }
            seen[block.word.rawValue] = block.range
            add(block, to: &request, id: id, context, &disclosed)
        }
        checkContentType(request, seen["headers"])
        if request.setsCookieTwice, let cookies = seen["cookies"], let headers = seen["headers"] {
            report(.twoCookieHeaders(), cookies, related: label(headers, "the headers"))
        }
        return request
    }

    private mutating func elaborate(
        path line: RequestLineSyntax, _ context: Context, _ presence: PresenceAnalysis, _ disclosed: inout Elaborated
    ) -> [URLPiece] {
        guard let path = line.path, case .text(let pieces) = path.kind else { return [] }
        var result: [URLPiece] = []
        let isRooted = if case .literal(let text, _)? = pieces.first { text.hasPrefix("/") } else { pieces.isEmpty }
        if !isRooted {
            let start = SourceRange(path.range.start + 1, path.range.start + 1)
            report(.pathWithoutSlash, start)
        }
        var inner = context
        inner.position = .path
        inner.allowsUnescaped = true
        inner.structure = RequestPosition.path.traits.structuralCharacters
        for piece in pieces {
            switch piece {
            case .literal(let text, let range):
                checkStructure(text, range)
                result.append(.literal(text))
            case .hole(let hole):
                guard let value = elaborate(hole, inner), check(value, hole.range, at: .path) else { continue }
                if presence.mayLeaveNothing(value.value) {
                    report(.pathMayBeAbsent(names: presence.absentSources(of: value.value).map(\.name)), hole.range)
                }
                disclosed.merge(value)
                result.append(.hole(value.value))
            }
        }
        return result
    }

    /// A literal Content-Type that says something else than the body is.
    private mutating func checkContentType(_ request: RequestTemplate, _ range: SourceRange?) {
        let (body, word): (String, String)
        switch request.body {
        case .form: (body, word) = ("a form", "x-www-form-urlencoded")
        case .json: (body, word) = ("JSON", "json")
        case .text, .none: return
        }
        for case .pair(let key, .literal(.text(let value)), _) in request.headers
        where key.description.lowercased() == "content-type" && !value.lowercased().contains(word) {
            if let range { report(.contentTypeMismatch(header: value, body: body), range) }
        }
    }

    private mutating func add(
        _ block: BlockSyntax, to request: inout RequestTemplate, id: String, _ context: Context,
        _ disclosed: inout Elaborated
    ) {
        let position = RequestPosition(block.word)
        var inner = context
        inner.position = position
        inner.rendered = position.traits.rendered
        inner.isJSON = position.traits.encoding == .json
        inner.place = SourcePlace(postback: id, position: position)
        // What a condition on lines asks stands in no key of its own.
        lines[inner.place] = source.line(at: block.range.start)
        if position.isBody { checkBody(request, block) }
        var sink = BlockResult(position, inner.place)
        switch block.content {
        case .lines(let syntax):
            if position == .marks, request.callback == nil { report(.marksWithoutCallback, block.range) }
            let compiled = elaborate(syntax, inner, &sink)
            request.set(.lines(Self.entries(in: compiled, beside: sink)), at: position)
        case .separated(let separator, let syntax):
            let possible = ":=-~,!$'()*@"
            if !(1...8).contains(separator.text.count) || !separator.text.allSatisfy(possible.contains) {
                report(
                    .badSetting(
                        what: "the separator of path pairs",
                        wanted: "1 to 8 of \(possible.map(String.init).joined(separator: " "))"),
                    separator.range)
            }
            request.pathPairs = PathPairs(separator: separator.text, lines: [])
            sink.assignment = separator.text
            request.set(.lines(elaborate(syntax, inner, &sink)), at: position)
        case .value(let syntax):
            guard let value = elaborate(syntax, inner),
                position.traits.encoding == .json || check(value, syntax.range, at: position)
            else { return }
            request.set(.value(value.value), at: position)
            disclosed.merge(value)
        }
        disclosed.merge(sink.disclosed)
    }

    private mutating func checkBody(_ request: RequestTemplate, _ block: BlockSyntax) {
        if request.body != .none { report(.twoBodies, block.range) }
        if request.method == .get { report(.bodyWithGet, block.range) }
    }
}
