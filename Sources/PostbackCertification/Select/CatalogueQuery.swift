public import PostbackLanguage
import PostbackTemplate

/// A question about partners, with every name known.
public struct CatalogueQuery: Sendable {
    /// What is asked.
    indirect enum Question: Sendable {
        case all([Question])
        case any([Question])
        case not(Question)
        case receives(Received)
        case attribute(String, String)
        case flag(String)
    }

    /// A value that leaves, as far as it is asked for.
    struct Received: Sendable {
        /// The macro; nil where a class is asked for.
        var macro: String?
        var classes: ClassificationSet
        /// Whether it leaves readable; nil for either.
        var isRaw: Bool?
        var hash: TransformName?
        var position: String?
        var host: String?
    }

    let question: Question

    /// Reads a question about a project's partners.
    ///
    /// - Returns: the question; nil, with what is wrong with it, where it cannot be asked.
    public static func read(_ text: String, of project: Project) -> (
        query: CatalogueQuery?, source: SourceFile, [Diagnostic]
    ) {
        let source = SourceFile(path: "query", text: text)
        let (syntax, diagnostics) = Parser.parseQuery(source)
        guard let syntax else { return (nil, source, diagnostics) }
        var resolver = QueryResolver(project: project, source: source)
        let question = resolver.resolve(syntax)
        return (resolver.diagnostics.isEmpty ? CatalogueQuery(question: question) : nil, source, resolver.diagnostics)
    }
}

/// Gives the names of a question their meaning.
struct QueryResolver {
    let project: Project
    let source: SourceFile
    var diagnostics: [Diagnostic] = []

    private mutating func unknown(_ name: Name, _ what: String, _ known: [String]) {
        diagnostics.report(
            .unknownWord(word: name.text, what: what, known: known), file: source.path, range: name.range)
    }

    mutating func resolve(_ syntax: QuerySyntax) -> CatalogueQuery.Question {
        switch syntax {
        case .all(let parts): .all(parts.map { resolve($0) })
        case .any(let parts): .any(parts.map { resolve($0) })
        case .not(let inner): .not(resolve(inner))
        case .flag(let name): .flag(name.text)
        case .attribute(let name, let value): attribute(name.text, value)
        case .receives(let what, let form, let position, let host):
            .receives(received(what, form, position, host?.text))
        }
    }

    private mutating func received(
        _ what: [Name], _ form: Name?, _ position: Name?, _ host: String?
    ) -> CatalogueQuery.Received {
        var received = CatalogueQuery.Received(classes: [], host: host)
        let name = what.map(\.text).joined(separator: ".")
        if let classification = Classification(rawValue: name) {
            received.classes = ClassificationSet(classification)
        } else {
            received.macro = name
            if project.catalogue.definition(name) == nil {
                let range = what[0].range.union(what[what.count - 1].range)
                let known = project.catalogue.macros.map(\.name) + Classification.allCases.map(\.rawValue)
                unknown(Name(name, range), "a macro or a class", known)
            }
        }
        switch form?.text {
        case nil: break
        case "raw": received.isRaw = true
        case "hashed": received.isRaw = false
        case let word?:
            received.hash = TransformName(rawValue: word)
            if received.hash?.definition.isHash != true, let form {
                let hashes = TransformName.allCases.filter(\.definition.isHash).map(\.rawValue)
                unknown(form, "a form in which something leaves", ["raw", "hashed"] + hashes)
            }
        }
        if let position {
            received.position = position.text
            let known = RequestPosition.allCases.map(\.rawValue)
            if !known.contains(position.text) { unknown(position, "a position", known) }
        }
        return received
    }

    private mutating func attribute(_ word: String, _ value: Name) -> CatalogueQuery.Question {
        let partners = project.partners.map(\.template)
        let known: [String]? =
            switch word {
            case "uses": TransformName.allCases.map(\.rawValue)
            case "field": partners.flatMap { $0.fields.map(\.id) }
            case "position": RequestPosition.allCases.map(\.rawValue)
            case "event": project.catalogue.kinds.map(\.name) + project.catalogue.events.map(\.name)
            case "category": partners.map(\.category)
            case "platform": Platform.allCases.map(\.rawValue)
            case "partner": partners.map(\.id)
            case "method": RequestMethod.allCases.map(\.rawValue)
            // Hosts may have stars.
            default: nil
            }
        if let known, !known.contains(value.text) {
            unknown(value, "what '\(word)' can ask for", Set(known).sorted())
        }
        return .attribute(word, value.text)
    }
}
