import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    /// Behind each line of a request what it becomes with samples.
    func inlayHints(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        guard let source = file.source else { return .array([]) }
        let document = file.document
        let range = try document.range(params["range"], client.encoding)
        guard let samples = samples(of: file) else { return .array([]) }
        var hints: [JSONValue] = []
        for line in source.line(at: range.start)...source.line(at: max(range.start, range.end)) {
            guard let sample = samples.samples(ofLine: line).first(where: { $0.sample.isWritten }) else { continue }
            guard case .written(let text) = sample.sample else { continue }
            let end = source.range(ofLine: line).end
            hints.append(
                .members([
                    "position": document.position(end, client.encoding),
                    "label": .string(LineSamples.shortened(text)), "paddingLeft": .boolean(true),
                    "tooltip": .string("what postback \(sample.postback) sends with samples"),
                ]))
        }
        return .array(hints)
    }
}

extension LineSamples.Sample {
    fileprivate var isWritten: Bool { if case .written = self { true } else { false } }
}
