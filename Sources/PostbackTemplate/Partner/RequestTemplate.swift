/// The method of an HTTP request.
public enum RequestMethod: String, Hashable, Sendable, CaseIterable, Codable {
    /// Everything is in the URL and the headers.
    case get = "GET"
    /// A body may go with it.
    case post = "POST"
    /// A body may go with it.
    case put = "PUT"
}

/// A piece of a URL: text that is structure, or a value that is encoded.
public enum URLPiece: Hashable, Sendable, Codable {
    /// Text that stands as it is.
    case literal(String)
    /// A value that becomes one encoded piece.
    case hole(PostbackExpression)
}

/// Pairs in the path, `/key:value` each.
public struct PathPairs: Hashable, Sendable, Codable {
    /// What stands between key and value.
    public var separator: String
    /// The pairs.
    public var lines: [PostbackLine]

    /// Creates path pairs.
    public init(separator: String, lines: [PostbackLine]) {
        self.separator = separator
        self.lines = lines
    }
}

/// A URL that the partner handed over on the click: the one case where data names a host.
public struct CallbackTemplate: Hashable, Sendable, Codable {
    /// The value that holds the URL.
    public var url: PostbackExpression
    /// The hosts that it may name, in lower case; `*.` in front stands for any labels.
    public var hosts: [String]
    /// Marks in the URL with the values that take their places, percent-encoded.
    public var marks: [PostbackLine]

    /// Creates a callback.
    public init(url: PostbackExpression, hosts: [String], marks: [PostbackLine] = []) {
        self.url = url
        self.hosts = hosts
        self.marks = marks
    }
}

/// The body of a request.
public enum BodyTemplate: Hashable, Sendable, Codable {
    /// No body.
    case none
    /// `application/x-www-form-urlencoded`.
    case form([PostbackLine])
    /// `application/json`.
    case json(PostbackExpression)
    /// `text/plain`.
    case text(PostbackExpression)

    /// The `Content-Type` that goes with the body unless the headers name one.
    public var contentType: String? {
        switch self {
        case .none: nil
        case .form: "application/x-www-form-urlencoded"
        case .json: "application/json"
        case .text: "text/plain; charset=utf-8"
        }
    }
}

/// The request of one postback.
public struct RequestTemplate: Hashable, Sendable, Codable {
    /// The method.
    public var method: RequestMethod
    /// The URL that the click handed over, in place of origin and path; nil for an endpoint.
    public var callback: CallbackTemplate?
    /// Scheme and host, whose holes are fields only; empty for a callback.
    public var origin: [URLPiece]
    /// The path, from its first slash.
    public var path: [URLPiece]
    /// Pairs behind the path.
    public var pathPairs: PathPairs?
    /// Matrix parameters, `;key=value`.
    public var matrix: [PostbackLine]
    /// Query parameters, `?key=value&key=value`.
    public var query: [PostbackLine]
    /// Headers.
    public var headers: [PostbackLine]
    /// Cookies, which leave together in the header `Cookie`.
    public var cookies: [PostbackLine]
    /// The body.
    public var body: BodyTemplate

    /// Creates a request.
    public init(
        _ method: RequestMethod, callback: CallbackTemplate? = nil, origin: [URLPiece] = [], path: [URLPiece] = [],
        pathPairs: PathPairs? = nil,
        matrix: [PostbackLine] = [], query: [PostbackLine] = [], headers: [PostbackLine] = [],
        cookies: [PostbackLine] = [], body: BodyTemplate = .none
    ) {
        self.method = method
        self.callback = callback
        self.origin = origin
        self.path = path
        self.pathPairs = pathPairs
        self.matrix = matrix
        self.query = query
        self.headers = headers
        self.cookies = cookies
        self.body = body
    }
}
