public import PostbackTemplate

/// One postback of one account: ready to be rendered for any event.
public struct BoundPostback: Sendable {
    let program: Program
    let index: Int

    private var info: PostbackInfo { program.postbacks[index] }

    /// The partner's id.
    public var partner: String { info.partner }
    /// The partner's revision.
    public var revision: Int { info.revision }
    /// The postback's id.
    public var id: String { info.id }
    /// The method of the request.
    public var method: RequestMethod { info.method }

    /// The macro with the items for each of which there is a request; nil for one request for the event.
    public var itemList: String? { info.itemList }

    /// Binds a postback of a partner to the field values of one account.
    ///
    /// Values are checked first; defaults fill what is left out. Everything that depends on fields only is computed now.
    public init(
        _ postback: PostbackTemplate, of partner: PartnerTemplate, catalogue: MacroCatalogue, fields: [String: String]
    ) throws(FieldProblems) {
        try self.init(postback, of: PreparedPartner(partner, catalogue: catalogue), fields: fields)
    }

    /// Binds a postback of a prepared partner to the field values of one account.
    public init(
        _ postback: PostbackTemplate, of partner: PreparedPartner, fields: [String: String]
    ) throws(FieldProblems) {
        var set = PostbackSet(catalogue: partner.catalogue)
        try set.add(postback, of: partner, fields: fields)
        program = set.finish()
        index = 0
    }
}

/// Postbacks that are sent for the same events, put together before they are bound as one.
///
/// What several of them compute for an event — the digest of an identifier, an encoded user agent — is computed once.
public struct PostbackSet: Sendable {
    private var builder: ProgramBuilder

    /// Creates a set without postbacks.
    public init(catalogue: MacroCatalogue) {
        builder = ProgramBuilder(catalogue: catalogue)
    }

    /// The number of postbacks in the set.
    public var count: Int { builder.postbacks.count }

    /// Adds a postback, bound to the field values of one account, as the next one.
    public mutating func add(
        _ postback: PostbackTemplate, of partner: PreparedPartner, fields: [String: String]
    ) throws(FieldProblems) {
        let problems = partner.template.problems(in: fields)
        guard problems.isEmpty else { throw FieldProblems(problems) }
        add(postback, of: partner, values: partner.values(fields))
    }

    /// Adds a postback with field values that are known to be right.
    mutating func add(_ postback: PostbackTemplate, of partner: PreparedPartner, values: [String: PostbackValue]) {
        var binder = Binder(postback, of: partner, fields: values, builder: builder)
        builder = ProgramBuilder(catalogue: MacroCatalogue(macros: []))
        binder.add(postback)
        builder = binder.builder
    }

    func finish() -> Program {
        var builder = builder
        builder.share()
        builder.compact()
        return Program(builder)
    }

    /// The postbacks, in the order in which they were added.
    public func bind() -> BoundPostbacks {
        BoundPostbacks(program: finish())
    }
}

/// Postbacks that are rendered for the same events, and share what they compute.
public struct BoundPostbacks: Sendable, RandomAccessCollection {
    let program: Program

    /// The first postback.
    public var startIndex: Int { 0 }
    /// Behind the last postback.
    public var endIndex: Int { program.postbacks.count }
    /// A postback of the set.
    public subscript(position: Int) -> BoundPostback { BoundPostback(program: program, index: position) }

    /// The macros that events carry.
    public var catalogue: MacroCatalogue { program.catalogue }
}

extension BoundPostback {
    init(program: Program, index: Int) {
        self.program = program
        self.index = index
    }
}
