import PostbackTemplate

/// A request with the origin of every byte.
struct RequestView {
    private let postback: PostbackTemplate
    private let trace: RequestTrace
    private let method: String
    private let notSent: String?
    private let mask: SecretMask

    init(_ postback: PostbackTemplate, _ sample: SampleRequest) {
        self.postback = postback
        trace = sample.trace
        mask = sample.mask
        method = postback.request.method.rawValue
        notSent = trace.parts.isEmpty ? sample.text : nil
    }

    var html: HTML {
        let each = postback.items == nil ? "" : ", the first of a request for each item"
        let title = HTML.element("h3", .code(postback.id), .text(each))
        if let notSent { return .group([title, .element("p", .text(notSent))]) }
        var lines: [HTML] = []
        for part in trace.parts where !part.bytes.isEmpty {
            let name = part.name == "url" ? "\(method) " : part.name == "body" ? "\n" : "\(part.name.dropFirst(7)): "
            lines.append(.group([.text(name), .group(part.segments.map { coloured($0, part) }), .text("\n")]))
        }
        return .group([title, .element("pre", .group(lines)), .element("details", summary, values, absences)])
    }

    private var summary: HTML { .element("summary", .text("Where each value of \(postback.id) comes from")) }

    private func coloured(_ segment: RequestTrace.Segment, _ part: RequestTrace.Part) -> HTML {
        let text = HTML.text(mask.masked(part.text(of: segment)))
        guard let value = segment.value, value.source != .literal, !segment.range.isEmpty else { return text }
        return .element("span", ["class": value.source.rawValue, "title": value.expression], text)
    }

    private var values: HTML {
        let rows = trace.parts.flatMap { part in
            part.segments.compactMap { segment -> [HTML]? in
                guard let value = segment.value, value.source != .literal else { return nil }
                let bytes = mask.masked(part.text(of: segment))
                return [
                    .text(segment.place), bytes.isEmpty ? .text("none") : .code(bytes), .code(value.expression),
                    .text(value.encoding),
                    .text(segment.line.map { "\($0)" } ?? ""),
                ]
            }
        }
        guard !rows.isEmpty else { return .element("p", .text("All of it is the file's own.")) }
        return .table(
            caption: "Values of \(postback.id)", ["Place", "Bytes", "Made of", "Written as", "Line"], rows)
    }

    private var absences: HTML {
        guard !trace.absences.isEmpty else { return .group([]) }
        let rows = trace.absences.map { absence -> [HTML] in
            [.text(absence.place), .code(absence.expression), .text(absence.reason)]
        }
        return .table(caption: "Left out of \(postback.id)", ["Place", "Made of", "Why"], rows)
    }
}
