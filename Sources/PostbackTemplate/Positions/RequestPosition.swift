/// Where values leave with a request, in the order in which the parts are written.
package enum RequestPosition: String, CaseIterable, Sendable {
    /// The URL that the partner handed over.
    case callback
    /// What the marks of that URL become.
    case marks
    /// Scheme and host.
    case origin
    /// The path.
    case path
    /// Pairs in the path.
    case pathPairs
    /// Matrix parameters.
    case matrix
    /// Query parameters.
    case query
    /// Headers.
    case headers
    /// Cookies, together in one header.
    case cookies
    /// A form as the body.
    case form
    /// JSON as the body.
    case json
    /// Text as the body.
    case text

    /// Whether it is the body, of which there is one.
    package var isBody: Bool {
        switch self {
        case .form, .json, .text: true
        case .callback, .marks, .origin, .path, .pathPairs, .matrix, .query, .headers, .cookies: false
        }
    }
}

/// What is known of a position: what may stand there, and how it is written.
package struct PositionTraits: Sendable {
    /// The position in words, for messages: "a query".
    package var name: String
    /// What happens to a text there.
    package var encoding: Encoding
    /// How pairs are put together; nil where there are none, or none that are text.
    package var joining: Joining?
    /// What a key may be.
    package var keys: Keys
    /// Whether a credential may stand there.
    package var secrets: Secrets
    /// The reserved characters that mean something there beside those that join pairs; no file may leave them bare.
    package var reserved = ""
    /// Characters that mean something to whoever reads the URL or the form, wherever they stand bare.
    var endsPart = ""
    /// The parts of the request that are rendered before, so that a signature can be made of them.
    package var rendered: Set<RequestPart> = []

    /// What happens to a text at a position.
    package enum Encoding: Sendable {
        /// Percent-encoding of everything but unreserved characters, and those that the file leaves bare.
        case component
        /// The same, with a plus for a space.
        case form
        /// A string of JSON, or a number or boolean as such.
        case json
        /// Nothing.
        case plain
    }

    /// What pairs are put together with.
    package struct Joining: Sendable {
        /// In front of the first pair; empty for nothing.
        package var first: String
        /// In front of every other pair.
        package var next: String
        /// Between key and value; a file may say another one for pairs in the path.
        package var assignment: String
    }

    /// What a key may be.
    package enum Keys: Sendable {
        /// There are none.
        case none
        /// The name of a parameter, without characters that separate.
        case parameter
        /// The name of a header that a postback may set; upper and lower case are the same.
        case header
        /// A mark in a URL.
        case mark
        /// Any text.
        case member
    }

    /// Whether a credential may stand at a position.
    package enum Secrets: Sendable {
        /// Never: URLs are kept in logs.
        case never
        /// Only where the line is marked `insecure`.
        case marked
        /// Anywhere.
        case allowed
    }
}

extension PositionTraits {
    /// Whether the position is part of the URL.
    package var isURL: Bool {
        switch secrets {
        case .never, .marked: true
        case .allowed: false
        }
    }

    /// The reserved characters that a file may leave bare there; empty for none.
    package var bareCharacters: String {
        switch encoding {
        case .component, .form:
            (":@,!$'()*;").filter { joining?.next.contains($0) != true && !reserved.contains($0) }
        case .json, .plain: ""
        }
    }

    /// The characters that the file's own text may have bare there, beside letters, digits and `-._~`; nil where no text
    /// stands bare.
    ///
    /// Source: RFC 3986, 2.2, without what would end the part of the URL or begin another pair.
    package var structuralCharacters: String? {
        switch encoding {
        case .component, .form:
            (":/?@!$'()*,;=&+[]").filter { character in
                !reserved.contains(character) && !endsPart.contains(character)
                    && joining.map { !$0.next.contains(character) || $0.next == "/" } ?? true
            }
        case .json, .plain: nil
        }
    }

    /// Whether values of a type can stand there.
    package func takes(_ type: ValueType) -> Bool {
        switch type {
        // Of an item only its properties are values.
        case .list(.item): false
        case .boolean, .list, .object: encoding == .json
        case .item, .bytes, .timestamp: false
        case .text, .digits, .label, .host, .url, .uuid, .ip, .currency, .country, .language, .choice, .integer,
            .decimal, .digest, .scalar:
            true
        }
    }
}
