import PostbackTemplate

/// One step of writing a request. Steps of a block stand one behind the other.
struct Op: BitwiseCopyable {
    /// What is written.
    enum Code: UInt8 {
        /// The literal.
        case copy
        /// The literal and the value behind it, or what `presence` says when the value is absent.
        case pair
        /// A pair whose value is a macro, as most are.
        case macro
        /// The value; the postback is not sent when it is absent.
        case hole
        /// A header of its own; `literal` is its name among the program's names.
        case header
        /// A value for a mark of a callback; the literal is the mark.
        case mark
        /// Nothing: the steps up to `target` are passed over unless the condition holds.
        case unless
        /// Nothing: the next step is `target`.
        case jump
        /// The literal and the value behind it, which has no key: an empty one counts as absent.
        case alone
        /// A pair whose key has the number of an element in it; `shared` is the derivation of the key.
        case keyed
        /// The `extra` steps behind it, once for each element of the list that is the value; see `numbering`.
        case loop
        /// The entries of the shape that is the value, each a pair: the literal's first `extra` bytes, the entry's name encoded, the rest
        /// of the literal, and the entry's value. In JSON each is a member.
        case entries
        /// In JSON: the literal, and what the steps up to the one that closes it write, between brackets; nothing where they write nothing.
        case open
        /// The end of an object, whose literal in front has `extra` bytes.
        case closeObject
        /// The end of an array, whose literal in front has `extra` bytes.
        case closeArray
    }

    var code: Code
    var presence: Presence = .optional
    /// The number of the encoding in the program; see `Encoding`.
    var encoding: UInt16 = Encoding.plainNumber
    /// A text with any of these traits has to be encoded.
    var encoded: TextTraits = []
    var value: Ref = .absent
    var literal: UInt32 = 0
    var literalCount: UInt32 = 0
    /// The derivation that holds the encoded value for all who need it; `Op.none` where only this step does.
    var shared: UInt32 = Op.none
    /// The needs of the value, or the step that follows a condition.
    var extra: UInt32 = Op.none

    static let none = UInt32.max

    /// Whether it writes bytes of the program.
    var hasLiteral: Bool {
        switch code {
        case .copy, .pair, .macro, .mark, .alone, .entries, .open: true
        case .hole, .header, .unless, .jump, .keyed, .loop, .closeObject, .closeArray: false
        }
    }

    /// How the elements of a loop are counted.
    var numbering: Numbering {
        get { Numbering(rawValue: literal) }
        set { literal = newValue.rawValue }
    }

    /// What happens when a value is absent.
    enum Presence: UInt8 {
        case optional, required, keepEmpty, keepNull

        init(_ presence: LinePresence) {
            switch presence {
            case .optional: self = .optional
            case .required: self = .required
            case .keepEmpty: self = .keepEmpty
            case .keepNull: self = .keepNull
            }
        }
    }
}

/// How the elements of a loop are counted: 0 for not at all, else one more than the number of the first element.
struct Numbering: RawRepresentable, Hashable, BitwiseCopyable {
    var rawValue: UInt32

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    init(_ loop: ItemLoop) {
        rawValue = loop.number == nil ? 0 : UInt32(clamping: min(max(loop.first, 0), ItemLoop.largestFirst)) + 1
    }

    /// The number of the first element; nil when they are not counted.
    var first: Int64? { rawValue == 0 ? nil : Int64(rawValue) - 1 }
}

/// What a position does to a text.
enum Encoding: Hashable, Sendable {
    /// The text goes out as it is.
    case plain
    /// Percent-encoding with some bare characters, each once and in order.
    case percent(unescaped: String, spaceAsPlus: Bool)

    /// Percent-encoding of a component, or of a form.
    static func percent(bare: String = "", isForm: Bool) -> Encoding {
        .percent(unescaped: String(Set(bare).sorted()), spaceAsPlus: isForm)
    }

    /// The number of `plain` in every program; others follow in the order of their use.
    static let plainNumber: UInt16 = 0

    /// What it makes of every byte.
    var table: EncodingTable {
        switch self {
        case .plain: .plain
        case .percent(let unescaped, let spaceAsPlus): .percent(unescaped: unescaped, spaceAsPlus: spaceAsPlus)
        }
    }

    /// The traits of a text for which it has to do something.
    var encoded: TextTraits {
        switch self {
        case .plain: []
        case .percent: .reserved
        }
    }
}

/// A macro or field that a value needs.
struct Need: Hashable, BitwiseCopyable {
    /// The name, among the program's names.
    var name: UInt32
    /// The macro's slot; `Op.none` for what is no macro.
    var slot = Op.none
    /// The constant with the name of an entry of an open map; `Op.none` for others.
    var entry = Op.none
    /// The macro's classification, as the bits of a `ClassificationSet`.
    var classes: UInt8 = 0
    /// Whether it is a step that may give nothing, which is named when nothing else is missing.
    var isStep: Bool
}
