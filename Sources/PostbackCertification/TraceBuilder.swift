public import PostbackCompiler
public import PostbackRuntime
public import PostbackTemplate

/// What became of one line of a partner file.
public struct TraceLine: Sendable {
    /// What was sent, or why nothing was.
    public enum Result: Sendable {
        /// The bytes as they stand in the request; their place in the URL where it is known.
        case sent(String, bytes: Range<Int>?)
        /// Why the line is not in the request.
        case leftOut(String)
    }

    /// Where a value comes from, roughly.
    public enum Source: Sendable {
        /// The partner file states it.
        case literal
        /// The account configures it.
        case field
        /// The event carries it.
        case macro
        /// It is computed from others.
        case transform
    }

    /// The block: `query`, `headers`, …
    public var section: String
    /// The key.
    public var key: String
    /// The line of the file, from 1.
    public var sourceLine: Int?
    /// The macros, fields and steps that the value comes from.
    public var origin: String
    /// The same, roughly.
    public var source: Source
    /// What became of it.
    public var result: Result
}

/// Explains a request line by line, by rendering each line on its own with the real renderer.
public struct TraceBuilder: Sendable {
    let partner: CompiledPartner
    let postback: PostbackTemplate
    let catalogue: MacroCatalogue
    let fields: [String: String]
    let item: Int

    /// Creates a builder for one postback of one account, for an item where it has a request for each.
    public init(
        partner: CompiledPartner, postback: PostbackTemplate, catalogue: MacroCatalogue, fields: [String: String],
        item: Int = 0
    ) {
        self.partner = partner
        self.postback = postback
        self.catalogue = catalogue
        self.fields = fields
        self.item = item
    }

    /// The lines of the request's blocks, in the order of the file.
    public func lines(_ event: PostbackEvent, context: RenderContext) -> [TraceLine] {
        let request = postback.request
        var whole: PostbackRequest?
        if case .request(let rendered)? = render(postback, event, context) { whole = rendered }
        var result: [TraceLine] = []
        for block in request.blocks {
            switch block.content {
            // A value without a key is seen as a whole in the request.
            case .pieces: continue
            case .lines(let lines): trace(lines, block.position, [], event, context, whole, &result)
            case .value(let value) where block.position == .json:
                for members in members(of: value) { trace(members, block.position, [], event, context, whole, &result) }
            case .value: continue
            }
        }
        return result
    }

    /// The members of a body: of an object, or of the objects of a list.
    private func members(of value: PostbackExpression) -> [[PostbackLine]] {
        switch value {
        case .object(let members): [members]
        case .list(let elements): elements.flatMap { members(of: $0.value) }
        case .definition(let name): definition(name).map { members(of: $0) } ?? []
        default: []
        }
    }

    private func definition(_ name: String) -> PostbackExpression? {
        (postback.definitions + partner.template.definitions).first { $0.name == name }?.value
    }

    /// Whether a value is made of what has been rendered of the request.
    private func looksAtRequest(_ value: PostbackExpression) -> Bool {
        var found = false
        TemplateNode.expression(value).forEach { node in
            switch node {
            case .expression(.request): found = true
            case .expression(.definition(let name)):
                if let value = definition(name) { found = found || looksAtRequest(value) }
            case .expression, .condition, .line: break
            }
        }
        return found
    }

    private func trace(
        _ lines: [PostbackLine], _ position: RequestPosition, _ conditions: [(PostbackCondition, Bool)],
        _ event: PostbackEvent,
        _ context: RenderContext, _ whole: PostbackRequest?, _ result: inout [TraceLine]
    ) {
        for line in lines {
            switch line {
            case .when(let condition, let first, let otherwise):
                trace(first, position, conditions + [(condition, true)], event, context, whole, &result)
                trace(otherwise, position, conditions + [(condition, false)], event, context, whole, &result)
            case .each(let loop, let inner):
                // The lines of one element are seen together.
                let first = inner.keys.first
                var traced = TraceLine(
                    section: position.section, key: inner.keys.joined(separator: ", "),
                    sourceLine: first.flatMap {
                        partner.lines[SourcePlace(postback: postback.id, position: position, keys: [$0])]
                    },
                    origin: ExpressionText.describe(loop.list), source: .transform,
                    result: .leftOut("a condition around it does not hold"))
                if conditions.allSatisfy({ holds($0.0, event, context) == $0.1 }) {
                    traced.result = outcome(line, position, event, context, whole)
                }
                result.append(traced)
            case .pair(let key, let value, _):
                let name = key.isWritten ? key.description : ExpressionText.describe(value)
                var traced = TraceLine(
                    section: position.section, key: name,
                    sourceLine: partner.lines[SourcePlace(postback: postback.id, position: position, keys: [name])],
                    origin: ExpressionText.describe(value), source: source(of: value),
                    result: .leftOut("a condition around it does not hold"))
                if conditions.allSatisfy({ holds($0.0, event, context) == $0.1 }) {
                    traced.result = outcome(line, position, event, context, whole)
                }
                result.append(traced)
            }
        }
    }

    private func outcome(
        _ line: PostbackLine, _ position: RequestPosition, _ event: PostbackEvent, _ context: RenderContext,
        _ whole: PostbackRequest?
    ) -> TraceLine.Result {
        if case .pair(let key, let value, _) = line, looksAtRequest(value), let whole {
            // By itself it would be of another request.
            let sent = position.written(key: key.description, in: whole)
            guard let sent else { return .leftOut("its value is absent") }
            return .sent(sent, bytes: position.traits.isURL ? Self.place(of: sent, in: whole.url) : nil)
        }
        var alone = postback
        alone.conditions = []
        alone.alternatives = []
        alone.request = position.probe(line, of: postback.request)
        guard let outcome = render(alone, event, context) else { return .leftOut("the account lacks a field") }
        switch outcome {
        case .skipped(let skip): return .leftOut("\(skip.code) \(skip.about.joined(separator: ", "))")
        case .request(let request):
            let sent = position.written(in: request)
            guard !sent.isEmpty else { return .leftOut("its value is absent") }
            return .sent(
                sent, bytes: position.traits.isURL ? whole.flatMap { Self.place(of: sent, in: $0.url) } : nil)
        }
    }

    /// The place of a rendered pair in a URL: behind a separator or a slash, and before a separator or the end.
    private static func place(of pair: String, in url: String) -> Range<Int>? {
        let (bytes, wanted) = (Array(url.utf8), Array(pair.utf8))
        let separators = Array("?&;/".utf8)
        for start in 1..<max(1, bytes.count) where separators.contains(bytes[start - 1]) {
            let end = start + wanted.count
            guard end <= bytes.count, bytes[start..<end].elementsEqual(wanted) else { continue }
            if end == bytes.count || separators.contains(bytes[end]) { return start..<end }
        }
        return nil
    }

    private func source(of expression: PostbackExpression) -> TraceLine.Source {
        switch expression {
        case .literal: .literal
        case .field: .field
        case .macro, .item, .variable, .element, .entries, .system: .macro
        case .definition(let name):
            self.definition(name).map { source(of: $0) } ?? .transform
        case .unescaped(let value, _), .bare(let value): source(of: value)
        case .request, .text, .pipeline, .fallback, .choose, .list, .each, .object, .json: .transform
        }
    }

    private func holds(_ condition: PostbackCondition, _ event: PostbackEvent, _ context: RenderContext) -> Bool {
        var probe = postback
        probe.alternatives = []
        probe.conditions = [condition]
        probe.request = RequestTemplate(.get, origin: [.literal("https://trace")], path: [.literal("/")])
        if case .request? = render(probe, event, context) { return true }
        return false
    }

    private func render(_ postback: PostbackTemplate, _ event: PostbackEvent, _ context: RenderContext)
        -> PostbackOutcome?
    {
        let bound = try? BoundPostback(postback, of: partner.template, catalogue: catalogue, fields: fields)
        return bound?.render(event, item: item, context: context)
    }
}
