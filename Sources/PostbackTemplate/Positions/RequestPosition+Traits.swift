extension RequestPosition {
    /// What may stand there, and how it is written.
    package var traits: PositionTraits {
        switch self {
        case .callback: .init(name: "a callback", encoding: .plain, keys: .none, secrets: .never)
        case .marks: .init(name: "a mark of a callback", encoding: .component, keys: .mark, secrets: .never)
        case .origin: .init(name: "a host", encoding: .plain, keys: .none, secrets: .never)
        case .path: .init(name: "a path", encoding: .component, keys: .none, secrets: .never)
        case .pathPairs:
            .init(
                name: "path pairs", encoding: .component, joining: .init(first: "/", next: "/", assignment: ":"),
                keys: .parameter, secrets: .never)
        case .matrix:
            .init(
                name: "matrix parameters", encoding: .component,
                joining: .init(first: ";", next: ";", assignment: "="), keys: .parameter, secrets: .marked,
                rendered: [.body])
        case .query:
            .init(
                name: "a query", encoding: .component, joining: .init(first: "?", next: "&", assignment: "="),
                keys: .parameter, secrets: .marked, rendered: [.body])
        case .headers:
            .init(
                name: "a header", encoding: .plain, keys: .header, secrets: .allowed,
                rendered: Set(RequestPart.allCases))
        case .form:
            .init(
                name: "a form", encoding: .form, joining: .init(first: "", next: "&", assignment: "="),
                keys: .parameter, secrets: .allowed)
        case .json: .init(name: "JSON", encoding: .json, keys: .member, secrets: .allowed)
        case .text: .init(name: "a text body", encoding: .plain, keys: .none, secrets: .allowed)
        }
    }
}
