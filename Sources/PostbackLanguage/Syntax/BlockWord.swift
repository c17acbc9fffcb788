/// The words that blocks of a request begin with.
public enum BlockWord: String, Sendable, CaseIterable {
    /// Pairs in the path.
    case path
    /// A JSON body.
    case json
    /// A text body.
    case text
    /// Query parameters.
    case query
    /// Matrix parameters.
    case matrix
    /// Headers.
    case headers
    /// Cookies.
    case cookies
    /// A form body.
    case form
    /// Marks in the URL of a callback.
    case marks

    /// What stands behind the word.
    public enum Form: Sendable {
        /// Lines in braces.
        case lines
        /// A separator in quotes, and lines in braces.
        case separatedLines
        /// An object or a list.
        case structure
        /// A value.
        case value
    }

    /// What stands behind the word.
    public var form: Form {
        switch self {
        case .query, .matrix, .headers, .cookies, .form, .marks: .lines
        case .path: .separatedLines
        case .json: .structure
        case .text: .value
        }
    }
}
