/// One request of a program: which steps write its parts.
struct RequestPlan: BitwiseCopyable {
    /// Places of a table.
    struct Places: BitwiseCopyable {
        var start: UInt32
        var end: UInt32

        /// None.
        static let none = Places(0..<0)

        init(_ range: Range<Int>) {
            (start, end) = (UInt32(range.lowerBound), UInt32(range.upperBound))
        }

        @inline(__always)
        var range: Range<Int> { Int(start)..<Int(end) }
    }

    /// What the body is made of.
    enum Body: UInt8 {
        /// Nothing.
        case none
        /// The steps of `form`.
        case form
        /// `content` as JSON; an object when it is empty.
        case json
        /// `content` as JSON; an array when it is empty.
        case array
        /// `content` as text.
        case text
    }

    /// The list for one element of which the request is; absent for a request that is for the event.
    var items = Ref.absent
    /// How its elements are counted, and what is named when there is none.
    var itemNumbering = Numbering(rawValue: 0)
    var itemNeeds = Op.none
    /// Conditions that must hold, among the operands.
    var conditions = Places.none
    /// The sets of which one group each must be complete.
    var alternatives = Places.none
    /// The callback in place of a path, or `Op.none`.
    var callback = Op.none
    /// Scheme, host and path.
    var path = Places.none
    /// The place behind the origin, where the path begins.
    var pathStart: UInt32 = 0
    /// Whether a value or the file itself could make a segment that servers resolve.
    var checksPath = false
    /// Whether the pairs in the path could make one.
    var checksPairs = false
    var body = Body.none
    var content = Ref.absent
    /// The most bytes that the body may have.
    var bodyLimit = UInt32.max
    var form = Places.none
    var pathPairs = Places.none
    var matrix = Places.none
    var query = Places.none
    var headers = Places.none
    var cookies = Places.none
    /// The name of the header of the cookies among the program's names, or `Op.none`.
    var cookieName = Op.none
    /// The value of the header that says what the body is, or `Op.none`.
    var contentType = Op.none
}

/// A value of a group of alternatives, with the needs that are named when it is absent.
struct Alternative: BitwiseCopyable {
    var value: Ref
    var needs: UInt32
    /// Whether a group ends with it.
    var endsGroup: Bool
    /// Whether a set of groups ends with it.
    var endsSet: Bool
}

/// A callback of a program.
struct CallbackPlan: Sendable {
    var url: Ref
    var needs: UInt32
    var hosts: [String]
    var marks: Range<Int>
    /// The forms that its marks have.
    var forms: MarkForms
}

/// What a program holds, seen directly; valid as long as the program lives.
struct ProgramView {
    let literals: ByteView
    let constants: TableView<Node>
    let derivations: TableView<Derivation>
    let operands: TableView<Ref>
    let tests: TableView<Test>
    let shapes: TableView<Shape>
    let ops: TableView<Op>
    let elements: TableView<Op>
    let encodings: TableView<EncodingTable>
    let plans: TableView<RequestPlan>
    let alternatives: TableView<Alternative>
    let signals: TableView<Program.Signal>

    init(_ program: Program) {
        literals = program.literals.view
        constants = program.constants.view
        derivations = program.derivations.view
        operands = program.operands.view
        tests = program.tests.view
        shapes = program.shapes.view
        ops = program.ops.view
        elements = program.elements.view
        encodings = program.encodings.view
        plans = program.plans.view
        alternatives = program.alternatives.view
        signals = program.signals.view
    }
}

/// What an event holds, seen directly; valid as long as the event lives and is not changed.
struct EventView: @unchecked Sendable {
    /// An event without anything.
    static let empty = EventView(EventStorage.empty.contents)

    let text: ByteView
    let slots: TableView<Node>
    let elements: TableView<Node>
    let entries: EventEntriesView

    init(_ event: borrowing EventContents) {
        text = event.text.view
        slots = event.slots.view
        elements = event.elements.view
        entries = event.entries.view
    }

    /// The value of an entry of an open map.
    func entry(_ name: ByteView) -> Node {
        entries.number(of: name, in: text).map { entries[$0].value } ?? .absent
    }
}
