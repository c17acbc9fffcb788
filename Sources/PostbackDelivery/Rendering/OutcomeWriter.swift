package import PostbackRuntime
package import PostbackTemplate

/// Writes outcomes as JSON lines.
package enum OutcomeWriter {
    /// Appends one line for what was decided; the request is taken from the buffer that it was rendered into.
    ///
    /// - Parameters:
    ///   - eventID: the event's id, where it has one.
    ///   - received: the moment from which a delivery delay counts.
    package static func append(
        _ decision: PostbackDecision, from rendered: RenderBuffer, eventID: String?, received: Timestamp,
        to buffer: inout [UInt8]
    ) {
        let object = JSONObjectWriter(to: &buffer)
        object.add("event_id", eventID, to: &buffer)
        object.add("app", decision.app, to: &buffer)
        object.add("partner", decision.partner, to: &buffer)
        object.add("postback", decision.postback, to: &buffer)
        if let item = decision.item { object.add("item", number: item, to: &buffer) }
        if let skip = decision.skip {
            object.add("skipped", to: &buffer)
            append(skip, to: &buffer)
        } else {
            object.add("revision", number: decision.revision ?? 0, to: &buffer)
            object.add("method", decision.method.rawValue, to: &buffer)
            append(rendered, to: &buffer, object)
            let due = Timestamp(microseconds: received.microseconds + Int64(decision.delay.seconds) * 1_000_000)
            object.add("not_before", due.description, to: &buffer)
            object.add("attempts", number: decision.attempts, to: &buffer)
        }
        object.end(&buffer)
        buffer.append(UInt8(ascii: "\n"))
    }

    private static func append(_ rendered: RenderBuffer, to buffer: inout [UInt8], _ object: JSONObjectWriter) {
        object.add("url", to: &buffer)
        rendered.withURL { JSONText.append($0, to: &buffer) }
        object.add("headers", array: 0..<rendered.headerCount, to: &buffer) { index, buffer in
            buffer.append(UInt8(ascii: "["))
            JSONText.append(rendered.headerName(index), to: &buffer)
            buffer.append(UInt8(ascii: ","))
            rendered.withHeaderValue(index) { JSONText.append($0, to: &buffer) }
            buffer.append(UInt8(ascii: "]"))
        }
        object.add("body", to: &buffer)
        rendered.withBody { JSONText.append($0, to: &buffer) }
    }

    private static func append(_ skip: PostbackSkip, to buffer: inout [UInt8]) {
        let object = JSONObjectWriter(to: &buffer)
        object.add("code", skip.code, to: &buffer)
        object.add(skip.kind.subject, skip.about.first, to: &buffer)
        if skip.about.count > 1 {
            object.add("any_of", array: skip.about, to: &buffer) { JSONText.append($0, to: &$1) }
        }
        object.end(&buffer)
    }
}

extension SkipCode {
    /// The key of the name that a skip is about.
    fileprivate var subject: StaticString {
        switch self {
        case .missingValue, .notAttributed, .privacy: "macro"
        case .unmappedEvent: "map"
        case .unsafeValue: "at"
        case .condition, .tooLarge, .sessionWindow, .inactive, .notConfigured, .invalidConfiguration: "field"
        }
    }
}
