import PostbackTemplate

/// Renders the postbacks of a program for an event.
///
/// Holds all memory that rendering needs and keeps it, so that after the first events nothing is allocated. Views of the
/// event are set by `begin` and hold until `end`, while the caller keeps the event alive; views of the program hold as
/// long as the program that stands beside them.
///
/// Where bytes are written: `output` takes the request and nothing else; values are put together at the end of
/// `assembly`, above what an outer value has begun there, and then moved to `scratch`, where they stay for the event.
/// So no view is ever used while its own buffer grows.
struct Machine: ~Copyable {
    var output = ByteBuffer()
    var assembly = ByteBuffer()
    var scratch = ByteBuffer()
    /// Lists that were computed.
    var elements = Table<Node>()
    /// What the variables of the `for` around stand for.
    var variables = Table<Node>()
    /// For each JSON object and array that is not complete, the place in `assembly` where it begins.
    var opened = Table<UInt32>()
    /// Elements of lists that are not complete.
    var waiting = Table<Node>()
    private(set) var memory = Table<Memo>()
    private(set) var epoch: UInt32 = 0
    /// Numbers of the lists of needs that a skip names.
    var missing = Table<UInt32>()
    var headers = Table<Header>()
    /// Marks of a callback with their values, as places in `assembly`.
    var marks = Table<Mark>()

    private(set) var program = Program.empty
    private(set) var code = ProgramView(.empty)
    private(set) var event = EventView.empty
    var now = Timestamp(microseconds: 0)
    var random: Int64 = 0
    var uuid = ""
    /// What the context and the event's privacy signals withhold.
    var withheldForEvent: ClassificationSet = []
    /// The same with what is withheld from one partner.
    var withheld: UInt8 = 0

    /// What was rendered last.
    var result = Rendered()
    /// How many digests were computed, for tests and measurements.
    var digests = 0

    /// A value that was computed for an event.
    struct Memo: BitwiseCopyable {
        var node: Node
        /// The event that it was computed for.
        var epoch: UInt32
        /// Which of its classifications were withheld then.
        var withheld: UInt8
    }

    /// A mark of a callback.
    struct Mark: BitwiseCopyable {
        var literal: UInt32
        var literalCount: UInt32
        var start: UInt32
        var count: UInt32
    }

    /// Prepares for an event, which the caller keeps alive until `end`.
    mutating func begin(_ event: EventStorage, _ context: borrowing RenderContext, _ program: Program) {
        self.event = EventView(event.contents)
        if self.program !== program {
            self.program = program
            code = ProgramView(program)
        }
        now = context.now
        random = context.random
        if program.usesUUID { uuid = context.uuid }
        scratch.truncate(to: 0)
        assembly.truncate(to: 0)
        elements.truncate(to: 0)
        if epoch == .max || memory.count < code.derivations.count {
            let count = max(memory.count, code.derivations.count)
            memory.fill(Memo(node: .absent, epoch: 0, withheld: 0), count: count)
            epoch = 0
        }
        epoch += 1
        withheldForEvent = context.withheld.union(privacy())
        withheld = withheldForEvent.rawValue
    }

    /// Lets go of the event; what was rendered, and the program that names its headers, stay.
    mutating func end() {
        event = .empty
    }

    /// What the event's privacy signals withhold.
    private mutating func privacy() -> ClassificationSet {
        var withheld: ClassificationSet = []
        for place in 0..<code.signals.count {
            let signal = code.signals[place]
            guard signal.slot < event.slots.count else { continue }
            let value = event.slots[signal.slot]
            guard value.kind != .absent else { continue }
            if value.kind == .boolean {
                if signal.truth == (value.word != 0) {
                    withheld.formUnion(ClassificationSet(rawValue: signal.withholds))
                }
            } else if view(textual(value)).isEqual(to: view(code.constants[signal.value])) {
                withheld.formUnion(ClassificationSet(rawValue: signal.withholds))
            }
        }
        return withheld
    }
}

/// Why a rendering stopped: a fact small enough to be thrown without memory of its own.
struct RenderAbort: Error, BitwiseCopyable {
    /// What stopped it.
    enum Reason: UInt8 {
        /// A value is absent; its needs are in the machine's list.
        case missing
        /// A condition of the postback does not hold.
        case condition
        /// A map has no row; `index` is the map.
        case unmapped
        /// A value cannot stand in its place; `index` is the name of the place.
        case unsafe
        /// A path would have a segment that servers resolve.
        case unsafePath
        /// The body is larger than the partner takes.
        case tooLarge
        /// A callback is no URL that may be called.
        case unsafeCallback
    }

    var reason: Reason
    var index: UInt32 = 0
}

extension Machine {
    /// The value of an operand; absent where it is, and where it is withheld.
    @inline(__always)
    mutating func value(_ ref: Ref) throws(RenderAbort) -> Node {
        switch ref.tag {
        case .slot:
            guard withheld & ref.classes == 0, Int(ref.index) < event.slots.count else { return .absent }
            return event.slots[Int(ref.index)]
        case .constant: return code.constants[Int(ref.index)]
        case .derived:
            if ref.dependence.isEmpty {
                let known = memory[Int(ref.index)]
                if known.epoch == epoch, known.withheld == withheld & ref.classes { return known.node }
            } else {
                let derivation = code.derivations[Int(ref.index)]
                if derivation.kind == .item { return member(derivation) }
            }
            return try derived(Int(ref.index))
        case .absent, .shape, .condition: return .absent
        }
    }

    /// A computed value, from memory where it was computed for this event before.
    @inline(never)
    mutating func derived(_ index: Int) throws(RenderAbort) -> Node {
        let derivation = code.derivations[index]
        guard derivation.dependence.isEmpty else { return try compute(derivation) }
        let known = memory[index]
        let relevant = withheld & derivation.classes
        if known.epoch == epoch, known.withheld == relevant { return known.node }
        let node = try compute(derivation)
        memory[index] = Memo(node: node, epoch: epoch, withheld: relevant)
        return node
    }

    /// The bytes of a text, valid until the buffer that it is in is written to.
    @inline(__always)
    func view(_ node: Node) -> ByteView {
        switch node.arena {
        case .event: event.text[at: node.place, node.count]
        case .scratch: scratch.view(Int(node.word), Int(node.count))
        case .constants: code.literals[at: node.place, node.count]
        }
    }

    /// Moves what was put together in `assembly` from a place on to where values stay; absent when it is nothing.
    mutating func finish(_ kind: Node.Kind = .text, from start: Int) -> Node {
        let place = scratch.count
        let text = assembly.view(start, assembly.count - start)
        let traits = kind == .bytes ? .unknown : TextTraits(of: text)
        scratch.append(text)
        defer { assembly.truncate(to: start) }
        return Node(kind, at: place, count: text.count, in: .scratch, traits: traits)
    }

    /// The value as text: itself, or what is written for it; absent for what has no text.
    mutating func textual(_ node: Node) -> Node {
        switch node.kind {
        case .text, .decimal, .digest, .absent: return node
        case .bytes, .list, .item: return .absent
        case .integer, .boolean, .timestamp:
            let start = assembly.count
            assembly.append(scalar: node)
            return finish(from: start)
        }
    }
}

extension ByteBuffer {
    /// Appends the text of a number, a boolean or a moment.
    mutating func append(scalar node: Node) {
        switch node.kind {
        case .integer: append(integer: node.word)
        case .boolean: append(node.word != 0 ? "true" : "false")
        case .timestamp:
            let micros = node.word % 1_000_000
            append(
                Timestamp(microseconds: node.word),
                fractionDigits: micros == 0 ? 0 : micros % 1_000 == 0 ? 3 : 6)
        default: break
        }
    }
}
