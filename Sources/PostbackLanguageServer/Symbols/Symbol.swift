import PostbackLanguage

/// Something that has a name, in one file or in all.
struct Symbol: Hashable {
    /// What it is.
    enum Kind: Hashable {
        /// A macro of the schemas, an open map or a property of items; the name is the dotted one of its declaration.
        case macro
        /// A kind of events, or a standard event, of the schemas.
        case event
        /// A network-specific field.
        case field
        /// A `let`.
        case definition
        /// `lines` or `shared`.
        case shared
        /// A table.
        case map
        /// An endpoint or a callback.
        case endpoint
        /// What stands for an element, or for its number, in a `for`.
        case variable
        /// A transform of the language.
        case transform
        /// `request.…` or `system.…`.
        case system
        /// A platform.
        case platform
        /// The code of a finding.
        case code
        /// A key of a request.
        case key
        /// The partner.
        case partner
        /// A word of a setting or a type.
        case setting
    }

    var kind: Kind
    var name: String
    /// Where the block begins in which the name means this; nil for a name of the whole file.
    var scope: Int?

    /// Whether it means the same in every file of the project.
    var isOfProject: Bool { kind == .macro || kind == .event }
}

/// A place where a symbol is named.
struct Occurrence: Hashable {
    var symbol: Symbol
    var range: SourceRange
    /// Whether the symbol is declared there.
    var isDeclaration = false
    /// Whether only the last part of the name stands there, as `price` in `item.price`.
    var isPart = false
}
