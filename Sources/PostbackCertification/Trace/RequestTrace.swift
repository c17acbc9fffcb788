import PostbackRuntime

/// Where every byte of a request comes from, and why lines of the partner file are not in it.
public struct RequestTrace: Sendable {
    /// A part of a request whose bytes are accounted for.
    public struct Part: Sendable {
        /// `url`, `header NAME`, or `body`.
        public var name: String
        /// Its bytes.
        public var bytes: [UInt8]
        /// Where they come from: in order, from the first byte to the last, none twice.
        public var segments: [Segment]
    }

    /// Bytes that come from one place.
    public struct Segment: Sendable {
        /// The bytes of the part.
        public var range: Range<Int>
        /// The value; nil for what stands around values: keys, separators, brackets, text of the address.
        public var value: Value?
        /// The line of the file, from 1; that of the value behind it for what stands around values.
        public var line: Int?
        /// The block and the keys that lead to it; of the value behind it for what stands around values, empty for the rest.
        public var place: String
    }

    /// A value of a request.
    public struct Value: Sendable {
        /// What it is made of, as partner files write it.
        public var expression: String
        /// The same, roughly.
        public var source: Source
        /// The transforms and tables that it went through, in order.
        public var steps: [String]
        /// How it is written: `percent-encoded`, `JSON, form-encoded`, …
        public var encoding: String
        /// The value before it is written, as JSON.
        public var content: String
    }

    /// Where a value comes from, roughly.
    public enum Source: String, Sendable {
        /// The partner file states it.
        case literal
        /// The account configures it.
        case field
        /// The event carries it.
        case macro
        /// It is computed from others.
        case transform
    }

    /// A line of the file that is not in the request.
    public struct Absence: Sendable {
        /// The block and the keys that lead to it.
        public var place: String
        /// The line of the file, from 1.
        public var line: Int?
        /// What it would be, as partner files write it.
        public var expression: String
        /// Why it is not there.
        public var reason: String
    }

    /// URL, headers and body; empty where nothing is sent.
    public var parts: [Part] = []
    /// The places of values that could not be told from what stands around them.
    public var unplaced: [String] = []
    /// What is not in the request, in the order of the file.
    public var absences: [Absence] = []
}

extension RequestTrace.Part {
    /// The text of a segment.
    public func text(of segment: RequestTrace.Segment) -> String {
        String(decoding: bytes[segment.range], as: UTF8.self)
    }
}

extension PostbackRequest {
    /// The parts whose bytes are accounted for, with their names.
    var tracedParts: [(name: String, bytes: [UInt8])] {
        [("url", Array(url.utf8))] + headers.map { ("header \($0.name)", Array($0.value.utf8)) } + [("body", body)]
    }
}
