/// Where an operand comes from, resolved when a postback is bound.
struct Ref: Hashable, BitwiseCopyable {
    /// The table that the operand is in.
    enum Tag: UInt8 {
        /// None: the operand is always absent.
        case absent
        /// A macro: the event's slots.
        case slot
        /// A value that is computed: the program's derivations.
        case derived
        /// A value that is known: the program's constants.
        case constant
        /// A JSON object or array: the program's shapes.
        case shape
        /// A condition: the program's conditions.
        case condition
    }

    var tag: Tag
    /// The classifications that withhold it, as the bits of a `ClassificationSet`.
    var classes: UInt8 = 0
    /// What it depends on beside the event and what is withheld; empty for most.
    var dependence: Dependence = []
    /// The place in the table.
    var index: UInt32

    /// What makes a value have several values for one event.
    struct Dependence: OptionSet, Hashable, BitwiseCopyable {
        let rawValue: UInt8

        /// What has been rendered of the request.
        static let request = Dependence(rawValue: 128)

        init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The variable of a `for` at a depth; those at great depth are not told apart.
        init(variable depth: Int) {
            rawValue = 1 << UInt8(min(depth, 6))
        }
    }

    static let absent = Ref(tag: .absent, index: 0)

    /// Whether the value is known before there is an event.
    var isConstant: Bool { tag == .constant || tag == .absent }
}
