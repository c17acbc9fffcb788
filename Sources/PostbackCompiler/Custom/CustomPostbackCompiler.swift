import Foundation
public import PostbackTemplate
import PostbackLanguage

/// Compiles custom postbacks: with the rules of partner files, and with what it finds placed in the configuration.
///
/// The postback is written as a partner file and given to the compiler of partner files, so that both mean the same.
public struct CustomPostbackCompiler: Sendable {
    private let schema: CompiledSchema

    /// Creates a compiler for the macros of a catalogue.
    public init(catalogue: MacroCatalogue) {
        schema = CompiledSchema(catalogue: catalogue)
    }

    /// Compiles a postback to a partner of its own, with a postback for each kind of its events; nil when it has an error.
    ///
    /// - Parameters:
    ///   - postback: the postback as the account has configured it.
    ///   - id: the partner's id, under which it is planned and delivered.
    public func compile(
        _ postback: CustomPostback, id: String
    ) -> (template: PartnerTemplate?, problems: [CustomPostbackProblem]) {
        let source = source(of: postback)
        let (partner, diagnostics) = PartnerCompiler.compile(
            SourceFile(path: "custom.postback", text: source.text), schema: schema)
        var problems = source.problems
        for diagnostic in diagnostics {
            guard let problem = problem(diagnostic, source), !problems.contains(problem) else { continue }
            // A part of the form that was reported already is not reported again for what became of it.
            let isKnown = source.problems.contains { known in
                known.setting == problem.setting && (known.column == problem.column || known.column == nil)
            }
            if isKnown { continue }
            problems.append(problem)
        }
        guard var template = partner?.template, !problems.contains(where: { !$0.isWarning }) else {
            return (nil, problems)
        }
        template.id = id
        template.name = postback.name
        template.documentation = ""
        return (template, problems)
    }

    private func problem(_ diagnostic: Diagnostic, _ source: CustomSource) -> CustomPostbackProblem? {
        let isWarning = diagnostic.rule.severity != .error
        let place = source.place(of: diagnostic.range, orBefore: !isWarning)
        // What is said of the file as a whole, such as that it has no example, is nothing for an account.
        if place == nil, isWarning { return nil }
        let suggestion = diagnostic.suggestion.map { "did you mean '\($0)'?" } ?? Self.help(diagnostic.rule)
        return CustomPostbackProblem(
            setting: place?.setting ?? "", column: place?.column, code: diagnostic.rule.code,
            message: diagnostic.message, help: suggestion ?? diagnostic.notes.first, isWarning: isWarning)
    }

    /// What helps in a configuration where something else helps in a partner file.
    private static func help(_ rule: DiagnosticRule) -> String? {
        switch rule {
        case .contactInClear: "hash it: | trim | lowercase | sha256"
        case .secretInQuery: "send it in a header, or set \"insecure\": true where the receiver demands it"
        case .plainHTTP: "set \"insecure\": true where the receiver has nothing else"
        case .pathMayBeAbsent: "the postback is then not sent; \"require\" says so"
        case .hostFromEvent: "the host is written out"
        case .credentialInFile: "name it in \"secrets\", and write {field.NAME} in its place"
        default: nil
        }
    }

    private func source(of postback: CustomPostback) -> CustomSource {
        var source = CustomSource()
        source.add(
            """
            partner custom "custom"
            revision 1
            category custom
            platforms \(postback.platform.rawValue)
            documentation "https://custom.invalid"

            """)
        for secret in postback.secrets {
            guard SourceFormatter.isWord(secret) else {
                source.report("must be named with letters, digits and _", "secrets.\(secret)")
                continue
            }
            source.add("field ")
            source.add(word: secret, from: "secrets.\(secret)")
            source.add(" \"Secret\" : secret text sample \"sample\"\n")
        }
        let (origin, path, query) = source.divide(url: postback.url)
        source.add("endpoint target ")
        source.add(structure: origin, from: "url")
        source.add(postback.isInsecure && origin.raw.lowercased().hasPrefix("http:") ? " insecure\n" : "\n")
        source.add("postback \(triggers(postback.events)) {\n")
        if let condition = postback.condition {
            source.add("send when ")
            source.add(code: condition, from: "when", instead: "false")
            source.add("\n")
        }
        for (index, value) in postback.required.enumerated() {
            source.add("require any of ")
            source.add(code: value, from: "require[\(index)]")
            source.add("\n")
        }
        source.add("\(postback.method.rawValue) target ")
        source.add(structure: path, from: "url")
        source.add("\n")
        source.add(query: query, isInsecure: postback.isInsecure)
        source.add(pairs: postback.headers, as: "headers", from: "headers")
        switch postback.body {
        case .form(let pairs)?: source.add(pairs: pairs, as: "form", from: "body.form")
        case .json(let value)?:
            source.add("json ")
            source.add(json: value, from: "body.json", isRoot: true)
            source.add("\n")
        case .text(let text)?:
            source.add("text ")
            source.add(value: TemplateText(text), from: "body.text")
            source.add("\n")
        case nil: break
        }
        source.add("}\n")
        return source
    }

    /// The events as a declaration names them: kinds, standard events, and in quotes those of the app's own.
    private func triggers(_ events: [String]) -> String {
        let known = Set(
            schema.catalogue.kinds.map(\.name) + [PostbackTrigger.eventKind] + schema.catalogue.events.map(\.name))
        return events.map { known.contains($0) ? $0 : SourceFormatter.quoted($0) }.joined(separator: ", ")
    }
}
