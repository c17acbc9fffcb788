public import PostbackLanguage
import PostbackTemplate

/// Gives a partner file its meaning: names, types, positions and privacy are checked, and a template comes out.
public struct PartnerCompiler {
    let source: SourceFile
    let schema: CompiledSchema
    var catalogue: MacroCatalogue { schema.catalogue }
    var diagnostics: [Diagnostic] = []
    var equalChanges: [EqualChange] = []
    var partner: PartnerTemplate
    var fields: [String: FieldDefinition] = [:]
    var maps: [String: CompiledMap] = [:]
    var endpoints: [String: Endpoint] = [:]
    var callbacks: [String: Callback] = [:]
    var definitions: [String: Elaborated] = [:]
    var shared = SharedLines()
    var postbacks = PostbackIndex()
    /// The postback that is being read.
    var postbackScope = PostbackScope()
    /// What the names of the file stand for.
    var scopes = PartnerScopes()
    /// The words of declarations that could not be read.
    var unreadKeywords: Set<String> = []
    var plaintext = PlaintextUse()
    var lines: [SourcePlace: Int] = [:]
    var idRange = SourceRange(0, 0)
    var fieldNames = SwiftScope.fields
    var fieldTypes = SwiftScope.fieldTypes(of: "")
    /// Where somebody asks what can be named; nil in every compilation that is for its result.
    var probe: SiteProbe?
    private let suggestions = SuggestionBudget()

    /// A base URL: its origin, and the path that every request of it starts with.
    struct Endpoint {
        var name: Name
        var origin: [URLPiece]
        var path: [URLPiece]
        var isPlainHTTP = false
    }

    /// A URL that the click brings, with what its value discloses.
    struct Callback {
        var template: CallbackTemplate
        var value: Elaborated
    }

    /// A table with what its checks need.
    struct CompiledMap {
        var template: ValueMap
        var isTotal: Bool
        var keys: [(key: String, range: SourceRange)]
        var otherwise: SourceRange?
        var range: SourceRange
    }

    /// Compiles one file; the partner is nil when the file has an error.
    ///
    /// `today`, as `2026-11-23`, is the day on which allowances are judged; without it none has expired.
    public static func compile(
        _ source: SourceFile, schema: CompiledSchema, today: String? = nil
    ) -> (partner: CompiledPartner?, diagnostics: [Diagnostic]) {
        let (file, diagnostics) = Parser.parsePartner(source)
        // Both sides of a merge stand in the file: what they mean together says nothing.
        if diagnostics.contains(where: { $0.rule == .mergeConflict }) { return (nil, diagnostics.bounded()) }
        var compiler = PartnerCompiler(source: source, schema: schema)
        compiler.diagnostics = diagnostics
        let examples = compiler.compile(file)
        if let today { compiler.checkLastDays(file, today: today) }
        compiler.apply(file.allowances, today: today)
        let hasErrors = compiler.diagnostics.hasErrors
        let sorted = compiler.diagnostics.bounded()
        guard !hasErrors else { return (nil, sorted) }
        let compiled = CompiledPartner(
            source: source, template: compiler.partner, examples: examples, lines: compiler.lines,
            equalChanges: compiler.equalChanges,
            totalMaps: Set(compiler.maps.values.filter(\.isTotal).map(\.template.id)),
            allowances: file.allowances,
            endpoints: file.declarations.compactMap { declaration in
                guard case .endpoint(let endpoint) = declaration else { return nil }
                return PinnedEndpoint(id: endpoint.id, urlRange: endpoint.url.range, lastDay: endpoint.lastDay)
            },
            idRange: compiler.idRange)
        return (compiled, sorted)
    }

    init(source: SourceFile, schema: CompiledSchema) {
        self.source = source
        self.schema = schema
        partner = PartnerTemplate("", name: "", revision: 0, category: "", platforms: [])
    }

    mutating func compile(_ file: FileSyntax) -> [CertificationExample] {
        scopes = PartnerScopes(unread: file.unreadNames)
        unreadKeywords = file.unreadKeywords
        checkHeader(file)
        // Fields come first: everything else may name them, wherever they stand.
        for case .field(let field) in file.declarations { add(field) }
        for case .acceptance(let macro, _, let range) in file.declarations { accept(macro, range) }
        for declaration in file.declarations {
            switch declaration {
            case .endpoint(let endpoint): add(endpoint)
            case .map(let map): add(map)
            case .delivery(let settings, let range): add(delivery: settings.contents, range)
            case .definition(let name, _): declare("let", in: \.definitions, name)
            case .lines(let name, _): declare("lines", in: \.shared, name)
            case .shared(let name, _): declare("shared", in: \.shared, name)
            default: break
            }
        }
        for declaration in file.declarations {
            switch declaration {
            case .definition(let name, let value): add(definition: name, value)
            case .callback(let callback): add(callback)
            case .lines(let name, let lines): add(lines: lines, name)
            case .shared(let name, let body): add(shared: body, name)
            default: break
            }
        }
        for case .postback(let postback) in file.declarations { add(postback) }
        checkSharedNames()
        checkPostbacks()
        var examples: [CertificationExample] = []
        for case .example(let example) in file.declarations { examples += compile(example) }
        checkTitles(file)
        checkUse(file, examples)
        return examples
    }

    mutating func report(
        _ finding: Finding, _ range: SourceRange, related: [DiagnosticLabel] = [], fix: DiagnosticFix? = nil
    ) {
        diagnostics.report(finding, file: source.path, range: range, related: related, fix: fix)
    }

    /// A label for another place of this file.
    func label(_ range: SourceRange?, _ message: String) -> [DiagnosticLabel] {
        range.map { [DiagnosticLabel(file: source.path, range: $0, message: message)] } ?? []
    }

    /// A label for the declaration of a macro in its schema.
    func label(macro: String, _ message: String) -> [DiagnosticLabel] {
        let name = catalogue.definition(macro)?.name ?? macro
        return schema.places[name].map { [DiagnosticLabel(file: $0.file, range: $0.range, message: message)] } ?? []
    }

    /// Notes the first declaration of a name; a second one is reported.
    ///
    /// - Parameter what: what the name stands for, in the word of the language.
    @discardableResult
    mutating func declare(_ what: String, in scope: WritableKeyPath<PartnerScopes, NameScope>, _ name: Name) -> Bool {
        guard let first = scopes[keyPath: scope].declare(name) else { return true }
        report(.duplicate(what: what, name: name.text), name.range, related: label(first, "first declared here"))
        return false
    }

    /// The name that was probably meant; nil after many.
    func nearest(to name: String, among candidates: @autoclosure () -> [String]) -> String? {
        suggestions.nearest(to: name, among: candidates())
    }
}
