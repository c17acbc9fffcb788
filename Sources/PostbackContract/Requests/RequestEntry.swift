/// One request of a file that others wrote, or why it cannot be read.
public struct RequestEntry: Sendable {
    /// What stands at a place of the file.
    public enum Content: Sendable {
        /// A request.
        case request(ObservedRequest)
        /// An event for which nothing is sent.
        case nothing
        /// Something that is no request; with what is wrong.
        case unreadable(String)
    }

    /// Where it stands: `line 3`, `entry 2`.
    public var place: String
    /// The partner that the file names for it.
    public var partner: String?
    /// What stands there.
    public var content: Content

    /// Creates an entry.
    public init(place: String, partner: String? = nil, content: Content) {
        self.place = place
        self.partner = partner
        self.content = content
    }

    /// Reads a line of JSON, as `postback render` and `preview --json` write it.
    ///
    /// - Parameters:
    ///   - line: the line without its break.
    ///   - number: its number, from 1.
    public static func json(_ line: some Sequence<UInt8>, number: Int) -> RequestEntry {
        var entry = RequestEntry(place: "line \(number)", content: .nothing)
        guard let value = try? JSONReading(line), case .object = value else {
            entry.content = .unreadable("it is no JSON object")
            return entry
        }
        if case .text(let partner)? = value.member("partner") { entry.partner = partner }
        guard case .text(let url)? = value.member("url") else {
            if value.member("skipped") != nil { return entry }
            entry.content = .unreadable("it has no 'url'")
            return entry
        }
        var request = ObservedRequest(method: "GET", url: url)
        if case .text(let method)? = value.member("method") { request.method = method.uppercased() }
        request.headers = headers(value.member("headers"))
        switch value.member("body") {
        case .text(let body)?: request.body = Array(body.utf8)
        case nil, .null?: break
        default:
            entry.content = .unreadable("its 'body' is no text")
            return entry
        }
        entry.content = .request(request)
        return entry
    }

    /// Headers as pairs in lists, as an object, or as the objects of HAR.
    private static func headers(_ value: JSONReading?) -> [ObservedRequest.Header] {
        switch value {
        case .object(let members)?:
            members.compactMap { member in
                switch member.value {
                case .text(let text), .number(let text): .init(name: member.key, value: text)
                default: nil
                }
            }
        case .list(let elements)?:
            elements.compactMap { element in
                if case .list(let pair) = element, pair.count == 2, case .text(let name) = pair[0],
                    case .text(let text) = pair[1]
                {
                    return .init(name: name, value: text)
                }
                guard case .text(let name)? = element.member("name"), case .text(let text)? = element.member("value")
                else { return nil }
                return .init(name: name, value: text)
            }
        default: []
        }
    }

    /// Reads the entries of an HTTP archive (HAR 1.2); nil where the bytes are none.
    public static func archive(_ bytes: some Sequence<UInt8>) -> [RequestEntry]? {
        guard let value = try? JSONReading(bytes), case .list(let entries)? = value.member("log")?.member("entries")
        else { return nil }
        return entries.enumerated().map { number, entry in
            let place = "entry \(number + 1)"
            guard let request = entry.member("request"), case .text(let method)? = request.member("method"),
                case .text(let url)? = request.member("url")
            else {
                return RequestEntry(place: place, content: .unreadable("it has no request with a method and a URL"))
            }
            // What version 2 of HTTP sends in place of the first line.
            var read = ObservedRequest(method: method, url: url)
            read.headers = headers(request.member("headers")).filter { !$0.name.hasPrefix(":") }
            if let data = request.member("postData") {
                if case .text(let text)? = data.member("text") {
                    read.body = Array(text.utf8)
                } else if case .list(let pairs)? = data.member("params") {
                    let texts = pairs.map { pair in
                        [pair.member("name"), pair.member("value")].map { part in
                            if case .text(let text)? = part { FormText.encoded(text) } else { "" }
                        }.joined(separator: "=")
                    }
                    read.body = Array(texts.joined(separator: "&").utf8)
                }
                if case .text(let type)? = data.member("mimeType"), read.header("Content-Type") == nil {
                    read.headers.append(.init(name: "Content-Type", value: type))
                }
            }
            return RequestEntry(place: place, content: .request(read))
        }
    }
}
