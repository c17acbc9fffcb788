import PostbackCertification

/// A trace as JSON.
struct TraceRecord: Encodable {
    var partner: String
    var postback: String
    var revision: Int
    var file: String
    var parts: [Part]
    var absent: [Absence]
    var unplaced: [String]

    struct Part: Encodable {
        var name: String
        var bytes: Int
        var segments: [Segment]
    }

    /// The bytes from `start` up to `end`; `value` only for what is one.
    struct Segment: Encodable {
        var start: Int
        var end: Int
        var text: String
        var place: String?
        var line: Int?
        var value: Value?
    }

    struct Value: Encodable {
        var expression: String
        var source: String
        var steps: [String]
        var encoding: String
        var content: String
    }

    struct Absence: Encodable {
        var place: String
        var line: Int?
        var expression: String
        var reason: String
    }

    init(_ trace: RequestTrace, of preview: Preview, masked: (String) -> String) {
        partner = preview.partner.template.id
        postback = preview.postback.id
        revision = preview.partner.template.revision
        file = preview.partner.source.path
        parts = trace.parts.map { part in
            Part(
                name: part.name, bytes: part.bytes.count,
                segments: part.segments.map { segment in
                    Segment(
                        start: segment.range.lowerBound, end: segment.range.upperBound,
                        text: masked(part.text(of: segment)), place: segment.place.isEmpty ? nil : segment.place,
                        line: segment.line,
                        value: segment.value.map { value in
                            Value(
                                expression: masked(value.expression), source: value.source.rawValue, steps: value.steps,
                                encoding: value.encoding, content: masked(value.content))
                        })
                })
        }
        unplaced = trace.unplaced.map(masked)
        absent = trace.absences.map { absence in
            Absence(
                place: absence.place, line: absence.line, expression: masked(absence.expression), reason: absence.reason
            )
        }
    }
}
