import PostbackLanguage

/// The names of one kind that a file declares: where, which of them are used, and which have a mistake of their own.
struct NameScope {
    private var places: [String: SourceRange] = [:]
    private var used: Set<String> = []
    /// Names whose declarations have a mistake; their uses are not reported as well.
    private var broken: Set<String> = []

    /// - Parameter broken: names that declarations which could not be read may have declared.
    init(broken: Set<String> = []) {
        self.broken = broken
    }

    /// Notes the first declaration of a name; gives the place of that one for a second.
    mutating func declare(_ name: Name) -> SourceRange? {
        if let first = places[name.text] { return first }
        places[name.text] = name.range
        return nil
    }

    /// Where a name is declared first.
    func place(of name: String) -> SourceRange? { places[name] }

    /// Notes that a name is used.
    mutating func use(_ name: String) { used.insert(name) }

    /// Whether a name is used.
    func isUsed(_ name: String) -> Bool { used.contains(name) }

    /// Takes back that a name is used, for a name that is declared anew in an inner scope.
    mutating func reset(_ name: String) { used.remove(name) }

    /// Notes that the declaration of a name has a mistake.
    mutating func breaks(_ name: String) { broken.insert(name) }

    /// Whether the declaration of a name has a mistake.
    func isBroken(_ name: String) -> Bool { broken.contains(name) }
}

/// The names of a partner file, by what they stand for.
struct PartnerScopes {
    var fields: NameScope
    /// `let`, of the file and of its postbacks.
    var definitions: NameScope
    var maps: NameScope
    var endpoints: NameScope
    var callbacks: NameScope
    /// Lines, and what postbacks share.
    var shared: NameScope
    /// Variables of `for`.
    var variables = NameScope()
    /// Settings, and blocks of settings, which stand once.
    var settings = NameScope()

    /// - Parameter unread: names that declarations which could not be read may have declared, as whatever.
    init(unread: Set<String> = []) {
        (fields, definitions, maps) = (.init(broken: unread), .init(broken: unread), .init(broken: unread))
        (endpoints, callbacks, shared) = (.init(broken: unread), .init(broken: unread), .init(broken: unread))
    }
}

/// What is known of the contact data that a file sends readable.
struct PlaintextUse {
    /// Macros that the partner takes readable.
    var accepted: Set<String> = []
    /// Those that are sent so.
    var used: Set<String> = []
    /// Where contact data was last reported, by its macro.
    var reports: [String: SourceRange] = [:]
}

/// What the lines of one postback say together.
struct PostbackScope {
    /// The key that carries the click id.
    var clickKey: Name?
    /// Where macros that are only sent together with others are sent first.
    var sentAt: [String: SourceRange] = [:]
    /// A key that says one currency for every event, and the currency.
    var fixedCurrency: (code: String, range: SourceRange, isAsked: Bool)?
    /// Lists of one value for each item.
    var itemLists: [ItemList] = []
    /// How many lines were included.
    var includedCount = 0
}
