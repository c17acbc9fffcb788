/// A request as whoever receives it reads it: every value with its position, decoded.
///
/// URLs are read by the URL Standard, forms as forms and JSON as JSON; text that holds an object or a list of JSON is read on.
public struct RequestReading: Sendable {
    /// A value and where it stands.
    public struct Value: Hashable, Sendable {
        /// The position: `query click-id`, `json data[0].user.em`, `path 2`.
        public var position: String
        /// The value; of JSON, the text of a text or number.
        public var text: String
    }

    /// Why a request cannot be read.
    public struct Problem: Error, Hashable, Sendable {
        /// What is wrong, in words.
        public var words: String
    }

    /// The values in the order of the request.
    public private(set) var values: [Value] = []

    /// Reads a request.
    public init(_ request: ObservedRequest) throws(Problem) {
        let url: RequestURL
        do throws(RequestURL.Problem) {
            url = try RequestURL(request.url)
        } catch {
            throw Problem(words: "the URL cannot be asked for as it stands: \(error.words)")
        }
        values.append(Value(position: "host", text: url.host))
        for (number, segment) in url.writtenSegments.enumerated() {
            try readSegment(segment, "path \(number)")
        }
        for pair in url.query { try read(pair, "query") }
        for header in request.headers {
            guard header.value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" }) else {
                throw Problem(words: "the header \(header.name) breaks its line")
            }
            try read(header.value, "headers \(header.name)")
        }
        try readBody(request)
    }

    private mutating func readBody(_ request: ObservedRequest) throws(Problem) {
        guard !request.body.isEmpty else { return }
        let type = request.header("Content-Type")?.lowercased() ?? ""
        if type.contains("x-www-form-urlencoded") {
            for pair in PercentText.pairs(request.body) { try read(pair, "form") }
        } else if type.contains("json") {
            do throws(JSONReading.Problem) {
                read(try JSONReading(request.body), "json")
            } catch {
                throw Problem(words: "the body is not JSON: it breaks at byte \(error.offset)")
            }
        } else {
            guard let text = String(validating: request.body, as: UTF8.self) else {
                throw Problem(words: "the body is no UTF-8")
            }
            try read(text, "text")
        }
    }

    /// A segment of the path: as a whole, or as pairs where it has any.
    private mutating func readSegment(_ segment: [UInt8], _ position: String) throws(Problem) {
        if segment.contains(UInt8(ascii: ";")), segment.contains(UInt8(ascii: "=")) {
            for pair in PercentText.pairs(segment, separator: UInt8(ascii: ";"), plusIsSpace: false) {
                try read(pair, position)
            }
        } else {
            guard let text = String(validating: PercentText.decoded(segment), as: UTF8.self) else {
                throw Problem(words: "\(position) is no UTF-8")
            }
            values.append(Value(position: position, text: text))
        }
    }

    private mutating func read(_ pair: RequestPair, _ part: String) throws(Problem) {
        guard let key = String(validating: pair.key, as: UTF8.self),
            let text = String(validating: pair.value, as: UTF8.self)
        else { throw Problem(words: "\(part) \(pair.name) is no UTF-8") }
        try read(text, "\(part) \(key)")
    }

    private mutating func read(_ text: String, _ position: String) throws(Problem) {
        if text.first == "{" || text.first == "[", let inner = try? JSONReading(text.utf8) {
            read(inner, position)
        } else {
            values.append(Value(position: position, text: text))
        }
    }

    private mutating func read(_ value: JSONReading, _ position: String) {
        switch value {
        case .null: values.append(Value(position: position, text: "null"))
        case .boolean(let truth): values.append(Value(position: position, text: "\(truth)"))
        case .number(let text): values.append(Value(position: position, text: text))
        case .text(let text):
            if text.first == "{" || text.first == "[", let inner = try? JSONReading(text.utf8) {
                read(inner, position)
            } else {
                values.append(Value(position: position, text: text))
            }
        case .list(let elements):
            for (number, element) in elements.enumerated() { read(element, "\(position)[\(number)]") }
        case .object(let members):
            let isTop = position == "json"
            for member in members { read(member.value, "\(position)\(isTop ? " " : ".")\(member.key)") }
        }
    }
}
