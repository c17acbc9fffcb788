import Foundation
import PostbackCertification
import PostbackLanguage
import PostbackTemplate

/// The files of a project on disk.
struct ProjectFiles {
    /// The folder that has `Integrations/`.
    let root: String

    /// Finds the project: the one that is named, or the first folder upwards that has `Integrations/`.
    ///
    /// - Parameter isNeeded: whether there has to be one; where files are named, `format` needs none.
    init(_ arguments: Arguments, isNeeded: Bool = true) throws {
        if let named = arguments.value("--project") {
            guard Self.isDirectory(named) else { throw ToolError("there is no folder '\(named)'") }
            root = named
            return
        }
        if let found = Self.root(of: URL(fileURLWithPath: FileManager.default.currentDirectoryPath)) {
            root = found
        } else if !isNeeded || !arguments.values("--schemas").isEmpty {
            // With schemas named, partner files can be checked anywhere.
            root = "."
        } else {
            throw ToolError("no folder from here upwards has Integrations/; name the project with --project DIR")
        }
    }

    /// The project in a folder.
    init(root: String) {
        self.root = root
    }

    /// The first folder from one upwards that has `Integrations/`; nil for none.
    static func root(of folder: URL) -> String? {
        var folder = folder
        while !isDirectory(folder.appendingPathComponent("Integrations").path) {
            guard folder.path != "/" else { return nil }
            folder.deleteLastPathComponent()
        }
        return folder.path
    }

    /// The schemas, partner files and contracts of the project; a folder that is not there has none.
    func all() -> [SourceReading] {
        let folders = [("Schemas", ".schema"), ("Integrations", ".postback"), ("Schemas/contracts", ".contract")]
        return folders.flatMap { folder, ending in
            ((try? Self.list("\(root)/\(folder)", ending: ending)) ?? []).map(read)
        }
    }

    /// Compiles the project's schemas with the partner files that `arguments` names, or with all of them.
    ///
    /// - Parameters:
    ///   - needsPartners: whether there has to be a partner file; contracts are written before them.
    ///   - contracts: whether contracts are read: who renders has no use for them.
    static func load(
        _ arguments: Arguments, paths: [String], needsPartners: Bool = true, contracts: Bool = true
    ) throws -> Project {
        try ProjectFiles(arguments).compile(paths, arguments.values("--schemas"), needsPartners, contracts)
    }

    /// Compiles the project with the files of the partners that are named alone, or with all where none is named or
    /// one has no file of its name: then the others are what a mistyped name is compared with.
    static func load(_ arguments: Arguments, partners names: [String]) throws -> Project {
        let files = try ProjectFiles(arguments)
        let paths = names.map { "\(files.root)/Integrations/\($0).postback" }
        return try load(arguments, paths: paths.allSatisfy(isThere) ? paths : [])
    }

    private func compile(
        _ paths: [String], _ schemaFolders: [String], _ needsPartners: Bool, _ readsContracts: Bool
    ) throws -> Project {
        let folders = schemaFolders.isEmpty ? [root + "/Schemas"] : schemaFolders
        let schemas = try folders.flatMap { try Self.list($0, ending: ".schema") }
        guard !schemas.isEmpty else {
            throw ToolError("no schema in \(folders.joined(separator: ", ")); name a folder with --schemas DIR")
        }
        let partnerPaths =
            try paths.isEmpty
            ? Self.list(root + "/Integrations", ending: ".postback")
            : paths.flatMap(expand).filter { !$0.hasSuffix(".schema") && !$0.hasSuffix(".contract") }
        // A schema that is named is read with the others.
        guard !partnerPaths.isEmpty || !paths.isEmpty || !needsPartners else {
            throw ToolError("no partner file in \(root)/Integrations")
        }
        var problems: [Diagnostic] = []
        let schemaSources = schemas.compactMap { read($0, &problems) }
        let partnerSources = Self.unique(partnerPaths).compactMap { read($0, &problems) }
        let contracts =
            try readsContracts
            ? contractPaths(paths, of: partnerSources).compactMap { read($0, &problems) } : []
        var project = Project(
            schemas: schemaSources, partners: partnerSources, contracts: contracts, today: Timestamp.now.day)
        project.diagnostics = (project.diagnostics + problems).sortedAndUnique()
        return project
    }

    /// The contracts of the partners that are read, and those that are named; all of the project's where none is.
    private func contractPaths(_ paths: [String], of partners: [SourceFile]) throws -> [String] {
        let folder = root + "/Schemas/contracts"
        let named = try paths.flatMap { Self.isDirectory($0) ? try Self.list($0, ending: ".contract") : [$0] }
            .filter { $0.hasSuffix(".contract") }
        guard Self.isDirectory(folder) else { return named }
        let all = try Self.list(folder, ending: ".contract")
        guard !paths.isEmpty else { return all }
        let stems = Set(partners.map(\.stem))
        return Self.unique(
            all.filter { stems.contains(SourceFile(path: $0, text: "").stem) } + named)
    }

    /// Makes every safe edit in the files of a project, and formats what it has edited; gives the number of edits for each file that was changed.
    static func fix(_ project: Project, _ arguments: Arguments) throws -> [(path: String, count: Int)] {
        let files = try ProjectFiles(arguments)
        var fixed: [(path: String, count: Int)] = []
        for source in project.sources {
            guard let (mended, count) = project.diagnostics.fixing(source) else { continue }
            // What is mended is written in its one form, as soon as it can be read.
            let text = SourceFormatter.format(SourceFile(path: source.path, text: mended)).text ?? mended
            try files.write(text, to: source.path)
            fixed.append((source.path, count))
        }
        return fixed
    }

    /// The partner files and schemas that are named, or all of the project's; what cannot be read is reported.
    func sources(_ named: [String]) throws -> (sources: [SourceFile], problems: [Diagnostic]) {
        let paths =
            try named.isEmpty
            ? (Self.isDirectory(root + "/Schemas") ? Self.list(root + "/Schemas", ending: ".schema") : [])
                + Self.list(root + "/Integrations", ending: ".postback")
            : named.flatMap(expand)
        if let contract = named.first(where: { $0.hasSuffix(".contract") }) {
            throw UsageError("'\(contract)' is a contract, which has no canonical form")
        }
        var problems: [Diagnostic] = []
        let sources = Self.unique(paths.filter { !$0.hasSuffix(".contract") }).compactMap {
            read($0, &problems)
        }
        return (sources, problems)
    }

    /// Writes a file of the project, named as diagnostics name it.
    func write(_ text: String, to path: String) throws {
        let inProject = root + "/" + path
        do {
            try text.write(
                toFile: FileManager.default.fileExists(atPath: inProject) ? inProject : path, atomically: true,
                encoding: .utf8)
        } catch {
            throw ToolError("'\(path)' cannot be written")
        }
    }

    private func expand(_ path: String) throws -> [String] {
        if Self.isDirectory(path) {
            let found = try Self.list(path, ending: ".postback") + Self.list(path, ending: ".schema")
            let contracts = try Self.list(path, ending: ".contract")
            guard !found.isEmpty || !contracts.isEmpty else {
                throw UsageError("there is no partner file, schema or contract in '\(path)'")
            }
            return found + contracts
        }
        if Self.isThere(path) { return [path] }
        let byName = "\(root)/Integrations/\(path).postback"
        if Self.isThere(byName) { return [byName] }
        throw UsageError("there is no file or partner '\(path)'")
    }

    private func read(_ path: String, _ problems: inout [Diagnostic]) -> SourceFile? {
        switch read(path) {
        case .source(let source): return source
        case .problem(let problem):
            problems.append(problem)
            return nil
        }
    }

    func read(_ path: String) -> SourceReading {
        let name = displayName(path)
        if let why = Self.reasonAgainst(path) { return .problem(.unreadable(path: name, why: why)) }
        do {
            return SourceReading(try Data(contentsOf: URL(fileURLWithPath: path)), path: name)
        } catch {
            return .problem(.unreadable(path: name, why: Self.words(error)))
        }
    }

    /// The path relative to the project, so that output is the same on every machine.
    private func displayName(_ path: String) -> String {
        let base = URL(fileURLWithPath: root).standardizedFileURL.path
        let full = URL(fileURLWithPath: path).standardizedFileURL.path
        return full.hasPrefix(base + "/") ? String(full.dropFirst(base.count + 1)) : path
    }

    static func list(_ folder: String, ending: String) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw ToolError("there is no folder '\(folder)'")
        }
        return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted().map { folder + "/" + $0 }
    }

    /// The paths in their order, each file once however it is named.
    private static func unique(_ paths: [String]) -> [String] {
        var seen: Set<String> = []
        return Set(paths).sorted().filter {
            seen.insert(URL(fileURLWithPath: $0).standardizedFileURL.path).inserted
        }
    }

    /// Whether there is anything of that name, a link to nothing included.
    private static func isThere(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }

    /// Why a path is not opened: opening a pipe would wait for its other end. Nil for a file.
    private static func reasonAgainst(_ path: String) -> String? {
        if path.contains("\u{FFFD}"), !isThere(path) { return "its name is not UTF-8" }
        guard let kind = kind(of: path) else {
            return errno == EACCES ? "its folder may not be entered" : "it is a link to nothing"
        }
        return switch kind {
        case S_IFREG: nil
        case S_IFDIR: "it is a folder"
        default: "it is a pipe or a device"
        }
    }

    private static func words(_ error: any Error) -> String {
        let code = (error as? CocoaError)?.code
        return code == .fileReadNoPermission ? "its owner does not allow it" : "the system gives nothing of it"
    }

    static func isDirectory(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

    /// What a path leads to, links followed; nil for nothing, with `errno` saying why.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}

extension Project {
    /// Prints the findings to standard error and says whether the project can be used.
    ///
    /// - Parameter isResult: whether they are what was asked for: then `json` and `sarif`, which programs read, go to
    ///   standard output.
    func report(as format: DiagnosticFormat = .human, isResult: Bool = false) -> Bool {
        let printer = DiagnosticPrinter(sources: sources, isColoured: Terminal.isErrorColoured && format == .human)
        let text = printer.print(diagnostics, as: format)
        switch format {
        case .json, .sarif:
            if isResult {
                Terminal.print(text, status: diagnostics.isEmpty ? .success : .findings)
            } else {
                Terminal.error(text)
            }
        case .human, .line, .github: if !diagnostics.isEmpty { Terminal.error(text) }
        }
        return !diagnostics.hasErrors
    }
}
