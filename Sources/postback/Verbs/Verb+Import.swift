import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackTemplate

extension Verb {
    static let `import` = Verb(
        name: "import", summary: "Translates another platform's templates into a partner file.",
        usage: "[EVENT=]URL… | --file FILE",
        options: [
            Option("--from", "PLATFORM", "\(platforms) or auto, which looks at the placeholders; auto if not given"),
            Option(
                "--file", "FILE", "templates one a line, or requests with headers and a body, '### EVENT' between them"),
            Option("--id", "ID", "the partner's id; made of the host if not given"),
            Option("--name", "NAME", "the partner's name; made of the id if not given"),
            Option("--explain", nil, "prints what each placeholder became, in place of the file"), .project, .schemas,
        ],
        example: "postback import --from adjust 'install=https://ads.example/i?click={click_id}&ifa={idfa||gps_adid}'",
        family: beginnings
    ) { arguments in
        let templates = try templates(arguments)
        let project = try ProjectFiles.load(arguments, paths: [], needsPartners: false, contracts: false)
        let platform = try platform(arguments.value("--from") ?? "auto", of: templates, project.catalogue)
        let id = arguments.value("--id") ?? id(of: templates[0].url)
        guard PartnerScaffold.isID(id) else {
            throw UsageError(
                "'\(id)' cannot be an id: it has lower-case letters, digits and underscores, a letter first")
        }
        let name = arguments.value("--name") ?? PartnerScaffold.name(of: id)
        guard PartnerScaffold.isName(name) else { throw UsageError(PartnerScaffold.nameRule) }
        let result = PartnerImport(templates, from: platform, id: id, name: name, schema: project.schema)
        Terminal.print(arguments.has("--explain") ? table(result) : result.text)
        let known = result.placeholders.count { $0.meaning != .field }
        Terminal.error(
            "\(platform.rawValue): \(known) of \(Help.count(result.placeholders.count, "placeholder")) are known"
                + (result.notes.isEmpty ? "\n" : "; \(Help.count(result.notes.count, "note"))\n"))
        guard !result.problems.isEmpty else { return .success }
        let source = SourceFile(path: "\(id).postback", text: result.text)
        Terminal.error(DiagnosticPrinter(sources: [source]).print(result.problems, as: .human))
        return .findings
    }

    /// Bytes that a template has at most.
    private static let longest = 64 << 10

    private static let platforms = ImportPlatform.allCases.map(\.rawValue).joined(separator: ", ")

    private static func templates(_ arguments: Arguments) throws -> [ImportedTemplate] {
        var templates: [ImportedTemplate] = []
        for operand in arguments.operands {
            guard let template = ImportedTemplate(line: operand, trigger: "install") else {
                throw UsageError("'\(operand)' is no template: it has no URL")
            }
            templates.append(template)
        }
        for file in arguments.values("--file") {
            // A pipe is a file, too.
            guard let data = try? FileHandle(forReadingAtPath: file)?.readToEnd() else {
                throw UsageError("'\(file)' cannot be read, or nothing is in it")
            }
            let (found, wrong) = ImportedTemplate.file(String(decoding: data, as: UTF8.self), trigger: "install")
            if let line = wrong.first { throw UsageError("\(file):\(line): this is no template: it has no URL") }
            templates += found
        }
        if let long = templates.first(where: { $0.url.utf8.count + $0.body.utf8.count > longest }) {
            throw UsageError("the template for '\(long.trigger)' is longer than \(longest) bytes")
        }
        guard templates.count <= 200 else { throw UsageError("these are more than 200 templates; a partner has a few") }
        guard !templates.isEmpty else { throw UsageError("a template is needed: \(Verb.import.example)") }
        var triggers: Set<String> = []
        for template in templates where !triggers.insert(template.trigger).inserted {
            throw UsageError(
                "two templates are for '\(template.trigger)'; the event stands in front of each: purchase=https://…")
        }
        return templates
    }

    private static func platform(
        _ word: String, of templates: [ImportedTemplate], _ catalogue: MacroCatalogue
    ) throws -> ImportPlatform {
        if let platform = ImportPlatform(rawValue: word) { return platform }
        guard word == "auto" else {
            throw UsageError.unknown("platform", word, among: ImportPlatform.allCases.map(\.rawValue) + ["auto"])
        }
        guard let found = PartnerImport.platform(of: templates, catalogue: catalogue) else {
            throw UsageError("no platform's placeholders are in the template; --from says whose it is: \(platforms)")
        }
        return found
    }

    /// The last name of a URL's host that says who it is.
    private static func id(of url: String) -> String {
        let host = url.split(separator: "://").dropFirst().first?.prefix { !"/?;#:".contains($0) } ?? ""
        let labels = host.split(separator: ".").map { $0.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" } }
        let id = String(labels.dropLast().last ?? [])
        return PartnerScaffold.isID(id) ? id : "imported_partner"
    }

    private static func table(_ result: PartnerImport) -> String {
        let width = result.placeholders.map(\.text.count).max() ?? 0
        let rows = result.placeholders.map { placeholder in
            "\(Help.padded(placeholder.text, width))  \(Help.padded(placeholder.meaning.rawValue, 5))  \(placeholder.expression)\n"
        }
        return rows.joined() + result.notes.map { "note: \($0)\n" }.joined()
    }
}
