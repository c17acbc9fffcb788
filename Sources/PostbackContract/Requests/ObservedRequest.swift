/// A request as it left, whoever rendered it.
public struct ObservedRequest: Hashable, Sendable {
    /// A header line.
    public struct Header: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: String

        /// Creates a header.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method in capitals.
    public var method: String
    /// The URL as it stands in the request.
    public var url: String
    /// The headers in order.
    public var headers: [Header]
    /// The body; empty without one.
    public var body: [UInt8]

    /// Creates a request.
    public init(method: String, url: String, headers: [Header] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// The value of the first header with a name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
