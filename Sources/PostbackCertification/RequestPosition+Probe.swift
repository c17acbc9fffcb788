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

    /// What a key became in a whole request; nil where it is not there.
    func written(key: String, in request: PostbackRequest) -> String? {
        switch self {
        case .headers:
            return request.headers.first { $0.name.lowercased() == key.lowercased() }.map { "\($0.name): \($0.value)" }
        case .cookies:
            let cookies = request.headers.first { $0.name == HeaderName.cookie }?.value ?? ""
            return cookies.split(separator: ";").map { $0.drop { $0 == " " } }.first { $0.hasPrefix(key + "=") }
                .map(String.init)
        case .matrix, .query, .pathPairs:
            let parts = request.url.split { "?&;/".contains($0) }
            let start = PercentEncoding.component.encode(key) + "="
            return parts.last { $0.hasPrefix(start) }.map(String.init)
        case .callback, .marks, .origin, .path, .form, .json, .text: return nil
        }
    }
}
