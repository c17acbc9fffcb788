import PostbackLanguage
public import PostbackTemplate

/// What schema files say, for the compiler: the catalogue, and facts that only checks need.
public struct CompiledSchema: Sendable {
    /// The macros and events.
    public let catalogue: MacroCatalogue
    /// Macros that say something only together, such as a consent string and whether consent is asked for.
    public var companions: [[String]] = []
    /// Deprecated macros with what to use instead.
    public var deprecations: [String: String] = [:]
    /// Where macros are declared.
    var places: [String: SourcePlace] = [:]
    /// Other platforms' names of macros, without the marks around them.
    var foreignNames: [String: ForeignName] = [:]
    /// The first parts of macros' names.
    let namespaces: Set<String>

    /// Macros that are sent together with others, or not at all.
    var macrosInCompany: [String] {
        companions.flatMap { $0 } + (catalogue.macro(.amount).map { [$0.name] } ?? [])
    }

    /// A place in a schema.
    struct SourcePlace: Sendable {
        var file: String
        var range: SourceRange
    }

    /// A platform and the macro that one of its names stands for.
    struct ForeignName: Sendable {
        var vendor: String
        var macro: String
    }

    /// The facts of a catalogue that was not read from a schema.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
        namespaces = Set(catalogue.macros.map { String($0.name.prefix { $0 != "." }) })
        for macro in catalogue.macros {
            for spelling in macro.spellings {
                let name = Self.bare(spelling.text)
                if !name.isEmpty, foreignNames[name] == nil {
                    foreignNames[name] = ForeignName(vendor: spelling.vendor, macro: macro.name)
                }
            }
        }
    }

    /// A placeholder without the marks around its name.
    static func bare(_ placeholder: String) -> String {
        placeholder.trimming { "${}[]()%_".contains($0) }.lowercased()
    }
}

extension String {
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> String {
        let start = drop(while: isTrimmed)
        let end = start.lastIndex { !isTrimmed($0) }
        return end.map { String(start[...$0]) } ?? ""
    }
}
