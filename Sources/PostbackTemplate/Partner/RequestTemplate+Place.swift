extension RequestTemplate {
    /// Where the request goes, without any value in it: `https://graph.example/v1/{field.app_id}/events`.
    ///
    /// Fit for logs: a hole is named when it is one field or macro, and `{}` otherwise.
    public var place: String {
        guard callback == nil else { return "{callback}" }
        return (origin + path).map(\.shownInPlace).joined()
    }
}

extension URLPiece {
    fileprivate var shownInPlace: String {
        switch self {
        case .literal(let text): text
        case .hole(.field(let name)): "{field.\(name)}"
        case .hole(.macro(let name)): "{\(name)}"
        case .hole: "{}"
        }
    }
}
