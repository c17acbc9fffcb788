import Foundation
import PostbackCertification
import PostbackCompiler
import PostbackDelivery
import PostbackRuntime
import PostbackTemplate

extension Verb {
    static let generate = Verb(
        name: "generate",
        summary: "Writes Swift source, a bundle, JSON Schemas or pages of the partners; only what changed.",
        usage: "swift|bundle|schema|catalogue|pages --output DIR [--check]",
        options: [
            Option("--output", "DIR", "the folder to write to; made if it is not there"),
            Option("--check", nil, "write nothing; fail if what is on disk differs"),
            Option("--planned", "NAMES", "swift: the partner files, with commas, of which a build awaits a file each"),
            Option(
                "--against", "WHAT",
                "pages: an older state, as for 'breaking', since which changes are shown; repeatable"),
            Option("--format", "FORMAT", "how findings are printed: human, line, json, github or sarif"), .project,
            .schemas,
        ],
        example: "postback generate swift --output Generated"
    ) { arguments in
        guard let what = arguments.operands.first else {
            throw UsageError(
                "generate what? 'postback generate swift --output DIR', or \(kinds.dropFirst().joined(separator: ", or "))"
            )
        }
        guard kinds.contains(what) else { throw UsageError.unknown("output", what, among: kinds) }
        if what != "swift", arguments.has("--planned") { throw UsageError("--planned is for swift alone") }
        if what != "pages", arguments.has("--against") { throw UsageError("--against is for pages alone") }
        guard let output = arguments.value("--output") else { throw UsageError("--output DIR says where to write") }
        let project = try ProjectFiles.load(
            arguments, paths: Array(arguments.operands.dropFirst()), contracts: what == "pages")
        guard project.report(as: try arguments.format()) else { return .findings }
        let files =
            switch what {
            case "swift":
                SwiftGenerator(catalogue: project.catalogue).files(
                    project.partners, planned: arguments.value("--planned").map { names(in: $0) })
            case "bundle": [try bundle(project)]
            case "catalogue": [page(project)]
            case "pages": try pages(project, arguments)
            default: schemas(project)
            }
        let former = what == "pages" ? formerPages(files, output) : []
        if arguments.has("--check") {
            for name in former { Terminal.print("\(output)/\(name) is of no partner any more\n", status: .findings) }
            let status = check(files, output)
            return former.isEmpty ? status : .findings
        }
        try write(files, output)
        for name in former { try? FileManager.default.removeItem(atPath: "\(output)/\(name)") }
        return .success
    }

    /// The names of `--planned`.
    private static func names(in list: String) -> Set<String> {
        Set(list.split(separator: ",").map(String.init))
    }

    /// What can be generated.
    private static let kinds = ["swift", "bundle", "schema", "catalogue", "pages"]

    /// The page that lists all partners.
    private static func page(_ project: Project) -> SwiftGenerator.File {
        let page = CataloguePage(partners: project.partners.map(\.template), catalogue: project.catalogue)
        return SwiftGenerator.File(name: CataloguePage.fileName, text: page.text)
    }

    /// Pages of partners that were written here once, and are of none of these.
    private static func formerPages(_ files: [SwiftGenerator.File], _ output: String) -> [String] {
        let names = Set(files.map(\.name))
        let found = (try? FileManager.default.contentsOfDirectory(atPath: output + "/partners")) ?? []
        return found.map { "partners/\($0)" }.filter { name in
            guard name.hasSuffix(".html"), !names.contains(name) else { return false }
            let text = FileManager.default.contents(atPath: "\(output)/\(name)").map {
                String(decoding: $0, as: UTF8.self)
            }
            return text?.contains(CataloguePages.mark) == true
        }.sorted()
    }

    /// The site of all partners, with what is proved of each.
    private static func pages(_ project: Project, _ arguments: Arguments) throws -> [SwiftGenerator.File] {
        let comparisons = try arguments.values("--against").map { against in
            let former = try FormerIntegrations.load(against, arguments).0
            return CataloguePages.Comparison(
                name: against, BreakingReport(project, against: former), former: former)
        }
        var reports: [CertificationReport] = []
        project.certify(project.partners) { reports.append($0) }
        return CataloguePages(project, reports: reports, comparisons: comparisons).files
            .map { SwiftGenerator.File(name: $0.name, text: $0.text) }
    }

    /// What editors check configurations and events against.
    private static func schemas(_ project: Project) -> [SwiftGenerator.File] {
        ConfigurationSchema(partners: project.partners.map(\.template), catalogue: project.catalogue).files
            .map { SwiftGenerator.File(name: $0.name, text: $0.text) }
    }

    /// The bundle, as the file that a running service loads.
    private static func bundle(_ project: Project) throws -> SwiftGenerator.File {
        do throws(BundleProblem) {
            let partners = project.partners.map(\.template)
            let disclosures = partners.map { ($0.id, SentValue.all(of: $0, catalogue: project.catalogue)) }
            let bundle = try IntegrationBundle(
                partners: partners, catalogue: project.catalogue,
                disclosures: Dictionary(disclosures, uniquingKeysWith: { first, _ in first }))
            return SwiftGenerator.File(
                name: "integrations.bundle", text: String(decoding: bundle.bytes, as: UTF8.self))
        } catch {
            throw ToolError(error.description)
        }
    }

    private static func check(_ files: [SwiftGenerator.File], _ output: String) -> ExitStatus {
        let stale = files.filter { current($0, output) != $0.text }
        for file in stale { Terminal.print("\(output)/\(file.name) is not current\n", status: .findings) }
        return stale.isEmpty ? .success : .findings
    }

    private static func current(_ file: SwiftGenerator.File, _ output: String) -> String? {
        FileManager.default.contents(atPath: "\(output)/\(file.name)").map { String(decoding: $0, as: UTF8.self) }
    }

    private static func write(_ files: [SwiftGenerator.File], _ output: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
            for file in files where current(file, output) != file.text {
                let folder = URL(filePath: "\(output)/\(file.name)").deletingLastPathComponent()
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try file.text.write(toFile: "\(output)/\(file.name)", atomically: true, encoding: .utf8)
            }
        } catch {
            throw ToolError("'\(output)' cannot be written: \(error.localizedDescription)")
        }
    }
}
