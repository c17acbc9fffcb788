import PostbackRuntime
import PostbackTemplate

/// One line of a position by itself: a request that has nothing else, and what the line became there.
extension RequestPosition {
    private static let address = "https://trace.invalid/"

    /// The block's word in the partner file.
    var section: String { self == .pathPairs ? "path" : rawValue }

    /// A request with nothing but a line at this position.
    func probe(_ line: PostbackLine, of request: RequestTemplate) -> RequestTemplate {
        var probe = RequestTemplate(
            .post, origin: [.literal(String(Self.address.dropLast()))], path: [.literal("/")])
        switch self {
        case .marks:
            let marks = [line].keys.joined()
            probe.origin = []
            probe.path = []
            probe.callback = CallbackTemplate(
                url: .literal(.text(Self.address + marks)), hosts: ["trace.invalid"], marks: [line])
        case .pathPairs:
            probe.path = []
            probe.pathPairs = PathPairs(separator: request.pathPairs?.separator ?? ":", lines: [line])
        case .matrix, .query, .headers, .cookies, .form: probe.set(.lines([line]), at: self)
        case .json: probe.set(.value(.object([line])), at: self)
        // There are no lines at these.
        case .callback, .origin, .path, .text: break
        }
        return probe
    }

    /// What the line of a probe became; empty when it was left out.
    func written(in request: PostbackRequest) -> String {
        let body = String(decoding: request.body, as: UTF8.self)
        switch self {
        case .headers, .cookies: return request.headers.first.map { "\($0.name): \($0.value)" } ?? ""
        case .json: return body == "{}" ? "" : body
        case .form, .text: return body
        case .callback, .marks, .origin, .path, .pathPairs, .matrix, .query:
            return String(request.url.dropFirst(Self.address.count).drop { $0 == "?" })
        }
    }
}
