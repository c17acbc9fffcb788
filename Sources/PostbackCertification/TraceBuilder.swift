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

    /// Creates a builder for one postback of one account.
    public init(
        partner: CompiledPartner, postback: PostbackTemplate, catalogue: MacroCatalogue, fields: [String: String]
    ) {
        self.partner = partner
        self.postback = postback
        self.catalogue = catalogue
        self.fields = fields
    }

    /// The lines of the request's blocks, in the order of the file.
    public func lines(_ event: PostbackEvent, context: RenderContext) -> [TraceLine] {
        let request = postback.request
        var whole: String?
        if case .request(let rendered)? = render(postback, event, context) { whole = rendered.url }
        var result: [TraceLine] = []
        for block in request.blocks {
            switch block.content {
            // A value without a key is seen as a whole in the request.
            case .pieces: continue
            case .lines(let lines):
                trace(lines, block.position, [], event, context, block.position.traits.isURL ? whole : nil, &result)
            case .value(.object(let members)) where block.position == .json:
                trace(members, block.position, [], event, context, nil, &result)
            case .value: continue
            }
        }
        return result
    }

    private func trace(
        _ lines: [PostbackLine], _ position: RequestPosition, _ conditions: [(PostbackCondition, Bool)],
        _ event: PostbackEvent,
        _ context: RenderContext, _ whole: String?, _ result: inout [TraceLine]
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
        _ whole: String?
    ) -> TraceLine.Result {
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
            return .sent(sent, bytes: whole.flatMap { Self.place(of: sent, in: $0) })
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
            (postback.definitions + partner.template.definitions).first { $0.name == name }.map { source(of: $0.value) }
                ?? .transform
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
        return bound?.render(event, context: context)
    }
}
