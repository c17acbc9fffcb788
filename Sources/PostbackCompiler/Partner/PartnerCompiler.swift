public import PostbackLanguage
public import PostbackTemplate

/// Gives a partner file its meaning: names, types, positions and privacy are checked, and a template comes out.
public struct PartnerCompiler {
    let source: SourceFile
    let catalogue: MacroCatalogue
    /// The first parts of macros' names, which nothing else may be called.
    let namespaces: Set<String>
    var diagnostics: [Diagnostic] = []
    var partner: PartnerTemplate
    var fields: [String: FieldDefinition] = [:]
    var endpoints: [String: Endpoint] = [:]
    var definitions: [String: Elaborated] = [:]
    var used: Set<String> = []
    /// Names whose declarations have a mistake of their own; their uses are not reported as well.
    var broken: Set<String> = []
    var acceptsPlaintext: Set<String> = []
    var usedAcceptances: Set<String> = []
    var lines: [String: Int] = [:]
    var definitionLines: [String: Int] = [:]

    /// A base URL: its origin, and the path that every request of it starts with.
    struct Endpoint {
        var name: Name
        var origin: [URLPiece]
        var path: [URLPiece]
    }

    /// Compiles one file; the partner is nil when the file has an error.
    public static func compile(
        _ source: SourceFile, catalogue: MacroCatalogue
    ) -> (partner: CompiledPartner?, diagnostics: [Diagnostic]) {
        let (file, diagnostics) = Parser.parsePartner(source)
        var compiler = PartnerCompiler(source: source, catalogue: catalogue)
        compiler.diagnostics = diagnostics
        let examples = compiler.compile(file)
        let sorted = compiler.diagnostics.sortedAndUnique()
        guard !sorted.hasErrors else { return (nil, sorted) }
        let compiled = CompiledPartner(
            source: source, template: compiler.partner, examples: examples, lines: compiler.lines,
            definitionLines: compiler.definitionLines)
        return (compiled, sorted)
    }

    private init(source: SourceFile, catalogue: MacroCatalogue) {
        self.source = source
        self.catalogue = catalogue
        namespaces = Set(catalogue.macros.map { String($0.name.prefix { $0 != "." }) })
        partner = PartnerTemplate("", name: "", revision: 0, category: "", platforms: [])
    }

    private mutating func compile(_ file: FileSyntax) -> [CertificationExample] {
        broken = file.brokenNames
        checkHeader(file)
        // Fields come first: everything else may name them, wherever they stand.
        for case .field(let field) in file.declarations { add(field) }
        for case .acceptance(let macro, _, let range) in file.declarations { accept(macro, range) }
        for declaration in file.declarations {
            switch declaration {
            case .endpoint(let endpoint): add(endpoint)
            case .map(let map): add(map)
            case .delivery(let settings, let range): add(delivery: settings, range)
            default: break
            }
        }
        for declaration in file.declarations {
            if case .definition(let name, let value) = declaration { add(definition: name, value) }
        }
        for case .postback(let postback) in file.declarations { add(postback) }
        var examples: [CertificationExample] = []
        for case .example(let example) in file.declarations {
            if let example = compile(example) { examples.append(example) }
        }
        checkUse(file, examples)
        return examples
    }

    mutating func report(_ finding: Finding, _ range: SourceRange) {
        diagnostics.append(Diagnostic(finding, source, range))
    }

    /// Whether the file as a whole could be read, so that "never used" says something.
    private var isComplete: Bool { !diagnostics.hasErrors }

    private mutating func checkUse(_ file: FileSyntax, _ examples: [CertificationExample]) {
        guard isComplete else { return }
        for declaration in file.declarations {
            switch declaration {
            case .field(let field) where !used.contains("field.\(field.id.text)"):
                report(.unused(what: "field", field.id.text), field.id.range)
            case .endpoint(let endpoint) where !used.contains("endpoint.\(endpoint.id.text)"):
                report(.unused(what: "endpoint", endpoint.id.text), endpoint.id.range)
            case .map(let map) where !used.contains("map.\(map.id.text)"):
                report(.unused(what: "map", map.id.text), map.id.range)
            case .definition(let name, _) where !used.contains("let.\(name.text)"):
                report(.unused(what: "let", name.text), name.range)
            case .acceptance(let macro, _, let range):
                let name = macro.map(\.text).joined(separator: ".")
                if !usedAcceptances.contains(name) { report(.uselessAcceptance(name), range) }
            case .postback(let postback):
                for trigger in postback.triggers {
                    let isShown = examples.contains {
                        $0.kind == trigger.name.text || $0.eventName == trigger.name.text
                    }
                    if !isShown { report(.noExample(trigger.name.text), trigger.name.range) }
                }
            default: break
            }
        }
    }
}
