public import PostbackRuntime
import PostbackTemplate

extension ReferencePostback {
    /// Renders the postback for an event: a request, or the reason why nothing is sent.
    ///
    /// A pure function of the bound postback, the event and the context. Nothing half-filled ever comes out. What the
    /// event's privacy signals withhold is withheld beside what the context does.
    public func render(_ event: PostbackEvent, item: Int = 0, context: RenderContext) -> PostbackOutcome {
        var context = context
        context.withheld.formUnion(event.withheldByPrivacy)
        do {
            return .request(try request(event, item, context))
        } catch {
            return .skipped(error)
        }
    }

    private func request(
        _ event: PostbackEvent, _ item: Int, _ context: RenderContext
    ) throws(PostbackSkip) -> PostbackRequest {
        var evaluator = Evaluator(event: event, context: context)
        if let items {
            guard case .list(let all)? = try evaluator.evaluate(items.list), item < all.count else {
                throw evaluator.missing(items.needs)
            }
            evaluator.variables = [all[item]] + (items.first.map { [.integer(Int64($0 + item))] } ?? [])
        }
        for condition in conditions where try !evaluator.holds(condition) { throw .condition }
        for groups in alternatives { try check(groups, &evaluator) }
        evaluator.body = try renderBody(&evaluator)
        guard evaluator.body.count <= bodyLimit else { throw .tooLarge }
        var url = origin
        if let callback {
            try append(callback, to: &url, &evaluator)
        } else {
            try appendPath(to: &url, &evaluator)
        }
        try writeQuery(after: url, &evaluator)
        url = evaluator.url
        return PostbackRequest(
            method: method, url: String(decoding: url, as: UTF8.self), headers: try renderHeaders(&evaluator),
            body: evaluator.body)
    }

    private func check(
        _ groups: [[(value: BoundExpression, needs: [NeededName])]], _ evaluator: inout Evaluator
    ) throws(PostbackSkip) {
        var needs: [NeededName] = []
        for group in groups {
            var isComplete = true
            for (value, names) in group where try evaluator.evaluate(value) == nil {
                isComplete = false
                needs += names
            }
            if isComplete { return }
        }
        throw evaluator.missing(needs)
    }

    private func renderBody(_ evaluator: inout Evaluator) throws(PostbackSkip) -> [UInt8] {
        switch body {
        case .none: return []
        case .form(let lines): return try renderPairs(lines, "&", &evaluator)
        case .json(let value, let isArray):
            var buffer: [UInt8] = []
            if try !evaluator.writeJSON(value, to: &buffer) { buffer = Array((isArray ? "[]" : "{}").utf8) }
            return buffer
        case .text(let value): return Array((try evaluator.evaluate(value)?.output ?? "").utf8)
        }
    }

    private func append(
        _ callback: BoundCallback, to url: inout [UInt8], _ evaluator: inout Evaluator
    ) throws(PostbackSkip) {
        guard let text = try evaluator.evaluate(callback.url)?.output else { throw evaluator.missing(callback.needs) }
        let declared = Self.keys(of: callback.marks)
        guard var target = CallbackURL(text, hosts: callback.hosts, marks: declared) else {
            throw .unsafeValue("callback")
        }
        var marks: [(mark: [UInt8], value: [UInt8])] = []
        // An absent value leaves nothing in the mark's place.
        try forEachPair(in: callback.marks, &evaluator) { evaluator, pair, text in
            var value: [UInt8] = []
            if let encoding = pair.encoding {
                encoding.append((text ?? "").utf8, to: &value)
            } else {
                value = Array((text ?? "").utf8)
            }
            marks.append((evaluator.written(pair.key), value))
        }
        guard target.fill(marks) else { throw .unsafeValue("callback") }
        url += target.origin + target.rest
    }

    /// The keys of all lines, whether or not their conditions hold.
    private static func keys(of lines: [BoundLine]) -> [[UInt8]] {
        lines.flatMap { line -> [[UInt8]] in
            switch line {
            case .pair(let pair):
                [pair.key.flatMap { piece in if case .bytes(let bytes) = piece { bytes } else { [UInt8]() } }]
            case .when(_, let first, let otherwise): keys(of: first + otherwise)
            case .each(_, _, let inner): keys(of: inner)
            case .entries: []
            }
        }
    }

    /// The pairs whose conditions hold, in order, each with the text that goes out; nil where its line is left out.
    private func forEachPair(
        in lines: [BoundLine], _ evaluator: inout Evaluator,
        _ body: (inout Evaluator, BoundPair, String?) throws(PostbackSkip) -> Void
    ) throws(PostbackSkip) {
        for line in lines {
            switch line {
            case .each(let list, let first, let inner):
                try evaluator.forEach(list, first) { inside throws(PostbackSkip) in
                    try forEachPair(in: inner, &inside, body)
                }
            case .when(let condition, let first, let otherwise):
                try forEachPair(in: try evaluator.holds(condition) ? first : otherwise, &evaluator, body)
            case .pair(let pair):
                let text = try value(of: pair, &evaluator)
                try body(&evaluator, pair, text)
            case .entries(let entries, let classes, let keys?, let values):
                for (name, value) in evaluator.entries(entries, classes) {
                    let pair = BoundPair(
                        key: [.bytes(keys.encoded(name))], name: [], value: .constant(value), presence: .optional,
                        encoding: values, needs: [])
                    try body(&evaluator, pair, value.output)
                }
            // A header, and a mark of a callback, is called as the file says.
            case .entries: break
            }
        }
    }

    private func appendPath(to url: inout [UInt8], _ evaluator: inout Evaluator) throws(PostbackSkip) {
        let start = url.count
        for piece in path {
            switch piece {
            case .literal(let bytes): url += bytes
            case .hole(let value, let encoding, let needs):
                guard let text = try evaluator.evaluate(value)?.output, !text.isEmpty else {
                    throw evaluator.missing(needs)
                }
                if let encoding { encoding.append(text.utf8, to: &url) } else { url += Array(text.utf8) }
            }
        }
        try appendPairs(pathPairs, before: "/", between: pathSeparator, to: &url, &evaluator)
        // A value may fill a segment, but never make it one that a server resolves.
        for segment in url[start...].split(separator: UInt8(ascii: "/"))
        where segment.elementsEqual(".".utf8) || segment.elementsEqual("..".utf8) { throw .unsafeValue("path") }
        let mark = url.count
        try appendPairs(matrix, before: ";", between: [UInt8(ascii: "=")], to: &url, &evaluator)
        // Behind a slash the first parameter needs no separator.
        if url.count > mark, url[mark - 1] == UInt8(ascii: "/") { url.remove(at: mark) }
    }

    private func renderPairs(
        _ lines: [BoundLine], _ separator: Unicode.Scalar, _ evaluator: inout Evaluator
    ) throws(PostbackSkip) -> [UInt8] {
        var buffer: [UInt8] = []
        try appendPairs(lines, before: separator, between: [UInt8(ascii: "=")], to: &buffer, &evaluator)
        return Array(buffer.dropFirst())
    }

    private func appendPairs(
        _ lines: [BoundLine], before: Unicode.Scalar, between: [UInt8], to buffer: inout [UInt8],
        _ evaluator: inout Evaluator
    ) throws(PostbackSkip) {
        var bytes = buffer
        try forEachPair(in: lines, &evaluator) { evaluator, pair, text in
            guard let text else { return }
            bytes.append(UInt8(ascii: before))
            bytes += Self.written(pair, between, text, evaluator)
        }
        buffer = bytes
    }

    private static func written(
        _ pair: BoundPair, _ between: [UInt8], _ text: String, _ evaluator: Evaluator
    ) -> [UInt8] {
        let key = pair.isAlone ? [] : evaluator.written(pair.key) + between
        return key + (pair.encoding?.encoded(text) ?? Array(text.utf8))
    }

    /// The text that goes out for a pair; nil when its line is left out.
    private func value(of pair: BoundPair, _ evaluator: inout Evaluator) throws(PostbackSkip) -> String? {
        let text = try evaluator.evaluate(pair.value)?.output
        // A value without a key is none when it is empty.
        if let text, !(pair.isAlone && text.isEmpty) { return text }
        switch pair.presence {
        case .optional: return nil
        case .required: throw evaluator.missing(pair.needs)
        case .keepEmpty, .keepNull: return pair.isAlone ? nil : ""
        }
    }

    /// Writes the query, so that lines can look at what stands above them.
    private func writeQuery(after url: [UInt8], _ evaluator: inout Evaluator) throws(PostbackSkip) {
        // The URL of a callback may bring a query of its own.
        let isJoined = callback != nil && url.contains(UInt8(ascii: "?"))
        evaluator.query = []
        evaluator.url = url
        var isFirst = true
        try forEachPair(in: query, &evaluator) { evaluator, pair, text in
            guard let text else { return }
            if !isFirst { evaluator.query.append(UInt8(ascii: "&")) }
            isFirst = false
            evaluator.query += Self.written(pair, [UInt8(ascii: "=")], text, evaluator)
            evaluator.url = url + [UInt8(ascii: isJoined ? "&" : "?")] + evaluator.query
        }
    }

    private func renderHeaders(_ evaluator: inout Evaluator) throws(PostbackSkip) -> [PostbackRequest.Header] {
        var result: [PostbackRequest.Header] = []
        if let contentType { result.append(.init(name: "Content-Type", value: contentType)) }
        try forEachPair(in: headers, &evaluator) { evaluator, pair, text throws(PostbackSkip) in
            guard let text else { return }
            let name = String(decoding: evaluator.written(pair.name), as: UTF8.self)
            guard HeaderValue.isSafe(text.utf8) else { throw .unsafeValue(name) }
            result.append(.init(name: name, value: text))
        }
        var pairs: [String] = []
        try forEachPair(in: cookies, &evaluator) { evaluator, pair, text in
            guard let text else { return }
            let bytes = Self.written(pair, [UInt8(ascii: "=")], text, evaluator)
            pairs.append(String(decoding: bytes, as: UTF8.self))
        }
        if !pairs.isEmpty { result.append(.init(name: "Cookie", value: pairs.joined(separator: "; "))) }
        return result
    }
}
