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
    let encodings: [EncodingTable?]
    /// Values of the header that says what the body is.
    let contentTypes: [ByteBox]
    let signals: [Signal]
    let postbacks: [RequestPlan]

    /// A privacy signal with its slot.
    struct Signal: Sendable {
        var slot: Int
        /// The constant that the macro's value is compared with.
        var value: Int
        var withholds: ClassificationSet
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
        encodings = builder.encodings.map { encoding in
            switch encoding {
            case .plain: nil
            case .percent(let unescaped, let spaceAsPlus):
                EncodingTable.shared(unescaped: unescaped, spaceAsPlus: spaceAsPlus)
            }
        }
        contentTypes = builder.contentTypes
        signals = builder.signals
        postbacks = builder.postbacks
    }
}

/// One request of a program: which steps write its parts.
struct RequestPlan: Sendable {
    var partner: String
    var revision: Int
    var id: String
    var method: RequestMethod
    /// Conditions that must hold.
    var conditions: [Ref]
    /// Of each list one group must be complete.
    var alternatives: [[[Alternative]]]
    var callback: CallbackPlan?
    /// Scheme, host and path, where there is no callback.
    var path: Range<Int>
    /// The byte behind the origin, where the path begins.
    var pathStart: Int
    /// Whether a value or the file itself could make a segment that servers resolve.
    var checksPath: Bool
    var pathPairs: Range<Int>
    var matrix: Range<Int>
    var query: Range<Int>
    var headers: Range<Int>
    /// Name and value of the header that says what the body is, among the program's names and content types.
    var contentType: (name: UInt32, value: UInt32)?
    var body: Body

    /// A value of a group, with the needs that are named when it is absent.
    struct Alternative: Sendable {
        var value: Ref
        var needs: UInt32
    }

    /// What the body is made of.
    enum Body: Sendable {
        case none
        case form(Range<Int>)
        case json(Ref)
        case text(Ref)
    }
}

/// A callback of a program.
struct CallbackPlan: Sendable {
    var url: Ref
    var needs: UInt32
    var hosts: [String]
    var marks: Range<Int>
}
