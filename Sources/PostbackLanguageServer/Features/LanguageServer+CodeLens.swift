import PostbackCertification
import PostbackCompiler
import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    private static let runExample = "postback.runExample"
    private static let preview = "postback.preview"
    /// What ``executeCommand(_:)`` can do.
    static let commands = [runExample, preview]

    /// Above each example whether it passes, and above each postback its preview.
    func codeLenses(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        workspace.update(file)
        guard let partner = file.partner?.partner, let syntax = workspace.symbols(of: file).syntax else {
            return .array([])
        }
        let runner = ExampleRunner(catalogue: workspace.schema.catalogue)
        var lenses: [JSONValue] = []
        for item in syntax.items {
            switch item.content {
            case .example(let example):
                let failures = partner.cases(in: item.range).filter {
                    !runner.run($0, partner.template).differences.isEmpty
                }
                lenses.append(
                    lens(
                        example.range, failures.isEmpty ? "passes" : "fails", Self.runExample,
                        [.string(file.address), .string(example.title.text)], file))
            case .postback(let postback):
                let line = partner.source.line(at: postback.range.start)
                for id in partner.template.postbacks.map(\.id) where partner.lines[SourcePlace(postback: id)] == line {
                    lenses.append(
                        lens(postback.range, "preview \(id)", Self.preview, [.string(file.address), .string(id)], file))
                }
            default: break
            }
        }
        return .array(lenses)
    }

    private func lens(
        _ range: SourceRange, _ title: String, _ command: String, _ arguments: [JSONValue], _ file: WorkspaceFile
    ) -> JSONValue {
        .members([
            "range": file.document.range(range, client.encoding),
            "command": .members([
                "title": .string(title), "command": .string(command), "arguments": .array(arguments),
            ]),
        ])
    }

    /// Runs an example or renders a preview: shows the person what came out, and gives it as the result.
    func executeCommand(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        guard let command = params["command"]?.text else { throw .missing("command") }
        guard Self.commands.contains(command) else {
            throw ResponseError(code: ResponseError.invalidParams, message: "there is no command '\(command)'")
        }
        let arguments = params["arguments"]?.elements?.compactMap(\.text) ?? []
        guard arguments.count == 2 else { throw .missing("address and name among its arguments") }
        guard let file = workspace.file(at: arguments[0]) else {
            throw ResponseError(code: ResponseError.invalidParams, message: "'\(arguments[0])' is not open")
        }
        workspace.update(file)
        guard let partner = file.partner?.partner else {
            throw ResponseError(code: ResponseError.failed, message: "\(file.path) has errors")
        }
        let (text, isGood) =
            command == Self.preview ? preview(partner, arguments[1]) : run(partner, arguments[1], file)
        show(text, type: isGood ? 3 : 1)
        return .string(text)
    }

    private func preview(_ partner: CompiledPartner, _ id: String) -> (text: String, isGood: Bool) {
        guard let postback = partner.template.postbacks.first(where: { $0.id == id }) else {
            return ("there is no postback '\(id)'", false)
        }
        return (SampleRequests(partner, catalogue: workspace.schema.catalogue).request(of: postback).text, true)
    }

    private func run(
        _ partner: CompiledPartner, _ title: String, _ file: WorkspaceFile
    ) -> (text: String, isGood: Bool) {
        let runner = ExampleRunner(catalogue: workspace.schema.catalogue)
        let item = workspace.symbols(of: file).syntax?.items.first { item in
            if case .example(let example) = item.content { example.title.text == title } else { false }
        }
        guard let item else { return ("there is no example '\(title)'", false) }
        let failures = partner.cases(in: item.range).map { runner.run($0, partner.template) }
            .filter { !$0.differences.isEmpty }
        guard !failures.isEmpty else { return ("'\(title)' passes", true) }
        let texts = failures.map { failure in
            let place = partner.place(failure.example.line)
            return (["\(place): \(failure.example.title)"] + failure.differences).joined(separator: "\n")
        }
        return (texts.joined(separator: "\n"), false)
    }
}

extension CompiledPartner {
    /// The cases that an example declares, its variations included.
    fileprivate func cases(in range: SourceRange) -> [CertificationExample] {
        let lines = source.line(at: range.start)...source.line(at: range.end)
        return examples.filter { lines.contains($0.line) }
    }
}
