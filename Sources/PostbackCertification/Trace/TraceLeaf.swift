import PostbackTemplate

/// A value of a request that is written in one piece.
struct TraceLeaf {
    /// The block.
    var position: RequestPosition
    /// The keys that lead to it, elements of lists as `[0]`.
    var path: [String]
    /// The value.
    var value: PostbackExpression
    /// How deep it stands in JSON that is text.
    var jsonDepth: Int

    /// The block and the keys: `json data[0].user.em`.
    var place: String { Self.place(position, path) }

    static func place(_ position: RequestPosition, _ path: [String]) -> String {
        let keys = path.filter { !$0.isEmpty }.reduce("") { text, key in
            key.hasPrefix("[") || text.isEmpty ? text + key : "\(text).\(key)"
        }
        return keys.isEmpty ? position.section : "\(position.section) \(keys)"
    }

    /// Whether it is written to a part of the request that is accounted for.
    func stands(in part: String) -> Bool {
        switch position {
        case .callback, .marks, .origin, .path, .pathPairs, .matrix, .query: part == "url"
        case .headers, .cookies: part.hasPrefix("header ")
        case .form, .json, .text: part == "body"
        }
    }

    /// How it is written.
    var encoding: String {
        // What stands bare is written as the file has it.
        if case .bare(.literal) = value { return "as it is" }
        let outer =
            switch position.traits.encoding {
            case .component: "percent-encoded"
            case .form: "form-encoded"
            case .json: "JSON"
            case .plain: "as it is"
            }
        return String(repeating: "JSON, ", count: jsonDepth) + outer
    }
}

/// Goes through the leaves of a request, always in the same order, and can put others in their places.
struct LeafWalk {
    private(set) var leaves: [TraceLeaf] = []
    /// What takes the place of a leaf, by its number; nil to leave it.
    private let replacement: (Int, TraceLeaf) -> PostbackExpression?
    private var position = RequestPosition.query
    private var path: [String] = []
    private var jsonDepth = 0

    init(_ replacement: @escaping (Int, TraceLeaf) -> PostbackExpression?) {
        self.replacement = replacement
    }

    /// The request with other leaves.
    mutating func rewritten(_ request: RequestTemplate) -> RequestTemplate {
        var result = request
        for block in request.blocks {
            position = block.position
            switch block.content {
            case .pieces(let pieces):
                result.set(
                    .pieces(pieces.map { piece in if let value = piece.value { .hole(leaf(value)) } else { piece } }),
                    at: position)
            case .lines(let lines): result.set(.lines(rewritten(lines)), at: position)
            // The URL of a callback has to be one, and is seen as a whole.
            case .value where position == .callback: break
            case .value(let value): result.set(.value(rewritten(value)), at: position)
            }
        }
        return result
    }

    private mutating func rewritten(_ lines: [PostbackLine]) -> [PostbackLine] {
        lines.map { line in
            // Whatever is decided by an event has been decided; a loop over other things than items is seen as a whole.
            guard case .pair(let key, let value, let presence) = line else { return line }
            path.append(key.isWritten ? key.description : "")
            defer { path.removeLast() }
            return .pair(key, rewritten(value), presence: presence)
        }
    }

    private mutating func rewritten(_ value: PostbackExpression) -> PostbackExpression {
        switch value {
        case .object(let lines): return .object(rewritten(lines))
        case .list(let elements):
            return .list(
                elements.enumerated().map { index, element in
                    path.append("[\(index)]")
                    defer { path.removeLast() }
                    return PostbackElement(rewritten(element.value), presence: element.presence)
                })
        case .json(let inner) where inner.isStructured:
            jsonDepth += 1
            defer { jsonDepth -= 1 }
            return .json(rewritten(inner))
        // What is made of the request may have no value, and a text around it then has none.
        case .text, .bare: if value.looksAtRequest { return leaf(value) }
        default: break
        }
        switch value {
        case .text(let pieces): return .text(pieces.map { leaf($0) })
        case .bare(.text(let pieces)): return .bare(.text(pieces.map { $0.isLiteral ? $0 : leaf($0) }))
        case .unescaped(let inner, let characters): return .unescaped(rewritten(inner), characters: characters)
        default: return leaf(value)
        }
    }

    private mutating func leaf(_ value: PostbackExpression) -> PostbackExpression {
        let leaf = TraceLeaf(position: position, path: path, value: value, jsonDepth: jsonDepth)
        leaves.append(leaf)
        return replacement(leaves.count - 1, leaf) ?? value
    }
}
