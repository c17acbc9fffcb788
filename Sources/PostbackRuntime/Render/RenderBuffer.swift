public import PostbackTemplate

/// The memory that rendering uses, and the request that was rendered last.
///
/// One buffer serves one thread or task at a time and is used again and again: once it has grown to the size of the
/// requests, rendering allocates nothing. What is read from it holds until the next rendering.
public final class RenderBuffer {
    var machine = Machine()

    /// Creates a buffer.
    public init() {}

    /// How many digests have been computed with this buffer.
    public var digestCount: Int { machine.digests }

    /// Whether the last rendering gave a request.
    public var hasRequest: Bool { machine.result.interruption == nil && !machine.result.url.isEmpty }

    /// The URL of the last request, encoded; empty after a skip.
    public var url: String { hasRequest ? text(machine.result.url) : "" }

    /// The body's bytes; empty for none.
    public var body: [UInt8] { view(hasRequest ? machine.result.body : 0..<0).bytes }

    /// The number of headers.
    public var headerCount: Int { machine.headerCount }

    /// The name of a header as the partner file writes it.
    public func headerName(_ index: Int) -> String { machine.headerName(index) }

    /// The value of a header.
    public func headerValue(_ index: Int) -> String { withHeaderValue(index) { Self.text($0) } }

    /// Calls a closure with the bytes of the URL.
    public func withURL<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        view(hasRequest ? machine.result.url : 0..<0).withSpan(body)
    }

    /// Calls a closure with the bytes of the body.
    public func withBody<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        view(hasRequest ? machine.result.body : 0..<0).withSpan(body)
    }

    /// Calls a closure with the bytes of a header's value.
    public func withHeaderValue<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        machine.headerValue(index).withSpan(body)
    }

    /// Bytes of URL, headers and body together.
    public var byteCount: Int { hasRequest ? machine.output.count : 0 }

    private func view(_ range: Range<Int>) -> ByteView {
        machine.output.view(range.lowerBound, range.count)
    }

    private func text(_ range: Range<Int>) -> String { view(range).string }

    private static func text(_ bytes: Span<UInt8>) -> String {
        unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The last request as a value of its own; nil after a skip.
    public func request(_ method: RequestMethod) -> PostbackRequest? {
        guard hasRequest else { return nil }
        let headers = (0..<headerCount).map { PostbackRequest.Header(name: headerName($0), value: headerValue($0)) }
        return PostbackRequest(method: method, url: url, headers: headers, body: body)
    }
}

extension Machine {
    /// The headers of the last request, the one for the type of the body first.
    var headerCount: Int {
        result.interruption == nil ? headers.count + (contentType == nil ? 0 : 1) : 0
    }

    /// The type of the body, where the partner file has no header for it.
    private var contentType: ByteBox? {
        guard result.postback < code.plans.count else { return nil }
        let number = code.plans[result.postback].contentType
        return number == Op.none ? nil : program.contentTypes[Int(number)]
    }

    func headerName(_ index: Int) -> String {
        guard contentType != nil else { return program.names[Int(headers[index].name)] }
        return index == 0 ? "Content-Type" : program.names[Int(headers[index - 1].name)]
    }

    func headerValue(_ index: Int) -> ByteView {
        var index = index
        if let contentType {
            if index == 0 { return contentType.view }
            index -= 1
        }
        return output.view(Int(headers[index].start), Int(headers[index].count))
    }
}
