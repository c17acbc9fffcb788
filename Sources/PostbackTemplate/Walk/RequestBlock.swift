/// A part of a request that holds values: what every walk over a request goes through.
public enum RequestBlock: Hashable, Sendable {
    /// The URL that the partner handed over.
    case callback(PostbackExpression)
    /// What the marks of that URL become.
    case marks([PostbackLine])
    /// Scheme and host.
    case origin([URLPiece])
    /// The path.
    case path([URLPiece])
    /// Pairs in the path.
    case pathPairs(PathPairs)
    /// Matrix parameters.
    case matrix([PostbackLine])
    /// Query parameters.
    case query([PostbackLine])
    /// Headers.
    case headers([PostbackLine])
    /// A form as the body.
    case form([PostbackLine])
    /// JSON as the body.
    case json(PostbackExpression)
    /// Text as the body.
    case text(PostbackExpression)
}

extension RequestTemplate {
    /// The parts that it has, in the order in which they are sent. A test holds this list to what a request can have.
    public var blocks: [RequestBlock] {
        var blocks: [RequestBlock] = []
        if let callback { blocks += [.callback(callback.url), .marks(callback.marks)] }
        blocks += [.origin(origin), .path(path)]
        if let pathPairs { blocks.append(.pathPairs(pathPairs)) }
        blocks += [.matrix(matrix), .query(query), .headers(headers)]
        switch body {
        case .none: break
        case .form(let lines): blocks.append(.form(lines))
        case .json(let value): blocks.append(.json(value))
        case .text(let value): blocks.append(.text(value))
        }
        return blocks
    }
}

extension RequestBlock {
    /// Its values and lines.
    public var nodes: [TemplateNode] {
        switch self {
        case .callback(let value), .json(let value), .text(let value): [.expression(value)]
        case .origin(let pieces), .path(let pieces): pieces.compactMap { $0.value.map(TemplateNode.expression) }
        case .marks(let lines), .matrix(let lines), .query(let lines), .headers(let lines), .form(let lines):
            lines.map(TemplateNode.line)
        case .pathPairs(let pairs): pairs.lines.map(TemplateNode.line)
        }
    }

    /// The values without which there is no request, wherever a condition does not decide about them.
    var requiredValues: [PostbackExpression] {
        switch self {
        case .callback(let url): [url]
        case .origin(let pieces), .path(let pieces): pieces.compactMap(\.value)
        case .marks(let lines), .matrix(let lines), .query(let lines), .headers(let lines), .form(let lines):
            Self.required(in: lines)
        case .pathPairs(let pairs): Self.required(in: pairs.lines)
        case .json(.object(let members)): Self.required(in: members)
        // What has no member to require is left out of its list, or leaves an empty body.
        case .json, .text: []
        }
    }

    private static func required(in lines: [PostbackLine]) -> [PostbackExpression] {
        lines.flatMap { line -> [PostbackExpression] in
            switch line {
            case .when: return []
            case .pair(_, let value, .required): return [value]
            case .pair(_, .object(let inner), _): return required(in: inner)
            case .pair: return []
            }
        }
    }
}

extension URLPiece {
    /// What fills it; nil for what is structure.
    public var value: PostbackExpression? {
        switch self {
        case .literal: nil
        case .hole(let value): value
        }
    }
}

extension PostbackTemplate {
    /// All its values, conditions and lines but what it names: its conditions, its alternatives and its request.
    public var nodes: [TemplateNode] {
        conditions.map(TemplateNode.condition) + alternatives.joined().joined().map(TemplateNode.expression)
            + request.blocks.flatMap(\.nodes)
    }
}
