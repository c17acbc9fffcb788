import PostbackCompiler
import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    func prepareRename(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let (file, offset) = try place(params)
        let occurrence = try renamed(file, offset)
        let name = file.source?.text(in: occurrence.range) ?? occurrence.symbol.name
        return .members([
            "range": file.document.range(occurrence.range, client.encoding), "placeholder": .string(name),
        ])
    }

    /// The edits that give a symbol another name, in every file; refused where something would not compile any more.
    func rename(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let (file, offset) = try place(params)
        guard let given = params["newName"]?.text else { throw .missing("newName") }
        let occurrence = try renamed(file, offset)
        let name = try name(given, instead: occurrence)
        var edits: [String: [DiagnosticFix.Edit]] = [:]
        for place in places(of: occurrence.symbol, file) {
            let text = place.occurrence.isPart ? String(name.split(separator: ".").last ?? "") : name
            edits[place.file.path, default: []].append(DiagnosticFix.Edit(place.occurrence.range, text))
        }
        try check(edits, occurrence.symbol)
        let changes = edits.keys.sorted().compactMap { path -> (key: String, value: JSONValue)? in
            guard let file = workspace.files[path], let edits = edits[path] else { return nil }
            return (file.address, self.edits(edits, file.document))
        }
        return .members(["changes": .object(changes)])
    }

    /// The name at a place, if it can be given another.
    private func renamed(_ file: WorkspaceFile, _ offset: Int) throws(ResponseError) -> Occurrence {
        guard let occurrence = workspace.symbols(of: file).occurrence(at: offset) else {
            throw ResponseError(code: ResponseError.failed, message: "no name stands here")
        }
        func refuse(_ why: String) -> ResponseError {
            ResponseError(code: ResponseError.failed, message: "'\(occurrence.symbol.name)' cannot be renamed: \(why)")
        }
        switch occurrence.symbol.kind {
        case .macro where occurrence.symbol.name.hasSuffix("*"): throw refuse("its keys are what apps send")
        case .macro, .field, .definition, .shared, .map, .endpoint, .variable: return occurrence
        case .event: throw refuse("events are named by the apps that send them")
        case .partner: throw refuse("it is the name of the file, and what accounts configure")
        case .key: throw refuse("it is the partner's own")
        case .transform, .system, .platform, .code, .setting: throw refuse("it is a word of the language")
        }
    }

    /// The name that all places get.
    private func name(_ given: String, instead occurrence: Occurrence) throws(ResponseError) -> String {
        let symbol = occurrence.symbol
        let parts = given.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy(SourceFormatter.isWord), parts.count == 1 || symbol.kind == .macro else {
            throw ResponseError(code: ResponseError.failed, message: "'\(given)' is no name of this language")
        }
        guard symbol.kind == .macro else { return given }
        let space = symbol.name.split(separator: ".").dropLast().joined(separator: ".")
        // Of a property of items only the last part is said where a variable stands for the item.
        if occurrence.isPart, parts.count == 1 { return "\(space).\(given)" }
        let isProperty = workspace.schema.catalogue.itemList(of: symbol.name) != nil
        if isProperty, parts.dropLast().joined(separator: ".") != space {
            throw ResponseError(code: ResponseError.failed, message: "a property of '\(space)' begins with '\(space).'")
        }
        return given
    }

    /// Refuses edits with which a file has an error that it has not now.
    private func check(_ edits: [String: [DiagnosticFix.Edit]], _ symbol: Symbol) throws(ResponseError) {
        var sources: [String: SourceFile] = [:]
        for (path, edits) in edits {
            guard let source = workspace.files[path]?.source else { continue }
            sources[path] = SourceFile(path: path, text: edits.applied(to: source))
        }
        var schema = workspace.schema
        var findings: [Diagnostic] = []
        if symbol.isOfProject {
            let schemas = workspace.files.values.filter { $0.kind == .schema && $0.isOfProject }
                .sorted { $0.path < $1.path }.compactMap { sources[$0.path] ?? $0.source }
            let compiled = CatalogueCompiler.compile(schemas)
            schema = compiled.schema
            findings = compiled.diagnostics
        }
        for (path, source) in sources where workspace.files[path]?.kind == .partner {
            findings += PartnerCompiler.compile(source, schema: schema).diagnostics
        }
        let before = Self.errors(workspace.findings().values.flatMap { $0 })
        let after = Self.errors(findings)
        // What a schema says is wrong explains what partner files say.
        let news = after.keys.sorted { ($0.isOfSchema ? 0 : 1, $0) < ($1.isOfSchema ? 0 : 1, $1) }
        guard let kind = news.first(where: { after[$0, default: []].count > before[$0, default: []].count }),
            let first = after[kind]?.first
        else { return }
        let line = (sources[first.file] ?? workspace.files[first.file]?.source)?.line(at: first.range.start) ?? 1
        throw ResponseError(
            code: ResponseError.failed, message: "with that name \(first.file):\(line) has an error: \(first.message)")
    }

    /// A kind of error in a file.
    private struct ErrorKind: Hashable, Comparable {
        var file: String
        var code: String
        var isOfSchema: Bool { file.hasSuffix(".schema") }

        static func < (left: ErrorKind, right: ErrorKind) -> Bool {
            (left.file, left.code) < (right.file, right.code)
        }
    }

    /// The errors among findings, by file and code.
    private static func errors(_ findings: [Diagnostic]) -> [ErrorKind: [Diagnostic]] {
        let errors = findings.sortedAndUnique().filter { $0.rule.severity == .error }
        return Dictionary(grouping: errors) { ErrorKind(file: $0.file, code: $0.rule.code) }
    }
}
