/// A value that is computed for each event, once for all postbacks of a program that use it.
struct Derivation: Hashable, BitwiseCopyable {
    /// How it is computed.
    enum Kind: UInt8 {
        /// An entry of an open map; `extra` is the constant with its name.
        case entry
        /// A member of the item that a variable stands for; `detail` is the variable's depth, `extra` the slot.
        case item
        /// A member of one item of the list `input`; `detail` is the item's place, `extra` the slot.
        case element
        /// What a variable stands for; `detail` is its depth.
        case variable
        /// A part of the request rendered so far; `detail` says which.
        case request
        /// A value given from outside; `detail` says which.
        case system
        /// The operands joined into one text.
        case text
        /// `input` transformed; `detail` is the transform's number, the operands are its arguments.
        case transform
        /// What a map has for `input`; `extra` is the map.
        case map
        /// The first operand that is present.
        case fallback
        /// The operand behind the first condition that holds, else `input`.
        case choose
        /// The operands as a list; `extra` is the place of the first one's presence and needs.
        case list
        /// The operand for each element of `input`; `detail` is the variable's depth; a second operand is the
        /// number of the first element, where they are counted.
        case each
        /// A JSON object or array, `input`, as text.
        case json
        /// `input` encoded for its position; `extra` is the encoding.
        case encoded
    }

    var kind: Kind
    var detail: UInt8 = 0
    /// All classifications of the macros that it is made of.
    var classes: UInt8 = 0
    /// What it depends on beside the event and what is withheld; where there is anything, it is computed each time.
    var dependence: Ref.Dependence = []
    var input: Ref = .absent
    /// The operands in the program's list of them.
    var start: UInt32 = 0
    var count: UInt32 = 0
    var extra: UInt32 = 0

    var operands: Range<Int> { Int(start)..<Int(start + count) }
}

/// A condition with its operands.
struct Test: Hashable, BitwiseCopyable {
    /// What is asked.
    enum Kind: UInt8 {
        /// Whether both operands are present and the same.
        case equals
        /// Whether the first operand is one of the others.
        case isIn
        /// Whether the operand is present.
        case isPresent
        /// Whether the operand is true.
        case isTrue
        /// Whether the condition does not hold.
        case not
        /// Whether all conditions hold.
        case all
        /// Whether some condition holds.
        case any
    }

    var kind: Kind
    var start: UInt32
    var count: UInt32

    var operands: Range<Int> { Int(start)..<Int(start + count) }
}

/// The form of a JSON value that is more than one value.
struct Shape: Hashable, BitwiseCopyable {
    /// What it is.
    enum Kind: UInt8 {
        /// An object; the members are operations.
        case object
        /// An array; the elements are operations.
        case array
        /// An array with an element for each one of `input`; `detail` is the variable's depth.
        case each
        /// The value behind the first condition that holds, else `input`.
        case choose
        /// The first value that is present.
        case fallback
        /// The entries of an open map, whose name with a point behind it is `input`; the operands are names of entries, and
        /// `detail` is 1 where these are left out.
        case entries
    }

    var kind: Kind
    var detail: UInt8 = 0
    /// How the elements of a loop are counted.
    var numbering = Numbering(rawValue: 0)
    var input: Ref = .absent
    var start: UInt32
    var count: UInt32

    var range: Range<Int> { Int(start)..<Int(start + count) }
}
