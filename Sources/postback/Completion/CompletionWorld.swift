import PostbackCompiler
import PostbackLanguage
import PostbackTemplate

/// What completion knows of the project in which somebody types; what cannot be read is not there.
struct CompletionWorld {
    /// The operands that stand in front of the word.
    let operands: [String]
    private let arguments: Arguments?

    init(_ words: some Collection<String>, _ options: [Option]) {
        arguments = try? Arguments(Array(words), options)
        operands = arguments?.operands ?? []
    }

    /// The partners, by the names of their files.
    var partners: [Completion.Candidate] {
        guard let arguments, let files = try? ProjectFiles(arguments),
            let paths = try? ProjectFiles.list(files.root + "/Integrations", ending: ".postback")
        else { return [] }
        return paths.map { Completion.Candidate(word: SourceFile(path: $0, text: "").stem) }
    }

    /// The macros of the catalogue.
    var macros: [Completion.Candidate] {
        catalogue?.macros.filter { !$0.isOpenMap }.map { Completion.Candidate(word: $0.name, help: $0.type.name) } ?? []
    }

    /// Kinds of events, and standard events.
    var events: [Completion.Candidate] {
        guard let catalogue else { return [] }
        let all = catalogue.kinds.map { ($0.name, $0.label) } + catalogue.events.map { ($0.name, $0.label) }
        return all.map { Completion.Candidate(word: $0, help: $1) }
    }

    /// The fields of the partner that is named, each with its equals sign.
    var fields: [Completion.Candidate] {
        guard let arguments, let name = operands.first,
            let project = try? ProjectFiles.load(arguments, partners: [name]),
            let partner = project.partners.first(where: { $0.template.id == name })
        else { return [] }
        return partner.template.fields.map { Completion.Candidate(word: $0.id + "=", help: $0.label) }
    }

    private var catalogue: MacroCatalogue? {
        guard let arguments else { return nil }
        return try? ProjectFiles.load(arguments, paths: [], needsPartners: false, contracts: false).catalogue
    }
}
