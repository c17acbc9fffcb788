import Foundation
import PostbackRuntime
import PostbackTemplate

/// A request that is ready to be sent.
struct OutgoingRequest: Sendable, Hashable {
    let method: RequestMethod
    /// The URL and then the headers, each with a zero byte behind it: `Name: value`, and `Name;` for one without a value.
    private(set) var lines: [UInt8] = []
    /// The number of headers.
    private(set) var headerCount = 0
    let body: [UInt8]
    /// Whether plain http is meant.
    var isInsecure: Bool
    /// The bytes of an answer that are read; more only tell that there are more.
    var answerLimit = Self.shortAnswer
    /// Whether the headers of an answer are looked at.
    var readsHeaders = false

    /// What is read of an answer when nobody looks at its body.
    static let shortAnswer = 16 << 10
    /// What is read of an answer that has to say that it is a success.
    static let longAnswer = 1 << 20

    private static let http = Array("http://".utf8)
    private static let https = Array("https://".utf8)

    /// Creates a request without headers.
    ///
    /// - Parameter capacity: bytes that URL and headers take about.
    init(method: RequestMethod, url: Span<UInt8>, body: [UInt8], capacity: Int = 0) {
        self.method = method
        self.body = body
        isInsecure = url.hasScheme(Self.http)
        lines.reserveCapacity(max(capacity, url.count + 1))
        append(url)
        lines.append(0)
    }

    /// Copies what was rendered last; nil after a skip.
    init?(_ rendered: RenderBuffer, method: RequestMethod) {
        guard rendered.hasRequest else { return nil }
        let body = rendered.body
        // Of the parts of a header, the name and what stands between them are not counted in the buffer.
        let capacity = rendered.byteCount - body.count + 64 * (rendered.headerCount + 1)
        self = rendered.withURL { OutgoingRequest(method: method, url: $0, body: body, capacity: capacity) }
        for index in 0..<rendered.headerCount {
            let name = rendered.headerName(index)
            rendered.withHeaderValue(index) { add(header: name, $0) }
        }
    }

    /// Adds a header.
    mutating func add(header name: String, _ value: Span<UInt8>) {
        headerCount += 1
        var name = name
        name.withUTF8 { unsafe append($0) }
        var isBlank = true
        for index in 0..<value.count where value[index] != 0x20 && value[index] != 0x09 {
            isBlank = false
            break
        }
        // The library takes a name with a colon and nothing behind it for a header to leave out.
        if isBlank {
            lines.append(UInt8(ascii: ";"))
        } else {
            lines.append(UInt8(ascii: ":"))
            lines.append(0x20)
            append(value)
        }
        lines.append(0)
    }

    /// Whether the URL has a scheme that it may have.
    var hasUsualScheme: Bool {
        lines.span.hasScheme(Self.https, inAnyCase: true)
            || isInsecure && lines.span.hasScheme(Self.http, inAnyCase: true)
    }

    /// Adds a part of a line, without bytes that would end it.
    private mutating func append(_ part: Span<UInt8>) {
        unsafe part.withUnsafeBufferPointer { unsafe append($0) }
    }

    private mutating func append(_ part: UnsafeBufferPointer<UInt8>) {
        guard let start = part.baseAddress else { return }
        if unsafe memchr(start, 0, part.count) == nil {
            unsafe lines.append(contentsOf: part)
        } else {
            unsafe lines.append(contentsOf: part.filter { $0 != 0 })
        }
    }
}

extension Span<UInt8> {
    /// Whether a URL begins with a scheme and two slashes.
    fileprivate func hasScheme(_ scheme: [UInt8], inAnyCase: Bool = false) -> Bool {
        guard count >= scheme.count else { return false }
        for (index, byte) in scheme.enumerated() {
            let own = self[index]
            let isLetter = inAnyCase && own >= UInt8(ascii: "A") && own <= UInt8(ascii: "Z")
            guard (isLetter ? own | 0x20 : own) == byte else { return false }
        }
        return true
    }
}
