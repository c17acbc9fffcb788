extension PartnerTemplate {
    /// What makes a template one that no compiler has written, a sentence each; empty for a sound one.
    ///
    /// A runtime asks this of templates that come from outside: names that go out unencoded hold nothing that ends them,
    /// origins are URLs, numbers are in their bounds, and rendering is a bounded amount of work.
    public func defects() -> [String] {
        var defects: [String] = []
        func demand(_ holds: Bool, _ sentence: @autoclosure () -> String) {
            if !holds, defects.count < 20 { defects.append("\(id.prefix(100)): \(sentence())") }
        }
        demand(Self.isIdentifier(id), "its id is none")
        demand(revision > 0, "its revision is not above 0")
        demand(Set(fields.map(\.id)).count == fields.count, "two fields have one name")
        demand(Set(postbacks.map(\.id)).count == postbacks.count, "two postbacks have one name")
        for field in fields {
            demand(Self.isIdentifier(field.id), "the field '\(field.id.prefix(100))' has no sound name")
            let isReadable =
                field.pattern.map { $0.utf8.count <= TemplateLimits.longestPattern && (try? FieldPattern($0)) != nil }
                ?? true
            demand(isReadable, "the pattern of the field '\(field.id)' cannot be read")
        }
        demand(delivery.isSound, "its delivery bounds are not sound")
        for postback in postbacks {
            for sentence in postback.defects(of: self) { demand(false, "\(postback.id.prefix(100)): \(sentence)") }
        }
        return defects
    }

    static func isIdentifier(_ text: String) -> Bool {
        (1...TemplateLimits.longestName).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    }
}

extension DeliveryPolicy {
    fileprivate var isSound: Bool {
        let codes = successCodes + retryCodes
        return (1...600).contains(timeoutSeconds)
            && codes.allSatisfy { (100...599).contains($0.lowerBound) && $0.upperBound <= 599 }
            && (rate?.count ?? 1) > 0 && (concurrency ?? 1) > 0 && (oldestSeconds ?? 0) >= 0
            && (futureSeconds ?? 0) >= 0 && (bodyBytes ?? 1) > 0
            && delaySeconds.lowerBound >= 0 && delaySeconds.upperBound <= 600
            && delaySeconds.contains(defaultDelaySeconds)
            && retries.lowerBound >= 0 && retries.upperBound <= 10 && retries.contains(defaultRetries)
    }
}

extension PostbackTemplate {
    fileprivate func defects(of partner: PartnerTemplate) -> [String] {
        switch excess(definitions: partner.definitions) {
        case .work: ["rendering it would be too much work"] + request.defects()
        case .nesting: ["its values are nested too deeply"] + request.defects()
        case nil:
            request.defects()
                + (hasSoundLoops(partner) ? [] : ["a loop or a key in one is not sound"])
                + (looksAtQuery(partner) > 2 ? ["its query looks at itself more than twice, or in a loop"] : [])
        }
    }
}

extension PostbackTemplate {
    private func hasSoundLoops(_ partner: PartnerTemplate) -> Bool {
        let isSound = partner.definitions.allSatisfy { TemplateNode.expression($0.value).hasSoundLoops() }
        let own = definitions.map { TemplateNode.expression($0.value) } + nodes
        guard let items else { return isSound && own.allSatisfy { $0.hasSoundLoops() } }
        // A session gives one postback, and the items are the event's own.
        guard itemList != nil, trigger != .kind(PostbackTrigger.sessionKind),
            (0...ItemLoop.largestFirst).contains(items.first)
        else { return false }
        let numbers = Set([items.number].compactMap(\.self)).subtracting([items.variable])
        return isSound && own.allSatisfy { $0.hasSoundLoops(numbers, depth: 1) }
    }

    /// How many values of the query look at the query, each of which may double it; in a loop they count as many.
    private func looksAtQuery(_ partner: PartnerTemplate) -> Int {
        var looking: Set<String> = []
        func uses(_ node: TemplateNode) -> Int {
            switch node {
            case .expression(.request(let part)): part == .body ? 0 : 1
            case .expression(.definition(let name)): looking.contains(name) ? 1 : 0
            case .line(.each), .expression(.each): node.children.reduce(0) { $0 + uses($1) } > 0 ? 3 : 0
            case .expression, .condition, .line: node.children.reduce(0) { min($0 + uses($1), 3) }
            }
        }
        // A name uses those above it.
        for definition in partner.definitions + definitions where uses(.expression(definition.value)) > 0 {
            looking.insert(definition.name)
        }
        return request.query.reduce(0) { min($0 + uses(.line($1)), 3) }
    }
}

extension RequestBlock {
    /// Whether the file's own text stands bare only where it may, with characters that may.
    ///
    /// - Parameter separator: what stands between key and value of pairs in the path.
    fileprivate func hasSoundBareText(separator: String?) -> Bool {
        let traits = position.traits
        let assignment = position == .pathPairs ? separator : traits.joining?.assignment
        func isSound(_ text: String, isKey: Bool = false) -> Bool {
            traits.allowsBare(text, among: traits.structuralCharacters ?? "")
                && (!isKey || assignment.map { $0.isEmpty || !text.contains($0) } ?? true)
        }
        func isSound(_ node: TemplateNode) -> Bool {
            switch node {
            case .line(.pair(let key, _, _)) where key.isBare:
                return key.pieces.allSatisfy {
                    if case .text(let text) = $0 { isSound(text, isKey: true) } else { true }
                }
            case .expression(.bare(let text)):
                return text.pieces.allSatisfy { piece in
                    if case .literal(.text(let text)) = piece { isSound(text) } else { true }
                }
            case .expression(.unescaped(let value, let characters)):
                // What a table gives is text of the file.
                let isOwn = if case .pipeline(_, let steps) = value, case .map? = steps.last { true } else { false }
                let possible = traits.bareCharacters + (isOwn && position == .path ? "/" : "")
                return characters.allSatisfy(possible.contains)
            case .expression(let value):
                // What joins is text, and nothing that an event brings.
                return value.bareJoin.map { if case .literal = $0.separator { true } else { false } } ?? true
            case .line, .condition: return true
            }
        }
        // Where nothing stands bare, such a text is one like others.
        guard traits.structuralCharacters != nil else { return true }
        var isAllSound = true
        for node in nodes { node.forEach { if !isSound($0) { isAllSound = false } } }
        return isAllSound
    }
}

extension TemplateNode {
    /// Whether each key has numbers of the loops around it and no other names in it, loops stand in each other at most
    /// twice, and their first numbers are in bounds.
    fileprivate func hasSoundLoops(_ numbers: Set<String> = [], depth: Int = 0) -> Bool {
        func inside(_ loop: ItemLoop, _ nodes: [TemplateNode]) -> Bool {
            guard depth < 2, (0...ItemLoop.largestFirst).contains(loop.first) else { return false }
            // A name that stands for an element is none of a number, whatever it was outside.
            var inner = numbers.subtracting([loop.variable])
            if let number = loop.number { inner.insert(number) }
            return TemplateNode.expression(loop.list).hasSoundLoops(numbers, depth: depth)
                && nodes.allSatisfy { $0.hasSoundLoops(inner, depth: depth + 1) }
        }
        switch self {
        case .line(.each(let loop, let lines)): return inside(loop, lines.map(TemplateNode.line))
        case .expression(.each(let loop, let yield)): return inside(loop, [.expression(yield.value)])
        case .line(.pair(let key, let value, _)):
            let isSound = key.pieces.allSatisfy {
                if case .number(let name) = $0 { numbers.contains(name) } else { true }
            }
            return isSound && TemplateNode.expression(value).hasSoundLoops(numbers, depth: depth)
        case .line, .expression, .condition: return children.allSatisfy { $0.hasSoundLoops(numbers, depth: depth) }
        }
    }
}

extension PositionTraits {
    /// Whether a text has no other characters than these and unreserved ones.
    package func allowsBare(_ text: String, among possible: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "-._~".unicodeScalars.contains(scalar)
                    || possible.unicodeScalars.contains(scalar))
        }
    }
}

extension RequestTemplate {
    /// What goes out unencoded and could end what it stands in.
    fileprivate func defects() -> [String] {
        var defects: [String] = []
        if callback == nil {
            let scheme = if case .literal(let text)? = origin.first { text } else { "" }
            if !scheme.hasPrefix("https://"), !scheme.hasPrefix("http://") { defects.append("its origin is no URL") }
            if !origin.allSatisfy({ Self.isPlain($0, without: "?#@\\\"<>") }) {
                defects.append("its origin has characters that no origin has")
            }
            if !path.allSatisfy({ Self.isPlain($0, without: "?#\\\"<>") }) {
                defects.append("its path has characters that no path has")
            }
            if case .literal(let text)? = path.first, !text.hasPrefix("/") {
                defects.append("its path has no slash in front")
            }
            if case .hole? = path.first { defects.append("its path has no slash in front") }
        }
        for host in callback?.hosts ?? []
        where !ValueType.host.accepts(host.hasPrefix("*.") ? String(host.dropFirst(2)) : host) {
            defects.append("'\(host.prefix(100))' is no host")
        }
        if let separator = pathPairs?.separator,
            !Self.isPlain(.literal(separator), without: "?#/\\\"<>") || separator.isEmpty
        {
            defects.append("the separator of its path pairs is none")
        }
        for block in blocks where !block.hasSoundBareText(separator: pathPairs?.separator) {
            defects.append("a text that stands bare has characters that end \(block.position.traits.name)")
        }
        for name in headers.keys where !HeaderName.isSettable(name) {
            defects.append("'\(name.prefix(100))' is no header that a postback may set")
        }
        if setsCookieTwice { defects.append("its header '\(HeaderName.cookie)' is set twice") }
        return defects
    }

    private static func isPlain(_ piece: URLPiece, without characters: String) -> Bool {
        guard case .literal(let text) = piece else { return true }
        return text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !characters.utf8.contains($0) }
    }
}
