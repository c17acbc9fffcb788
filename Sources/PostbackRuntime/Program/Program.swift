import PostbackTemplate

/// Postbacks with their accounts' fields folded in, as flat tables: what is known is bytes already.
///
/// Postbacks of one program share the values that they compute for an event. Nothing changes after it was made.
final class Program: @unchecked Sendable {
    /// The macros that events carry.
    let catalogue: MacroCatalogue
    /// The bytes of literals and of texts among the constants.
    let literals: ByteBuffer
    let constants: Table<Node>
    let derivations: Table<Derivation>
    /// Operands of derivations, conditions and shapes.
    let operands: Table<Ref>
    let tests: Table<Test>
    let shapes: Table<Shape>
    let ops: Table<Op>
    let needs: Table<Need>
    /// The needs of each value that cannot be done without, by their ends in `needs`.
    let needEnds: Table<UInt32>
    /// Presence of the elements of lists that are values.
    let elements: Table<Op>
    let names: [String]
    let maps: [MapTable]
    let patterns: [DatePattern]
    let encodings: Table<EncodingTable>
    /// Values of the header that says what the body is.
    let contentTypes: [ByteBox]
    let signals: Table<Signal>
    let plans: Table<RequestPlan>
    let alternatives: Table<Alternative>
    let callbacks: [CallbackPlan]
    /// What each plan is of.
    let postbacks: [PostbackInfo]
    /// Whether some value is made of the context's UUID.
    let usesUUID: Bool

    /// A privacy signal with its slot.
    struct Signal: BitwiseCopyable {
        var slot: Int
        /// The constant that the macro's value is compared with.
        var value: Int
        /// The same as a boolean, where it is one.
        var truth: Bool?
        /// What is withheld then, as the bits of a `ClassificationSet`.
        var withholds: UInt8
    }

    /// A program without postbacks.
    static let empty = Program(ProgramBuilder(catalogue: MacroCatalogue(macros: [])))

    init(_ builder: ProgramBuilder) {
        catalogue = builder.catalogue
        literals = ByteBuffer(builder.literals)
        constants = Table(builder.constants)
        derivations = Table(builder.derivations)
        operands = Table(builder.operands)
        tests = Table(builder.tests)
        shapes = Table(builder.shapes)
        ops = Table(builder.ops)
        needs = Table(builder.needs)
        needEnds = Table(builder.needEnds)
        elements = Table(builder.elements)
        names = builder.names
        maps = builder.maps
        patterns = builder.patterns
        encodings = Table(builder.encodings.map(\.table))
        contentTypes = builder.contentTypes
        signals = Table(builder.signals)
        plans = Table(builder.plans)
        alternatives = Table(builder.alternatives)
        callbacks = builder.callbacks
        postbacks = builder.postbacks
        let uuid = SystemValue.uuid.number
        usesUUID = builder.derivations.contains { $0.kind == .system && $0.detail == uuid }
    }
}

/// What a postback of a program is.
struct PostbackInfo: Sendable {
    var partner: String
    var revision: Int
    var id: String
    var method: RequestMethod
    /// The macro with the items for each of which there is a request.
    var itemList: String?
}
