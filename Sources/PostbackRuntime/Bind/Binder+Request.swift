import PostbackTemplate

extension Binder {
    /// Adds a postback to the program.
    mutating func add(_ postback: PostbackTemplate) {
        let request = postback.request
        let conditions = postback.conditions.map { bind($0) }
        let alternatives = postback.alternatives.map { groups in
            groups.map { group in group.map { RequestPlan.Alternative(value: bind($0), needs: need($0)) } }
        }
        let body: RequestPlan.Body =
            switch request.body {
            case .none: .none
            case .form(let lines): .form(pairs(lines, before: "&", isForm: true))
            case .json(let value): .json(shape(value))
            case .text(let value): .text(bind(value))
            }
        let callback = request.callback.map { callback in
            CallbackPlan(
                url: bind(callback.url), needs: need(callback.url), hosts: callback.hosts, marks: marks(callback.marks))
        }
        let origin = origin(request.origin)
        let path = path(origin, request.path)
        builder.postbacks.append(
            RequestPlan(
                partner: partner.template.id, revision: partner.template.revision, id: postback.id,
                method: request.method, conditions: conditions, alternatives: alternatives, callback: callback,
                path: path, pathStart: origin.utf8.count, checksPath: checksPath(request.path),
                pathPairs: pairs(
                    request.pathPairs?.lines ?? [], before: "/", between: request.pathPairs?.separator ?? ":"),
                matrix: pairs(request.matrix, before: ";"), query: pairs(request.query, before: "&"),
                headers: headers(request.headers), contentType: contentType(request), body: body))
    }

    /// Scheme and host, which are made of fields only.
    private mutating func origin(_ pieces: [URLPiece]) -> String {
        pieces.reduce(into: "") { text, piece in
            switch piece {
            case .literal(let literal): text += literal
            case .hole(let value):
                let ref = bind(value)
                if ref.tag == .constant, let bytes = builder.text(of: builder.constants[Int(ref.index)]) {
                    text += String(decoding: bytes, as: UTF8.self)
                }
            }
        }
    }

    private mutating func path(_ origin: String, _ pieces: [URLPiece]) -> Range<Int> {
        var steps = [copy(origin)]
        for piece in pieces {
            switch piece {
            case .literal(let text): steps.append(copy(text))
            case .hole(let value): steps.append(hole(value))
            }
        }
        return append(merged(steps))
    }

    /// Whether a path has a value, or a segment of its own, that could make `.` or `..`, which servers resolve.
    private func checksPath(_ pieces: [URLPiece]) -> Bool {
        pieces.contains { piece in
            switch piece {
            case .hole: true
            case .literal(let text): text.split(separator: "/").contains { $0 == "." || $0 == ".." }
            }
        }
    }

    private mutating func contentType(_ request: RequestTemplate) -> (name: UInt32, value: UInt32)? {
        guard let value = request.body.contentType, !Self.names(request.headers).contains("content-type") else {
            return nil
        }
        return (builder.name("Content-Type"), builder.contentType(value))
    }

    private static func names(_ lines: [PostbackLine]) -> Set<String> {
        lines.reduce(into: []) { names, line in
            switch line {
            case .pair(let key, _, _): names.insert(key.lowercased())
            case .when(_, let first, let otherwise): names.formUnion(Self.names(first + otherwise))
            }
        }
    }
}
