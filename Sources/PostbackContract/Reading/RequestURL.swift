/// An absolute URL, taken apart by the rules of the URL Standard of WHATWG for `http` and `https`.
public struct RequestURL: Hashable, Sendable {
    /// Why a text is no URL that can be asked for as it stands.
    public enum Problem: Error, Hashable, Sendable {
        /// It does not begin with `http://` or `https://`.
        case scheme
        /// It has a space, a control character or one outside ASCII, which a program on the way may change.
        case character
        /// A percent sign without two hexadecimal digits.
        case percent
        /// It has no host, or one that is none.
        case host
        /// It has a user or a password.
        case credentials
        /// Its port is no number up to 65,535.
        case port
        /// It has a fragment, which is not sent.
        case fragment
        /// A segment of its path is `.` or `..`, which programs leave out.
        case dots
    }

    /// `http` or `https`.
    public var scheme: String
    /// The host in lower case, decoded.
    public var host: String
    /// The port, where one is written that is not the scheme's.
    public var port: Int?
    /// The path's segments, decoded; one that is empty where the path is `/`.
    public var segments: [[UInt8]]
    /// The segments as they are written.
    public var writtenSegments: [[UInt8]]
    /// The pairs of the query.
    public var query: [RequestPair]

    /// Takes a URL apart.
    public init(_ text: String) throws(Problem) {
        let bytes = Array(text.utf8)
        if bytes.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) { throw .character }
        if PercentText.isBroken(bytes) { throw .percent }
        let schemes = ["https", "http"]
        guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0 + "://") }) else { throw .scheme }
        self.scheme = scheme
        var rest = bytes[(scheme.utf8.count + 3)...]
        if rest.contains(UInt8(ascii: "#")) { throw .fragment }
        let stops = Array("/?\\".utf8)
        let authority = rest.prefix { !stops.contains($0) }
        rest = rest.dropFirst(authority.count)
        if authority.contains(UInt8(ascii: "@")) { throw .credentials }
        (host, port) = try Self.authority(Array(authority), scheme)
        let path = rest.prefix { $0 != UInt8(ascii: "?") }
        rest = rest.dropFirst(path.count)
        // A backslash in a path is taken for a slash.
        writtenSegments = path.dropFirst().split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\")
        }.map(Array.init)
        segments = writtenSegments.map { PercentText.decoded($0) }
        for segment in writtenSegments {
            let lowered = String(decoding: segment, as: UTF8.self).lowercased().replacing("%2e", with: ".")
            if lowered == "." || lowered == ".." { throw .dots }
        }
        query = PercentText.pairs(rest.dropFirst())
    }

    private static func authority(_ bytes: [UInt8], _ scheme: String) throws(Problem) -> (String, Int?) {
        var host = bytes[...]
        var port: Int?
        if let colon = bytes.lastIndex(of: UInt8(ascii: ":")), bytes.last != UInt8(ascii: "]") {
            host = bytes[..<colon]
            let digits = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
            if !digits.isEmpty {
                guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits), number < 65_536
                else { throw .port }
                port = number == (scheme == "https" ? 443 : 80) ? nil : number
            }
        }
        let decoded = PercentText.decoded(host)
        let forbidden = Array(" #%/:<>?@\\^|\u{7F}".utf8)
        let isAddress = decoded.first == UInt8(ascii: "[") && decoded.last == UInt8(ascii: "]")
        guard !decoded.isEmpty,
            decoded.allSatisfy({ $0 > 0x20 && $0 < 0x7F && (isAddress || !forbidden.contains($0)) })
        else { throw .host }
        return (String(decoding: decoded, as: UTF8.self).lowercased(), port)
    }
}
