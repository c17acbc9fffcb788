import PostbackTemplate

extension Binder {
    /// Adds a postback to the program.
    mutating func add(_ postback: PostbackTemplate) {
        let request = postback.request
        var plan = RequestPlan()
        if let items = postback.items {
            plan.items = bind(items.list)
            plan.itemNumbering = Numbering(items)
            plan.itemNeeds = need(items.list)
            enter(items)
        }
        let conditions = builder.list(postback.conditions.map { bind($0) })
        plan.conditions = .init(Int(conditions.start)..<Int(conditions.start + conditions.count))
        plan.alternatives = .init(alternatives(postback.alternatives))
        for block in request.blocks { add(block, of: request, to: &plan) }
        plan.contentType = contentType(request)
        if let limit = partner.template.delivery.bodyBytes { plan.bodyLimit = UInt32(clamping: limit) }
        builder.plans.append(plan)
        builder.postbacks.append(
            PostbackInfo(
                partner: partner.template.id, revision: partner.template.revision, id: postback.id,
                method: request.method, itemList: postback.itemList))
    }

    /// Adds the steps of one part of a request.
    private mutating func add(_ block: RequestBlock, of request: RequestTemplate, to plan: inout RequestPlan) {
        switch (block.position, block.content) {
        case (.callback, .value): plan.callback = callback(request.callback)
        // They are written with the callback, and the origin with the path.
        case (.marks, .lines), (.origin, .pieces): break
        case (.path, .pieces(let pieces)):
            let origin = origin(request.origin)
            plan.path = .init(path(origin, pieces))
            plan.pathStart = UInt32(origin.utf8.count)
            plan.checksPath = checksPath(pieces)
        case (.pathPairs, .lines(let lines)):
            plan.pathPairs = .init(pairs(lines, at: .pathPairs, assignment: request.pathPairs?.separator))
            plan.checksPairs = lines.haveSegments
        case (.matrix, .lines(let lines)): plan.matrix = .init(pairs(lines, at: .matrix))
        case (.query, .lines(let lines)): plan.query = .init(pairs(lines, at: .query))
        case (.headers, .lines(let lines)): plan.headers = .init(headers(lines))
        case (.cookies, .lines(let lines)):
            plan.cookies = .init(pairs(lines, at: .cookies))
            if !lines.isEmpty { plan.cookieName = builder.name(HeaderName.cookie) }
        case (.form, .lines(let lines)): (plan.body, plan.form) = (.form, .init(pairs(lines, at: .form)))
        case (.json, .value(let value)):
            plan.body = value.isArray { definitions[$0] } ? .array : .json
            plan.content = shape(value)
        case (.text, .value(let value)): (plan.body, plan.content) = (.text, bind(value))
        case (.callback, _), (.marks, _), (.origin, _), (.path, _), (.pathPairs, _), (.matrix, _), (.query, _),
            (.headers, _), (.cookies, _), (.form, _), (.json, _), (.text, _):
            break
        }
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
                marks: marks(callback.marks), forms: MarkForms(of: callback.marks.keys)))
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
        var steps = Steps()
        add(copy(origin), to: &steps)
        for piece in pieces {
            switch piece {
            case .literal(let text): add(copy(text), to: &steps)
            case .hole(let value): add(hole(value), to: &steps)
            }
        }
        return append(steps.ops)
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
        guard let value = request.body.contentType,
            !request.headers.keys.contains(where: { $0.lowercased() == "content-type" })
        else {
            return Op.none
        }
        return builder.contentType(value)
    }
}

extension [PostbackLine] {
    /// Whether some of them can be a segment of a path by themselves: a value without a key, or a text with a slash.
    fileprivate var haveSegments: Bool {
        contains { line in
            switch line {
            case .pair(let key, let value, _): !key.isWritten || key.isBare || value.hasBareText
            case .when(_, let first, let otherwise): first.haveSegments || otherwise.haveSegments
            case .each(_, let lines): lines.haveSegments
            }
        }
    }
}
