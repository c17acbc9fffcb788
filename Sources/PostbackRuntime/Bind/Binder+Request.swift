import PostbackTemplate

extension Binder {
    /// Adds a postback to the program.
    mutating func add(_ postback: PostbackTemplate) {
        let request = postback.request
        let conditions = builder.list(postback.conditions.map { bind($0) })
        let alternatives = alternatives(postback.alternatives)
        var body = RequestPlan.Body.none
        var content = Ref.absent
        var form = 0..<0
        switch request.body {
        case .none: break
        case .form(let lines): (body, form) = (.form, pairs(lines, before: "&", isForm: true))
        case .json(let value): (body, content) = (.json, shape(value))
        case .text(let value): (body, content) = (.text, bind(value))
        }
        let callback = callback(request.callback)
        let origin = origin(request.origin)
        builder.plans.append(
            RequestPlan(
                conditions: .init(Int(conditions.start)..<Int(conditions.start + conditions.count)),
                alternatives: .init(alternatives), callback: callback, path: .init(path(origin, request.path)),
                pathStart: UInt32(origin.utf8.count), checksPath: checksPath(request.path), body: body,
                content: content, form: .init(form),
                pathPairs: .init(
                    pairs(request.pathPairs?.lines ?? [], before: "/", between: request.pathPairs?.separator ?? ":")),
                matrix: .init(pairs(request.matrix, before: ";")), query: .init(pairs(request.query, before: "&")),
                headers: .init(headers(request.headers)), contentType: contentType(request)))
        builder.postbacks.append(
            PostbackInfo(
                partner: partner.template.id, revision: partner.template.revision, id: postback.id,
                method: request.method))
    }

    /// The values of which groups must be complete, one behind the other.
    private mutating func alternatives(_ sets: [[[PostbackExpression]]]) -> Range<Int> {
        let start = builder.alternatives.count
        for groups in sets {
            // A set without groups can never be met; a group without values always is.
            let rows = groups.flatMap { group -> [Alternative] in
                guard !group.isEmpty else {
                    let met = builder.constant(.boolean(true))
                    return [Alternative(value: met, needs: builder.need([]), endsGroup: true, endsSet: false)]
                }
                return group.enumerated().map { index, value in
                    Alternative(
                        value: bind(value), needs: need(value), endsGroup: index == group.count - 1, endsSet: false)
                }
            }
            builder.alternatives +=
                rows.isEmpty
                ? [Alternative(value: .absent, needs: builder.need([]), endsGroup: true, endsSet: false)] : rows
            builder.alternatives[builder.alternatives.count - 1].endsSet = true
        }
        return start..<builder.alternatives.count
    }

    private mutating func callback(_ callback: CallbackTemplate?) -> UInt32 {
        guard let callback else { return Op.none }
        builder.callbacks.append(
            CallbackPlan(
                url: bind(callback.url), needs: need(callback.url), hosts: callback.hosts,
                marks: marks(callback.marks)))
        return UInt32(builder.callbacks.count - 1)
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

    private mutating func contentType(_ request: RequestTemplate) -> UInt32 {
        guard let value = request.body.contentType, !Self.names(request.headers).contains("content-type") else {
            return Op.none
        }
        return builder.contentType(value)
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
