/// A part of a request that holds values: what every walk over a request goes through.
package struct RequestBlock: Hashable, Sendable {
    /// Where it leaves.
    package var position: RequestPosition
    /// What it holds.
    package var content: Content

    /// What a part of a request holds.
    package enum Content: Hashable, Sendable {
        /// Text that is structure, and values.
        case pieces([URLPiece])
        /// Keys with their values.
        case lines([PostbackLine])
        /// One value.
        case value(PostbackExpression)
    }
}

extension RequestTemplate {
    /// The parts that it has, in the order of `RequestPosition`. A test holds them to what a request can have.
    package var blocks: [RequestBlock] {
        RequestPosition.allCases.compactMap { position in
            content(at: position).map { RequestBlock(position: position, content: $0) }
        }
    }

    /// What stands at a position; nil when the request has no such part.
    package func content(at position: RequestPosition) -> RequestBlock.Content? {
        switch position {
        case .callback: return callback.map { .value($0.url) }
        case .marks: return callback.map { .lines($0.marks) }
        case .origin: return .pieces(origin)
        case .path: return .pieces(path)
        case .pathPairs: return pathPairs.map { .lines($0.lines) }
        case .matrix: return .lines(matrix)
        case .query: return .lines(query)
        case .headers: return .lines(headers)
        case .cookies: return .lines(cookies)
        case .form: if case .form(let lines) = body { return .lines(lines) } else { return nil }
        case .json: if case .json(let value) = body { return .value(value) } else { return nil }
        case .text: if case .text(let value) = body { return .value(value) } else { return nil }
        }
    }

    /// Puts content at a position; content of a form that does not stand there changes nothing.
    package mutating func set(_ content: RequestBlock.Content, at position: RequestPosition) {
        switch (position, content) {
        case (.callback, .value(let value)): callback?.url = value
        case (.marks, .lines(let lines)): callback?.marks = lines
        case (.origin, .pieces(let pieces)): origin = pieces
        case (.path, .pieces(let pieces)): path = pieces
        case (.pathPairs, .lines(let lines)):
            pathPairs = PathPairs(separator: pathPairs?.separator ?? ":", lines: lines)
        case (.matrix, .lines(let lines)): matrix = lines
        case (.query, .lines(let lines)): query = lines
        case (.headers, .lines(let lines)): headers = lines
        case (.cookies, .lines(let lines)): cookies = lines
        case (.form, .lines(let lines)): body = .form(lines)
        case (.json, .value(let value)): body = .json(value)
        case (.text, .value(let value)): body = .text(value)
        case (.callback, _), (.marks, _), (.origin, _), (.path, _), (.pathPairs, _), (.matrix, _), (.query, _),
            (.headers, _), (.cookies, _), (.form, _), (.json, _), (.text, _):
            break
        }
    }
}

extension RequestBlock {
    /// Its values and lines.
    package var nodes: [TemplateNode] {
        switch content {
        case .pieces(let pieces): pieces.compactMap { $0.value.map(TemplateNode.expression) }
        case .lines(let lines): lines.map(TemplateNode.line)
        case .value(let value): [.expression(value)]
        }
    }
}

extension RequestTemplate {
    /// Whether the header of the cookies is also set among the headers; a request has it once.
    ///
    /// Source: RFC 6265, 5.4.
    package var setsCookieTwice: Bool {
        !cookies.isEmpty && headers.keys.contains { $0.lowercased() == HeaderName.cookie.lowercased() }
    }
}

extension URLPiece {
    /// What fills it; nil for what is structure.
    package var value: PostbackExpression? {
        switch self {
        case .literal: nil
        case .hole(let value): value
        }
    }
}

extension PostbackTemplate {
    /// All its values, conditions and lines but what it names: its conditions, its alternatives and its request.
    package var nodes: [TemplateNode] {
        conditions.map(TemplateNode.condition) + alternatives.joined().joined().map(TemplateNode.expression)
            + request.blocks.flatMap(\.nodes)
    }
}

extension [PostbackLine] {
    /// The keys of all lines, those under conditions included, in the order of the file.
    package var keys: [String] {
        flatMap { line -> [String] in
            switch line {
            case .pair(let key, _, _): [key.description]
            case .each(_, let lines): lines.keys
            case .when(_, let first, let otherwise): first.keys + otherwise.keys
            }
        }
    }
}
