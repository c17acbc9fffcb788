import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackTemplate

extension Verb {
    static let select = Verb(
        name: "select", summary: "Asks the catalogue: which partners receive, use, need or are something.",
        usage: "QUERY [--json] [--count]",
        options: [
            Option("--json", nil, "print a JSON object for each partner"),
            Option("--count", nil, "print the number of partners"), .project, .schemas,
        ],
        example: "postback select 'receives device.idfa raw and not host \"*.facebook.com\"'"
    ) { arguments in
        guard !arguments.operands.isEmpty else {
            throw UsageError(
                "a question is needed, such as 'receives contact hashed'; words: receives, "
                    + (Parser.queryAttributes + Parser.queryFlags).joined(separator: ", "))
        }
        let project = try ProjectFiles.load(arguments, paths: [])
        // Of what does not compile nothing can be said.
        guard project.reportErrors(of: Set(project.sources.map(\.stem))) else { return .findings }
        let text = arguments.operands.joined(separator: " ")
        let (query, source, diagnostics) = CatalogueQuery.read(text, of: project)
        guard let query else {
            let printer = DiagnosticPrinter(sources: [source], isColoured: Terminal.isErrorColoured)
            Terminal.error(printer.print(diagnostics, as: .human))
            return .usage
        }
        let matches = query.answer(in: project)
        if arguments.has("--count") {
            Terminal.print("\(matches.count)\n")
        } else if arguments.has("--json") {
            for match in matches { try Terminal.print(json: row(match)) }
        } else {
            let width = matches.map(\.partner.template.id.count).max() ?? 0
            for match in matches {
                Terminal.print("\(Help.padded(match.partner.template.id, width))  \(match.partner.template.name)\n")
                for place in match.places { Terminal.print("    \(place.postback): \(place.value.words)\n") }
            }
        }
        return matches.isEmpty ? .findings : .success
    }

    private struct Row: Encodable {
        var partner: String
        var name: String
        var revision: Int
        var receives: [SentValue]
    }

    private static func row(_ match: CatalogueQuery.Match) -> Row {
        let partner = match.partner.template
        return Row(
            partner: partner.id, name: partner.name, revision: partner.revision,
            receives: match.places.map { SentValue($0.value, postback: $0.postback) })
    }
}
