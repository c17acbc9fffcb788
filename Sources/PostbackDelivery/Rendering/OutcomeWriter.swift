public import PostbackRuntime
public import PostbackTemplate

/// Writes outcomes as JSON lines.
public enum OutcomeWriter {
    /// Appends one line; `received` is the moment from which a delivery delay counts.
    public static func append(
        _ outcome: ConfiguredPostbacks.Outcome, of event: PostbackEvent, received: Timestamp, to buffer: inout [UInt8]
    ) {
        var object = ObjectWriter()
        object.add("event_id", event[.identity]?.text)
        object.add("app", outcome.app)
        object.add("partner", outcome.partner)
        object.add("postback", outcome.postback)
        switch outcome.outcome {
        case .request(let request):
            object.add("revision", number: outcome.revision ?? 0)
            append(request, to: &object)
            let due = Timestamp(microseconds: received.microseconds + Int64(outcome.delay.seconds) * 1_000_000)
            object.add("not_before", due.description)
            object.add("attempts", number: outcome.attempts)
        case .skipped(let skip): append(skip, to: &object)
        }
        buffer += object.bytes
        buffer += [UInt8(ascii: "}"), UInt8(ascii: "\n")]
    }

    private static func append(_ request: PostbackRequest, to object: inout ObjectWriter) {
        object.add("method", request.method.rawValue)
        object.add("url", request.url)
        object.key("headers")
        object.bytes.append(UInt8(ascii: "["))
        for (index, header) in request.headers.enumerated() {
            object.bytes += Array((index == 0 ? "[" : ",[").utf8)
            JSONText.append(header.name, to: &object.bytes)
            object.bytes.append(UInt8(ascii: ","))
            JSONText.append(header.value, to: &object.bytes)
            object.bytes.append(UInt8(ascii: "]"))
        }
        object.bytes.append(UInt8(ascii: "]"))
        object.add("body", String(decoding: request.body, as: UTF8.self))
    }

    private static func append(_ skip: PostbackSkip, to object: inout ObjectWriter) {
        object.key("skipped")
        var inner = ObjectWriter()
        inner.add("code", skip.code)
        let key: String
        switch skip {
        case .missingValue, .notAttributed, .privacy: key = "macro"
        case .unmappedEvent: key = "map"
        case .unsafeValue: key = "at"
        default: key = "field"
        }
        inner.add(key, skip.about.first)
        if skip.about.count > 1 {
            inner.key("any_of")
            for (index, name) in skip.about.enumerated() {
                inner.bytes.append(UInt8(ascii: index == 0 ? "[" : ","))
                JSONText.append(name, to: &inner.bytes)
            }
            inner.bytes.append(UInt8(ascii: "]"))
        }
        object.bytes += inner.bytes + [UInt8(ascii: "}")]
    }
}

/// The members of one JSON object, its closing brace left to the caller.
private struct ObjectWriter {
    var bytes: [UInt8] = []

    mutating func key(_ key: String) {
        bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
        JSONText.append(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func add(_ key: String, _ text: String?) {
        guard let text else { return }
        self.key(key)
        JSONText.append(text, to: &bytes)
    }

    mutating func add(_ key: String, number: Int) {
        self.key(key)
        bytes += Array(String(number).utf8)
    }
}
