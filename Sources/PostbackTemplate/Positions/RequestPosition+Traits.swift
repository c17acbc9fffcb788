extension RequestPosition {
    /// What may stand there, and how it is written.
    package var traits: PositionTraits {
        switch self {
        case .callback: .callback
        case .marks: .marks
        case .origin: .origin
        case .path: .path
        case .pathPairs: .pathPairs
        case .matrix: .matrix
        case .query: .query
        case .headers: .headers
        case .cookies: .cookies
        case .form: .form
        case .json: .json
        case .text: .text
        }
    }
}

extension PositionTraits {
    fileprivate static let callback = PositionTraits(name: "a callback", encoding: .plain, keys: .none, secrets: .never)
    fileprivate static let marks = PositionTraits(
        name: "a mark of a callback", encoding: .component, keys: .mark, secrets: .never, endsPart: "&+")
    fileprivate static let origin = PositionTraits(name: "a host", encoding: .plain, keys: .none, secrets: .never)
    fileprivate static let path = PositionTraits(
        name: "a path", encoding: .component, keys: .none, secrets: .never, endsPart: "?")
    fileprivate static let pathPairs = PositionTraits(
        name: "path pairs", encoding: .component, joining: .init(first: "/", next: "/", assignment: ":"),
        keys: .parameter, secrets: .never, endsPart: "?")
    fileprivate static let matrix = PositionTraits(
        name: "matrix parameters", encoding: .component,
        joining: .init(first: ";", next: ";", assignment: "="), keys: .parameter, secrets: .marked,
        endsPart: "?/", rendered: [.body])
    fileprivate static let query = PositionTraits(
        name: "a query", encoding: .component, joining: .init(first: "?", next: "&", assignment: "="),
        keys: .parameter, secrets: .marked, endsPart: "+", rendered: Set(RequestPart.allCases))
    fileprivate static let headers = PositionTraits(
        name: "a header", encoding: .plain, keys: .header, secrets: .allowed,
        rendered: Set(RequestPart.allCases))
    // Source: RFC 6265, 4.1.1 and 4.2.1. Names are encoded as values are, which leaves only characters of a token.
    fileprivate static let cookies = PositionTraits(
        name: "a cookie", encoding: .component, joining: .init(first: "", next: "; ", assignment: "="),
        keys: .parameter, secrets: .allowed, reserved: ",", endsPart: "\"\\", rendered: Set(RequestPart.allCases))
    fileprivate static let form = PositionTraits(
        name: "a form", encoding: .form, joining: .init(first: "", next: "&", assignment: "="),
        keys: .parameter, secrets: .allowed, endsPart: "+")
    fileprivate static let json = PositionTraits(name: "JSON", encoding: .json, keys: .member, secrets: .allowed)
    fileprivate static let text = PositionTraits(name: "a text body", encoding: .plain, keys: .none, secrets: .allowed)
}
