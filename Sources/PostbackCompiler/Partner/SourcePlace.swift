import PostbackLanguage
package import PostbackTemplate

/// A place of a partner file by what stands there: a postback, a block of it, a key in the block.
package struct SourcePlace: Hashable, Sendable {
    /// The postback's id; nil outside of postbacks.
    package var postback: String?
    /// The block; nil for the postback itself.
    package var position: RequestPosition?
    /// The key, behind the keys of the objects around it.
    package var keys: [String] = []

    /// Creates a place.
    package init(postback: String? = nil, position: RequestPosition? = nil, keys: [String] = []) {
        self.postback = postback
        self.position = position
        self.keys = keys
    }
}

extension SourcePlace {
    /// The place of a condition of a postback, the first being 0.
    package static func condition(_ number: Int, of postback: String) -> SourcePlace {
        SourcePlace(postback: postback, keys: ["send when", "\(number)"])
    }

    /// The place of a `require any of` of a postback, the first being 0.
    package static func alternatives(_ number: Int, of postback: String) -> SourcePlace {
        SourcePlace(postback: postback, keys: ["require any of", "\(number)"])
    }

    /// The place of a name that a postback gives.
    package static func definition(_ name: String, of postback: String) -> SourcePlace {
        SourcePlace(postback: postback, keys: ["let", name])
    }
}

extension RequestPosition {
    /// What a block fills.
    init(_ word: BlockWord) {
        switch word {
        case .path: self = .pathPairs
        case .json: self = .json
        case .text: self = .text
        case .query: self = .query
        case .matrix: self = .matrix
        case .headers: self = .headers
        case .cookies: self = .cookies
        case .form: self = .form
        case .marks: self = .marks
        }
    }
}
