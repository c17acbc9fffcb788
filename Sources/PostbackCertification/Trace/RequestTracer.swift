public import PostbackCompiler
public import PostbackRuntime
public import PostbackTemplate

/// Accounts for every byte of a request, with the renderer that services use.
///
/// The request is rendered again and again, each time with a mark in the place of one value: where the mark stands, the value stood. What
/// stands around values is what is left.
public struct RequestTracer: Sendable {
    private let partner: CompiledPartner
    private let original: PostbackTemplate
    private let postback: PostbackTemplate
    private let normal: PartnerTemplate
    private let catalogue: MacroCatalogue
    private let fields: [String: String]
    private let item: Int

    /// Creates a tracer for one postback of one account, for an item where it has a request for each.
    public init(
        partner: CompiledPartner, postback: PostbackTemplate, catalogue: MacroCatalogue, fields: [String: String],
        item: Int = 0
    ) {
        self.partner = partner
        original = postback
        self.catalogue = catalogue
        self.fields = fields
        self.item = item
        var normalizer = TemplateNormalizer()
        // Names stand for what they name, so that every value can be seen where it is written.
        normal = normalizer.normalized(partner.template)
        self.postback = normal.postbacks.first { $0.id == postback.id } ?? postback
    }

    /// Where the bytes of the request for an event come from.
    public func trace(_ event: PostbackEvent, context: RenderContext) -> RequestTrace {
        let world = TraceWorld(
            partner: PreparedPartner(normal, catalogue: catalogue), postback: postback, fields: fields, event: event,
            item: item, context: context)
        let bound = try? BoundPostback(original, of: partner.template, catalogue: catalogue, fields: fields)
        let whole = bound?.render(event, item: item, context: context)
        var trace = RequestTrace()
        // A value that was chosen may be written in another way than the choice; then the choice is seen as one value.
        for (unrolls, chooses) in [(true, true), (true, false), (false, false)] {
            var specializer = TraceSpecializer(world: world)
            specializer.unrolls = unrolls
            specializer.chooses = chooses
            var request = specializer.specialized(postback.request)
            let absent = withoutAbsent(&request, world)
            trace.absences = (specializer.absences.map { ($0.position, $0.path, $0.value, $0.reason) } + absent).map {
                RequestTrace.Absence(
                    place: TraceLeaf.place($0, $1), line: line($0, $1), expression: ExpressionText.describe($2),
                    reason: $3)
            }
            guard case .request(let expected)? = whole else { return trace }
            guard case .request(expected)? = world.render(request) else { continue }
            (trace.parts, trace.unplaced) = parts(of: request, expected, world)
            return trace
        }
        if case .request(let expected)? = whole {
            trace.parts = Self.whole(expected)
            trace.unplaced = [postback.id]
        }
        return trace
    }

    /// A request of whose bytes nothing is known.
    private static func whole(_ request: PostbackRequest) -> [RequestTrace.Part] {
        request.tracedParts.map { name, bytes in
            let all = RequestTrace.Segment(range: 0..<bytes.count, value: nil, line: nil, place: "")
            return RequestTrace.Part(name: name, bytes: bytes, segments: bytes.isEmpty ? [] : [all])
        }
    }

    /// The line of a leaf; of an entry that no key of the file names, the line that includes it.
    private func line(of leaf: TraceLeaf) -> Int? {
        guard case .macro(let name) = leaf.value, let map = catalogue.openMap(of: name)?.name else {
            return line(leaf.position, leaf.path)
        }
        let keys = leaf.path.filter { !$0.hasPrefix("[") }
        let own = SourcePlace(postback: postback.id, position: leaf.position, keys: keys)
        let included = SourcePlace(postback: postback.id, position: leaf.position, keys: keys.dropLast() + [map])
        return partner.lines[own] ?? partner.lines[included] ?? line(leaf.position, leaf.path)
    }

    private func line(_ position: RequestPosition, _ path: [String]) -> Int? {
        var place = SourcePlace(postback: postback.id, position: position, keys: path.filter { !$0.hasPrefix("[") })
        while partner.lines[place] == nil {
            if let line = numberedLine(place) { return line }
            guard !place.keys.isEmpty else { return partner.lines[SourcePlace(postback: postback.id)] }
            place.keys.removeLast()
        }
        return partner.lines[place]
    }

    /// The line of a key with a number in it, which is written as `id{n}`.
    private func numberedLine(_ place: SourcePlace) -> Int? {
        guard let key = place.keys.last else { return nil }
        return partner.lines.first { other, _ in
            guard other.postback == place.postback, other.position == place.position,
                other.keys.dropLast() == place.keys.dropLast(), let pattern = other.keys.last,
                let hole = pattern.firstIndex(of: "{")
            else { return false }
            let rest = key.dropFirst(pattern[..<hole].count)
            return key.hasPrefix(pattern[..<hole]) && rest.first?.isNumber == true
        }?.value
    }

    /// Takes out lines that are made of the request and have no value: were they required, nothing would be sent.
    private func withoutAbsent(
        _ request: inout RequestTemplate, _ world: TraceWorld
    ) -> [(RequestPosition, [String], PostbackExpression, String)] {
        var absent: [(RequestPosition, [String], PostbackExpression, String)] = []
        for position in RequestPosition.allCases {
            guard case .lines(let lines)? = request.content(at: position) else { continue }
            for (index, line) in lines.enumerated().reversed() {
                guard case .pair(let key, let value, .optional) = line, value.looksAtRequest else { continue }
                var demanded = request
                var changed = lines
                changed[index] = .pair(key, value, presence: .required)
                demanded.set(.lines(changed), at: position)
                guard case .request? = world.render(request), case .skipped? = world.render(demanded) else { continue }
                absent.append((position, [key.description], value, "its steps give nothing"))
                changed.remove(at: index)
                request.set(.lines(changed), at: position)
            }
        }
        return absent
    }

    // MARK: Bytes

    /// A word that is in none of the bytes.
    private static func mark(_ number: Int, in parts: [(name: String, bytes: [UInt8])]) -> String {
        var word = "zq\(number)mark\(number)qz"
        while parts.contains(where: { String(decoding: $0.bytes, as: UTF8.self).contains(word) }) { word += "q" }
        return word
    }

    private func parts(
        of request: RequestTemplate, _ whole: PostbackRequest, _ world: TraceWorld
    ) -> (parts: [RequestTrace.Part], unplaced: [String]) {
        let expected = whole.tracedParts
        // What is made of the request changes with every mark, and is held fixed.
        var freezing = LeafWalk { number, leaf in
            guard leaf.value.looksAtRequest else { return nil }
            return .literal(.text(Self.mark(1_000 + number, in: expected)))
        }
        let frozen = freezing.rewritten(request)
        let leaves = freezing.leaves
        guard case .request(let base)? = world.render(frozen), base.tracedParts.count == expected.count else {
            return (Self.whole(whole), [postback.id])
        }
        let fixed = base.tracedParts
        var found: [[(range: Range<Int>, leaf: Int)]] = fixed.map { _ in [] }
        var unplaced: [String] = []
        for number in leaves.indices {
            let places = ranges(of: number, leaves[number], frozen, fixed, world)
            if places.isEmpty {
                unplaced.append("\(leaves[number].place) = \(ExpressionText.describe(leaves[number].value))")
            }
            for (part, ranges) in places { found[part] += ranges.map { ($0, number) } }
        }
        let parts = expected.indices.map { index in
            let mapped = Self.mapped(found[index], leaves, from: fixed[index].bytes, to: expected[index].bytes)
            return RequestTrace.Part(
                name: expected[index].name, bytes: expected[index].bytes,
                segments: segments(mapped, leaves, expected[index].bytes.count, world))
        }
        return (parts, unplaced)
    }

    /// Where a leaf stands in the parts of a request.
    private func ranges(
        of number: Int, _ leaf: TraceLeaf, _ request: RequestTemplate, _ parts: [(name: String, bytes: [UInt8])],
        _ world: TraceWorld
    ) -> [(part: Int, ranges: [Range<Int>])] {
        // In JSON a text has quotes around it and a number has not.
        let word = Self.mark(0, in: parts)
        let digits = "918273645546372"
        for (mark, literal) in [
            (word, PostbackLiteral.text(word)), (digits, .number(ExactDecimal(918_273_645_546_372))),
        ] {
            var walk = LeafWalk { other, _ in other == number ? .literal(literal) : nil }
            guard case .request(let marked)? = world.render(walk.rewritten(request)) else { continue }
            let others = marked.tracedParts
            guard others.count == parts.count else { continue }
            var found: [(part: Int, ranges: [Range<Int>])] = []
            var fits = true
            // Another part may be made of the one that the leaf stands in, under a condition that looks at the request.
            for index in parts.indices
            where leaf.stands(in: parts[index].name) && parts[index].bytes != others[index].bytes {
                guard let ranges = Self.ranges(of: Array(mark.utf8), in: others[index].bytes, for: parts[index].bytes)
                else {
                    fits = false
                    break
                }
                found.append((index, ranges))
            }
            if fits, !found.isEmpty { return found }
        }
        return []
    }

    /// What stands where marks stand: both are the same but for them, and the same stands at each.
    private static func ranges(of mark: [UInt8], in marked: [UInt8], for bytes: [UInt8]) -> [Range<Int>]? {
        let chunks = marked.split(separator: mark, omittingEmptySubsequences: false)
        guard chunks.count > 1 else { return nil }
        let length = bytes.count - chunks.reduce(0) { $0 + $1.count }
        guard length >= 0, length % (chunks.count - 1) == 0 else { return nil }
        let size = length / (chunks.count - 1)
        var ranges: [Range<Int>] = []
        var position = 0
        for (index, chunk) in chunks.enumerated() {
            guard bytes[position...].starts(with: chunk) else { return nil }
            position += chunk.count
            if index < chunks.count - 1 {
                ranges.append(position..<position + size)
                position += size
            }
        }
        return ranges
    }

    /// The ranges in a request whose signatures are the real ones.
    private static func mapped(
        _ found: [(range: Range<Int>, leaf: Int)], _ leaves: [TraceLeaf], from fixed: [UInt8], to bytes: [UInt8]
    ) -> [(range: Range<Int>, leaf: Int)] {
        let sorted = found.sorted { one, other in
            (one.range.lowerBound, one.range.upperBound) < (other.range.lowerBound, other.range.upperBound)
        }
        func isSignature(_ place: (range: Range<Int>, leaf: Int)) -> Bool { leaves[place.leaf].value.looksAtRequest }
        var result: [(range: Range<Int>, leaf: Int)] = []
        var shift = 0
        var last = 0
        for (index, place) in sorted.enumerated() where place.range.lowerBound >= last {
            last = place.range.upperBound
            let start = place.range.lowerBound + shift
            var end = place.range.upperBound + shift
            if isSignature(place) {
                // It ends where what stands behind it begins.
                let next = sorted[(index + 1)...].first { isSignature($0) && $0.range.lowerBound >= last }
                let behind = fixed[last..<(next?.range.lowerBound ?? fixed.count)]
                let ends = next == nil ? [bytes.count - behind.count] : Array(min(start, bytes.count)...bytes.count)
                guard let found = ends.first(where: { $0 >= start && bytes[$0...].starts(with: behind) }) else { break }
                end = found
                shift = end - last
            }
            guard start <= end, end <= bytes.count else { break }
            result.append((start..<end, place.leaf))
        }
        return result
    }

    /// All bytes, those between values too.
    private func segments(
        _ found: [(range: Range<Int>, leaf: Int)], _ leaves: [TraceLeaf], _ count: Int, _ world: TraceWorld
    ) -> [RequestTrace.Segment] {
        var segments: [RequestTrace.Segment] = []
        var position = 0
        for (range, number) in found where range.lowerBound >= position && range.upperBound <= count {
            let leaf = leaves[number]
            let line = line(of: leaf)
            if range.lowerBound > position {
                segments.append(.init(range: position..<range.lowerBound, value: nil, line: line, place: leaf.place))
            }
            segments.append(.init(range: range, value: value(leaf, world), line: line, place: leaf.place))
            position = range.upperBound
        }
        if position < count {
            segments.append(.init(range: position..<count, value: nil, line: nil, place: ""))
        }
        return segments
    }

    private func value(_ leaf: TraceLeaf, _ world: TraceWorld) -> RequestTrace.Value {
        var steps: [String] = []
        if case .pipeline(_, let own) = leaf.value { steps = own.map(\.name) }
        return RequestTrace.Value(
            expression: ExpressionText.describe(leaf.value), source: leaf.value.traceSource, steps: steps,
            encoding: leaf.encoding, content: leaf.value.looksAtRequest ? "" : world.json(leaf.value))
    }
}

extension PostbackExpression {
    /// Where it comes from, roughly.
    fileprivate var traceSource: RequestTrace.Source {
        switch self {
        case .literal: .literal
        case .field: .field
        case .macro, .item, .variable, .element, .entries, .system: .macro
        case .unescaped(let value, _), .bare(let value): value.traceSource
        case .definition, .request, .text, .pipeline, .fallback, .choose, .list, .each, .object, .json: .transform
        }
    }
}
