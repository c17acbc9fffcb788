public import PostbackRuntime
public import PostbackTemplate

/// Writes outcomes as JSON lines.
public enum OutcomeWriter {
    /// Appends one line for what was decided; the request is taken from the buffer that it was rendered into.
    ///
    /// - Parameters:
    ///   - eventID: the event's id, where it has one.
    ///   - received: the moment from which a delivery delay counts.
    public static func append(
        _ decision: PostbackDecision, from rendered: RenderBuffer, eventID: String?, received: Timestamp,
        to buffer: inout [UInt8]
    ) {
        let start = buffer.count
        append("event_id", eventID, to: &buffer)
        append("app", decision.app, to: &buffer)
        append("partner", decision.partner, to: &buffer)
        append("postback", decision.postback, to: &buffer)
        if let skip = decision.skip {
            append(skip, to: &buffer)
        } else {
            append("revision", number: decision.revision ?? 0, to: &buffer)
            append("method", decision.method.rawValue, to: &buffer)
            append(rendered, to: &buffer)
            let due = Timestamp(microseconds: received.microseconds + Int64(decision.delay.seconds) * 1_000_000)
            append("not_before", due.description, to: &buffer)
            append("attempts", number: decision.attempts, to: &buffer)
        }
        // Members begin with a comma, whose place the brace takes.
        buffer[start] = UInt8(ascii: "{")
        buffer += "}\n".utf8
    }

    private static func append(_ rendered: RenderBuffer, to buffer: inout [UInt8]) {
        key("url", to: &buffer)
        rendered.withURL { JSONText.append($0, to: &buffer) }
        key("headers", to: &buffer)
        buffer.append(UInt8(ascii: "["))
        for index in 0..<rendered.headerCount {
            buffer += (index == 0 ? "[" : ",[").utf8
            JSONText.append(rendered.headerName(index), to: &buffer)
            buffer.append(UInt8(ascii: ","))
            rendered.withHeaderValue(index) { JSONText.append($0, to: &buffer) }
            buffer.append(UInt8(ascii: "]"))
        }
        buffer.append(UInt8(ascii: "]"))
        key("body", to: &buffer)
        rendered.withBody { JSONText.append($0, to: &buffer) }
    }

    private static func append(_ skip: PostbackSkip, to buffer: inout [UInt8]) {
        key("skipped", to: &buffer)
        buffer.append(UInt8(ascii: "{"))
        buffer += "\"code\":\"\(skip.code)\"".utf8
        let name =
            switch skip {
            case .missingValue, .notAttributed, .privacy: "macro"
            case .unmappedEvent: "map"
            case .unsafeValue: "at"
            default: "field"
            }
        append(name, skip.about.first, to: &buffer)
        if skip.about.count > 1 {
            key("any_of", to: &buffer)
            for (index, name) in skip.about.enumerated() {
                buffer.append(UInt8(ascii: index == 0 ? "[" : ","))
                JSONText.append(name, to: &buffer)
            }
            buffer.append(UInt8(ascii: "]"))
        }
        buffer.append(UInt8(ascii: "}"))
    }

    private static func key(_ key: String, to buffer: inout [UInt8]) {
        buffer += ",\"".utf8
        buffer += key.utf8
        buffer += "\":".utf8
    }

    private static func append(_ key: String, _ text: String?, to buffer: inout [UInt8]) {
        guard let text else { return }
        self.key(key, to: &buffer)
        JSONText.append(text, to: &buffer)
    }

    private static func append(_ key: String, number: Int, to buffer: inout [UInt8]) {
        self.key(key, to: &buffer)
        buffer += String(number).utf8
    }
}
