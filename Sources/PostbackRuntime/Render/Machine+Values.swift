import PostbackTemplate

extension Machine {
    /// Computes a value.
    mutating func compute(_ derivation: Derivation) throws(RenderAbort) -> Node {
        switch derivation.kind {
        case .entry: return entry(derivation)
        case .item: return member(derivation)
        case .element: return try element(derivation)
        case .variable: return variables[Int(derivation.detail)]
        case .request: return rendered(RequestPart.numbered[Int(derivation.detail)])
        case .system: return system(SystemValue.numbered[Int(derivation.detail)])
        case .text: return try text(derivation)
        case .transform: return try transform(derivation)
        case .map: return try mapped(derivation)
        case .fallback:
            for place in derivation.operands {
                let node = try value(code.operands[place])
                if node.kind != .absent { return node }
            }
            return .absent
        case .choose: return try value(try chosen(derivation.operands, otherwise: derivation.input))
        case .list: return try list(derivation)
        case .each: return try each(derivation)
        case .json:
            let start = assembly.count
            guard try writeJSON(derivation.input) else { return .absent }
            return finish(from: start)
        case .encoded:
            let node = textual(try value(derivation.input))
            guard node.kind != .absent, !node.isEmptyText else { return node }
            let start = assembly.count
            assembly.append(view(node), encoding: code.encodings[Int(derivation.extra)])
            return finish(from: start)
        }
    }

    /// Of operands that are conditions each with a value behind it, the first value whose condition holds.
    mutating func chosen(_ operands: Range<Int>, otherwise: Ref) throws(RenderAbort) -> Ref {
        var place = operands.lowerBound
        while place < operands.upperBound {
            if try holds(code.operands[place]) { return code.operands[place + 1] }
            place += 2
        }
        return otherwise
    }

    private func entry(_ derivation: Derivation) -> Node {
        guard withheld & derivation.classes == 0, event.entries.count > 0 else { return .absent }
        return event.entry(view(code.constants[Int(derivation.extra)]))
    }

    /// The property of the item that a variable stands for; of several with one name the last one.
    func member(_ derivation: Derivation) -> Node { member(derivation, of: variables[Int(derivation.detail)]) }

    /// The property of an item; of several with one name the last one.
    func member(_ derivation: Derivation, of item: Node) -> Node {
        guard item.kind == .item, withheld & derivation.classes == 0 else { return .absent }
        let before = Int(item.word)
        var place = before &+ Int(item.count)
        while place > before {
            let node = event.elements[place]
            if node.slot == derivation.extra { return node }
            place &-= 1
        }
        return .absent
    }

    private mutating func rendered(_ part: RequestPart) -> Node {
        let range =
            switch part {
            case .body: result.body
            case .query: result.query
            case .url: result.url
            }
        let start = assembly.count
        assembly.append(output.view(range.lowerBound, range.count))
        // Of a query that is being written: what stands above the line.
        if part != .body, result.isQueryOpen, output.count > result.url.upperBound {
            let query = result.url.upperBound
            if part == .url { assembly.append(result.joint) }
            assembly.append(output.view(query + 1, output.count - query - 1))
        }
        return finish(from: start)
    }

    private mutating func system(_ value: SystemValue) -> Node {
        switch value {
        case .now: return Node(.timestamp, word: now.microseconds)
        case .random: return Node(.integer, word: random)
        case .uuid:
            let start = assembly.count
            assembly.append(uuid)
            return finish(from: start)
        }
    }

    private mutating func text(_ derivation: Derivation) throws(RenderAbort) -> Node {
        let start = assembly.count
        for place in derivation.operands {
            let node = try value(code.operands[place])
            switch node.kind {
            case .text, .decimal, .digest: assembly.append(view(node))
            case .integer, .boolean, .timestamp: assembly.append(scalar: node)
            case .absent, .bytes, .list, .item:
                assembly.truncate(to: start)
                return .absent
            }
        }
        // All pieces are there: a text of empty ones is empty.
        return assembly.count > start ? finish(from: start) : .emptyText
    }

    private mutating func mapped(_ derivation: Derivation) throws(RenderAbort) -> Node {
        let key = textual(try value(derivation.input))
        guard key.kind != .absent, !key.isEmptyText else { return .absent }
        let map = program.maps[Int(derivation.extra)]
        let found: Node
        if let value = map.find(view(key)) {
            found = value
        } else if map.fallback == .skip {
            throw RenderAbort(reason: .unmapped, index: derivation.extra)
        } else {
            found = map.otherwise
        }
        guard found.kind.isText, !found.isEmptyText else { return found }
        let start = assembly.count
        assembly.append(map.view(found))
        return finish(found.kind, from: start)
    }

    /// Whether a condition holds.
    mutating func holds(_ condition: Ref) throws(RenderAbort) -> Bool {
        if condition.tag == .slot {
            // The presence of a macro, as most conditions are.
            guard withheld & condition.classes == 0, Int(condition.index) < event.slots.count else { return false }
            return event.slots[Int(condition.index)].kind != .absent
        }
        let test = code.tests[Int(condition.index)]
        let operands = test.operands
        switch test.kind {
        case .equals:
            let first = try value(code.operands[operands.lowerBound])
            guard first.kind != .absent else { return false }
            let second = try value(code.operands[operands.lowerBound + 1])
            return areSame(first, second)
        case .isIn:
            let first = try value(code.operands[operands.lowerBound])
            guard first.kind != .absent else { return false }
            for place in operands.dropFirst() where areSame(first, try value(code.operands[place])) { return true }
            return false
        case .isPresent: return try value(code.operands[operands.lowerBound]).kind != .absent
        case .isTrue: return isTrue(try value(code.operands[operands.lowerBound]))
        case .not: return try !holds(code.operands[operands.lowerBound])
        case .all:
            for place in operands where try !holds(code.operands[place]) { return false }
            return true
        case .any:
            for place in operands where try holds(code.operands[place]) { return true }
            return false
        }
    }

    private mutating func isTrue(_ node: Node) -> Bool {
        if node.kind == .boolean { return node.word != 0 }
        let text = textual(node)
        guard text.kind != .absent else { return false }
        return view(text).isEqual(to: "true") || view(text).isEqual(to: "1")
    }

    /// Whether both are present and the same; numbers compare by value, however they are written.
    private mutating func areSame(_ left: Node, _ right: Node) -> Bool {
        if left.kind == .absent || right.kind == .absent { return false }
        if left.isNumber, right.isNumber {
            if left.kind == .integer, right.kind == .integer { return left.word == right.word }
            return number(left)?.normalized == number(right)?.normalized
        }
        if left.kind == .timestamp, right.kind == .timestamp { return left.word == right.word }
        let (first, second) = (textual(left), textual(right))
        guard first.kind != .absent, second.kind != .absent else { return false }
        return view(first).isEqual(to: view(second))
    }

    /// The value as a number, read from its text if need be.
    func number(_ node: Node) -> ExactDecimal? {
        switch node.kind {
        case .integer: ExactDecimal(node.word)
        case .decimal, .text: view(node).withSpan { ExactDecimal(utf8: $0) }
        default: nil
        }
    }
}
