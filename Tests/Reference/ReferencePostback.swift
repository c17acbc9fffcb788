import PostbackRuntime
public import PostbackTemplate

/// A postback, bound and rendered as plainly as can be: a tree of expressions, values that own their text, strings that are
/// put together piece by piece. What the runtime renders is held against it.
public struct ReferencePostback: Sendable {
    /// The partner's id.
    let partner: String
    /// The partner's revision.
    let revision: Int
    /// The postback's id.
    let id: String
    /// The method of the request.
    let method: RequestMethod

    /// The list for each item of which there is a request, with the number of its first one.
    let items: (list: BoundExpression, first: Int?, needs: [NeededName])?
    let conditions: [BoundCondition]
    let alternatives: [[[(value: BoundExpression, needs: [NeededName])]]]
    let callback: BoundCallback?
    let origin: [UInt8]
    let path: [BoundPathPiece]
    let pathSeparator: [UInt8]
    let pathPairs: [BoundLine]
    let matrix: [BoundLine]
    let query: [BoundLine]
    let headers: [BoundLine]
    let cookies: [BoundLine]
    let body: Body
    let contentType: String?
    /// The most bytes that the body may have.
    let bodyLimit: Int

    /// The bound body.
    enum Body: Sendable {
        case none
        case form([BoundLine])
        /// Whether it is an array when there is nothing in it.
        case json(BoundExpression, isArray: Bool)
        case text(BoundExpression)
    }

    /// Binds a postback to field values that are known to be right.
    public init(
        _ postback: PostbackTemplate, of partner: PartnerTemplate, catalogue: MacroCatalogue,
        fields: [String: String]
    ) {
        self.partner = partner.id
        revision = partner.revision
        id = postback.id
        let request = postback.request
        method = request.method
        let outside = Binder(partner: partner, postback: postback, catalogue: catalogue, fields: fields)
        items = postback.items.map { (outside.bind($0.list), $0.countedFrom, outside.needs($0.list)) }
        let binder = postback.items.map { outside.inside($0) } ?? outside
        conditions = postback.conditions.map(binder.bind)
        alternatives = postback.alternatives.map { groups in
            groups.map { group in group.map { (binder.bind($0), binder.needs($0)) } }
        }
        callback = request.callback.map { callback in
            BoundCallback(
                url: binder.bind(callback.url), needs: binder.needs(callback.url), hosts: callback.hosts,
                marks: binder.bind(callback.marks, keys: nil, values: .component))
        }
        origin = binder.bind(origin: request.origin)
        path = binder.bind(path: request.path)
        pathSeparator = Array((request.pathPairs?.separator ?? ":").utf8)
        pathPairs = binder.bind(request.pathPairs?.lines ?? [], keys: .component)
        matrix = binder.bind(request.matrix, keys: .component)
        query = binder.bind(request.query, keys: .component)
        headers = binder.bind(request.headers, keys: nil)
        cookies = binder.bind(request.cookies, keys: .component)
        switch request.body {
        case .none: body = .none
        case .form(let lines): body = .form(binder.bind(lines, keys: .form))
        case .json(let value): body = .json(binder.bind(value), isArray: value.isArray { binder.definition($0) })
        case .text(let value): body = .text(binder.bind(value))
        }
        bodyLimit = partner.delivery.bodyBytes ?? .max
        let names = Self.headerNames(request.headers)
        contentType = names.contains("content-type") ? nil : request.body.contentType
    }

    private static func headerNames(_ lines: [PostbackLine]) -> Set<String> {
        lines.reduce(into: []) { names, line in
            switch line {
            case .pair(let key, _, _): names.insert(key.description.lowercased())
            case .each(_, let lines): names.formUnion(headerNames(lines))
            case .when(_, let first, let otherwise): names.formUnion(headerNames(first + otherwise))
            }
        }
    }
}
