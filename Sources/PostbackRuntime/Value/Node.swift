/// A value in sixteen bytes: a number or a moment itself, or the place of its text in a buffer.
struct Node: BitwiseCopyable {
    /// What the value is.
    enum Kind: UInt8 {
        /// There is none.
        case absent
        /// Text: `count` bytes at `word`.
        case text
        /// A decimal number, as text in plain notation with all of its digits.
        case decimal
        /// A digest, as text in lower-case hexadecimal; its bytes stand in front of the text.
        case digest
        /// Bytes that are not text: `count` bytes at `word`.
        case bytes
        /// A whole number: `word`.
        case integer
        /// 0 or 1: `word`.
        case boolean
        /// Microseconds since 1970: `word`.
        case timestamp
        /// `count` elements from place `word` of a table on, each with its own members behind it.
        case list
        /// A product with `count` members, which follow it in the table.
        case item

        /// Whether the node's place is in a buffer of bytes.
        @inline(__always)
        var isText: Bool { rawValue >= Kind.text.rawValue && rawValue <= Kind.digest.rawValue }
    }

    /// The buffer or the table that a place is in.
    enum Arena: UInt8 {
        /// The event.
        case event
        /// What was computed for the event.
        case scratch
        /// What the postbacks state.
        case constants
    }

    var kind: Kind
    var arena: Arena
    var traits: TextTraits
    /// The slot of the property, for a member of an item.
    var slot: UInt16 = 0
    var count: UInt32
    var word: Int64

    static let absent = Node(kind: .absent, arena: .event, traits: [], count: 0, word: 0)

    /// The empty text that a partner file writes.
    static let emptyText = Node(kind: .text, arena: .constants, traits: [], count: 0, word: 0)

    init(kind: Kind, arena: Arena, traits: TextTraits, count: UInt32, word: Int64) {
        self.kind = kind
        self.arena = arena
        self.traits = traits
        self.count = count
        self.word = word
    }

    /// A value that needs no place.
    init(_ kind: Kind, word: Int64) {
        self.init(kind: kind, arena: .event, traits: [], count: 0, word: word)
    }

    init(_ truth: Bool) {
        self.init(.boolean, word: truth ? 1 : 0)
    }

    /// Bytes at a place; absent when there are none.
    init(_ kind: Kind, at offset: Int, count: Int, in arena: Arena, traits: TextTraits) {
        self.init(
            kind: count == 0 ? .absent : kind, arena: arena, traits: traits, count: UInt32(count), word: Int64(offset))
    }

    /// Where the bytes of a text stand.
    @inline(__always)
    var place: UInt32 { UInt32(truncatingIfNeeded: word) }

    /// Whether the value is a number.
    var isNumber: Bool { kind == .integer || kind == .decimal }

    /// Whether it is the empty text that a partner file writes.
    var isEmptyText: Bool { kind == .text && count == 0 }

    /// How many places of a table an element takes, its members included.
    var width: Int { kind == .item ? Int(count) + 1 : 1 }
}
