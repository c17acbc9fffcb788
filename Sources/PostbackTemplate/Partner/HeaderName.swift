/// The names of headers that a postback may set.
public enum HeaderName {
    /// The header that holds a request's cookies.
    public static let cookie = "Cookie"

    private static let marks = "!#$%&'*+-.^_`|~"

    /// The headers of the connection, which belong to the transport, in lower case.
    private static let ofTransport: Set<String> = [
        "host", "content-length", "connection", "transfer-encoding", "te", "trailer", "upgrade", "expect",
        "keep-alive", "proxy-authorization", "proxy-connection",
    ]

    /// Whether a name is a token of HTTP, of bounded length, and none of the connection's own.
    ///
    /// Source: RFC 9110, 5.6.2 and 7.2 to 7.8.
    public static func isSettable(_ name: String) -> Bool {
        (1...TemplateLimits.longestName).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0.isLetter || $0.isDigit || marks.utf8.contains($0) }
            && !ofTransport.contains(name.lowercased())
    }
}
