public import PostbackTemplate

/// The memory that rendering uses, and the request that was rendered last.
///
/// One buffer serves one thread or task at a time and is used again and again: once it has grown to the size of the
/// requests, rendering allocates nothing. What is read from it holds until the next rendering.
@safe
public final class RenderBuffer {
    // Not a stored value: then every use would be checked for overlapping access, which `isBusy` does once.
    private let pointer: UnsafeMutablePointer<Machine>
    private var isBusy = false
    /// Whether an event's rendering is under way.
    private var isTaken = false

    /// Creates a buffer.
    public init() {
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: Machine())
    }

    deinit {
        unsafe pointer.deinitialize(count: 1)
        unsafe pointer.deallocate()
    }

    /// Uses the machine; nothing else may use it meanwhile.
    @inline(__always)
    func use<Result, Failure: Error>(
        _ body: (inout Machine) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(!isBusy, "a RenderBuffer is used again while it is read or rendered into")
        isBusy = true
        defer { isBusy = false }
        return unsafe try body(&pointer.pointee)
    }

    /// Prepares the machine for an event, which nothing else may take it for until `end`.
    func begin(_ body: (inout Machine) -> Void) {
        checkFree()
        isTaken = true
        use(body)
    }

    /// Lets other events be rendered.
    func end() {
        use { $0.end() }
        isTaken = false
    }

    /// Uses the machine for an event from beginning to end.
    func whole<Result>(_ body: (inout Machine) -> Result) -> Result {
        checkFree()
        return use(body)
    }

    /// A second event would take the memory that the first is still rendered with.
    private func checkFree() {
        precondition(!isTaken, "a RenderBuffer is used for an event while another one is rendered with it")
    }

    /// Looks at the machine; nothing may change it meanwhile.
    private func look<Result>(_ body: (borrowing Machine) -> Result) -> Result {
        use { machine in body(machine) }
    }

    /// How many digests have been computed with this buffer.
    package var digestCount: Int { look { $0.digests } }

    /// Whether the last rendering gave a request.
    public var hasRequest: Bool { look { $0.hasRequest } }

    /// The URL of the last request, encoded; empty after a skip.
    public var url: String { look { $0.urlView.string } }

    /// The body's bytes; empty for none.
    public var body: [UInt8] { look { $0.bodyView.bytes } }

    /// The number of headers.
    public var headerCount: Int { look { $0.headerCount } }

    /// The name of a header as the partner file writes it.
    public func headerName(_ index: Int) -> String { look { $0.headerName(index) } }

    /// The value of a header.
    public func headerValue(_ index: Int) -> String { look { $0.headerValue(index).string } }

    /// Bytes of URL, headers and body together.
    public var byteCount: Int { look { $0.hasRequest ? $0.output.count : 0 } }

    /// Calls a closure with the bytes of the URL; the buffer cannot be used inside it.
    public func withURL<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        look { $0.urlView.withSpan(body) }
    }

    /// Calls a closure with the bytes of the body; the buffer cannot be used inside it.
    public func withBody<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        look { $0.bodyView.withSpan(body) }
    }

    /// Calls a closure with the bytes of a header's value; the buffer cannot be used inside it.
    public func withHeaderValue<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        look { $0.headerValue(index).withSpan(body) }
    }

    /// The last request as a value of its own; nil after a skip.
    public func request(_ method: RequestMethod) -> PostbackRequest? {
        guard hasRequest else { return nil }
        let headers = (0..<headerCount).map { PostbackRequest.Header(name: headerName($0), value: headerValue($0)) }
        return PostbackRequest(method: method, url: url, headers: headers, body: body)
    }
}

extension Machine {
    /// Whether the last rendering gave a request.
    var hasRequest: Bool { result.abort == nil && !result.url.isEmpty }

    var urlView: ByteView { view(hasRequest ? result.url : 0..<0) }
    var bodyView: ByteView { view(hasRequest ? result.body : 0..<0) }

    private func view(_ range: Range<Int>) -> ByteView { output.view(range.lowerBound, range.count) }

    /// The headers of the last request, the one for the type of the body first.
    var headerCount: Int {
        result.abort == nil ? headers.count + (contentType == nil ? 0 : 1) : 0
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
