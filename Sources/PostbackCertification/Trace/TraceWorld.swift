import PostbackRuntime
import PostbackTemplate

/// One event of one account, with which postbacks are rendered and conditions are asked.
struct TraceWorld {
    let partner: PreparedPartner
    let postback: PostbackTemplate
    let fields: [String: String]
    let event: PostbackEvent
    let item: Int
    let context: RenderContext

    /// What becomes of a request in place of the postback's own; nil where the account lacks a field.
    func render(_ request: RequestTemplate) -> PostbackOutcome? {
        var other = postback
        other.conditions = []
        other.alternatives = []
        other.request = request
        return render(other)
    }

    /// What becomes of the postback.
    func render(_ postback: PostbackTemplate) -> PostbackOutcome? {
        let bound = try? BoundPostback(postback, of: partner, fields: fields)
        return bound?.render(event, item: item, context: context)
    }

    /// Whether a condition holds for the event.
    func holds(_ condition: PostbackCondition) -> Bool {
        var probe = postback
        probe.alternatives = []
        probe.conditions = [condition]
        probe.request = RequestTemplate(.get, origin: [.literal("https://trace.invalid")], path: [.literal("/")])
        if case .request? = render(probe) { return true }
        return false
    }

    /// Whether a condition on the request holds behind some lines of a block.
    func holds(_ condition: PostbackCondition, at position: RequestPosition, behind lines: [PostbackLine]) -> Bool {
        // A line that is demanded and has no value keeps the request from being sent.
        let demanded = PostbackLine.pair(LineKey([.text("x")]), .choose([], otherwise: nil), presence: .required)
        func outcome(_ line: PostbackLine) -> PostbackOutcome? {
            var request = postback.request
            request.set(.lines(lines + [line]), at: position)
            return render(request)
        }
        guard case .skipped? = outcome(.when(condition, [demanded], otherwise: [])) else { return false }
        guard case .skipped? = outcome(.when(condition, [], otherwise: [demanded])) else { return true }
        return false
    }

    /// A value as JSON; empty where there is none.
    func json(_ value: PostbackExpression) -> String {
        var probe = RequestTemplate(.post, origin: [.literal("https://trace.invalid")], path: [.literal("/")])
        probe.body = .json(.object([.pair("v", value)]))
        guard case .request(let request)? = render(probe) else { return "" }
        return String(String(decoding: request.body, as: UTF8.self).dropFirst(5).dropLast())
    }

    /// Why a value is absent, in words.
    func reason(_ value: PostbackExpression) -> String {
        var missing: [String] = []
        TemplateNode.expression(value).forEach { node in
            switch node {
            case .expression(.macro(let name)) where event[name] == nil: missing.append(name)
            case .expression(.entries(let entries)): missing.append("\(entries.map).*")
            case .expression(.field(let id)) where fields[id] == nil: missing.append("field.\(id)")
            case .expression(.element(let list, let index, let property)):
                guard case .list(let items)? = event[list], items.indices.contains(index),
                    case .item(let members) = items[index], members[property] != nil
                else { return missing.append("\(list)[\(index)].\(property)") }
            default: break
            }
        }
        var seen: Set<String> = []
        missing = missing.filter { seen.insert($0).inserted }
        return missing.isEmpty ? "its steps give nothing" : "no value for \(missing.joined(separator: ", "))"
    }
}

extension PostbackExpression {
    /// Whether it is made of what has been rendered of the request; names are written out.
    var looksAtRequest: Bool {
        TemplateNode.expression(self).looksAtRequest
    }

    /// Whether it has members or elements.
    var isStructured: Bool {
        switch self {
        case .object, .list: true
        case .json(let inner): inner.isStructured
        default: false
        }
    }
}
