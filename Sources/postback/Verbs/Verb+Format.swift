import PostbackLanguage

extension Verb {
    static let format = Verb(
        name: "format", summary: "Writes partner files and schemas in their one canonical form.",
        usage: "[PATH…] [--check]",
        options: [
            Option("--check", nil, "change nothing; name the files that are not in that form"), .project,
        ],
        example: "postback format Integrations/unity.postback"
    ) { arguments in
        let files = try ProjectFiles(arguments, isNeeded: arguments.operands.isEmpty)
        let (sources, problems) = try files.sources(arguments.operands)
        var findings = problems
        var changed: [String] = []
        for source in sources {
            let (text, diagnostics) = SourceFormatter.format(source)
            findings += diagnostics
            guard let text, text != source.text else { continue }
            changed.append(source.path)
            if !arguments.has("--check") { try files.write(text, to: source.path) }
        }
        let printer = DiagnosticPrinter(sources: sources, isColoured: Terminal.isErrorColoured)
        Terminal.error(printer.print(findings, as: .human))
        let isWrong = arguments.has("--check") && !changed.isEmpty
        let status: ExitStatus = isWrong || !findings.isEmpty ? .findings : .success
        for path in changed {
            Terminal.print(arguments.has("--check") ? "\(path) is not formatted\n" : "\(path)\n", status: status)
        }
        return status
    }
}
