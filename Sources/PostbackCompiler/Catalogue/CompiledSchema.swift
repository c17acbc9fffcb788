package import PostbackLanguage
public import PostbackTemplate

/// What schema files say, for the compiler: the catalogue, and facts that only checks need.
public struct CompiledSchema: Sendable {
    /// The macros and events.
    public let catalogue: MacroCatalogue
    /// Macros that say something only together, such as a consent string and whether consent is asked for.
    public let companions: [[String]]
    /// Deprecated macros with what to use instead.
    public let deprecations: [String: String]
    /// Where macros are declared.
    let places: [String: SourcePlace]
    /// Other platforms' names of macros, without the marks around them.
    let foreignNames: [String: ForeignName]
    /// The first parts of macros' names.
    let namespaces: Set<String>
    /// Macros that are sent together with others, or not at all.
    let jointMacros: [String]
    /// Amounts beside the event's own that are in one currency, which is the last part of their names: `revenue.usd`.
    let convertedAmounts: [String]

    /// A place in a schema.
    struct SourcePlace: Sendable {
        var file: String
        var range: SourceRange
    }

    /// Where a macro is declared, or an event or kind; nil for one that no schema declares.
    package func declaration(of name: String) -> DiagnosticLabel? {
        (places[name] ?? places["event \(name)"]).map { DiagnosticLabel(file: $0.file, range: $0.range, message: "") }
    }

    /// Whether macros' names begin with a word.
    package func isNamespace(_ word: String) -> Bool { namespaces.contains(word) }

    /// A platform and the macro that one of its names stands for.
    struct ForeignName: Sendable {
        var vendor: String
        var macro: String
    }

    init(
        catalogue: MacroCatalogue, companions: [[String]], deprecations: [String: String], places: [String: SourcePlace]
    ) {
        self.catalogue = catalogue
        self.companions = companions
        self.deprecations = deprecations
        self.places = places
        namespaces = Set(catalogue.macros.map { String($0.name.prefix { $0 != "." }) })
        jointMacros =
            companions.flatMap { $0 } + [catalogue.macro(.amount), catalogue.macro(.currency)].compactMap { $0?.name }
        let space = catalogue.macro(.amount).map { $0.name.prefix { $0 != "." } + "." } ?? "."
        convertedAmounts = catalogue.macros.filter { macro in
            let last = macro.name.dropFirst(space.count)
            return macro.name.hasPrefix(space) && macro.type == .decimal && last.count == 3 && !last.contains(".")
        }.map(\.name)
        var names: [String: ForeignName] = [:]
        for macro in catalogue.macros {
            for spelling in macro.spellings {
                let name = Self.bare(spelling.text)
                if !name.isEmpty, names[name] == nil {
                    names[name] = ForeignName(vendor: spelling.vendor, macro: macro.name)
                }
            }
        }
        foreignNames = names
    }

    /// What a catalogue alone says: without the source of its macros, and without what only partner files are asked for.
    init(catalogue: MacroCatalogue) {
        self.init(catalogue: catalogue, companions: [], deprecations: [:], places: [:])
    }

    /// A placeholder without the marks around its name.
    static func bare(_ placeholder: String) -> String {
        var name = placeholder.lowercased()
        if name.hasPrefix("%7b"), name.hasSuffix("%7d") { name = String(name.dropFirst(3).dropLast(3)) }
        return name.trimming { "${}[]()<>#%_".contains($0) }
    }
}

extension String {
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> String {
        let start = drop(while: isTrimmed)
        let end = start.lastIndex { !isTrimmed($0) }
        return end.map { String(start[...$0]) } ?? ""
    }
}
