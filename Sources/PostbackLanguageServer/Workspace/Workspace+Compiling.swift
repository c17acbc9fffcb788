import PostbackCertification
import PostbackCompiler
import PostbackContract
import PostbackLanguage

extension Workspace {
    /// Compiles the schemas, if one has changed; partners are compiled anew then.
    func updateSchema() {
        guard schemaIsStale else { return }
        schemaIsStale = false
        let compiled = CatalogueCompiler.compile(ofProject(.schema).compactMap(\.source))
        schema = compiled.schema
        schemaFindings = Dictionary(grouping: compiled.diagnostics, by: \.file)
        for file in files.values { file.forget() }
        isUnchecked = true
    }

    /// The file with all that can be made of it alone, made of its newest text.
    func update(_ file: WorkspaceFile) {
        updateSchema()
        guard let source = file.source else { return }
        switch file.kind {
        case .partner:
            if file.partner == nil { file.partner = PartnerCompiler.compile(source, schema: schema, today: today()) }
        case .contract:
            if file.contract == nil { file.contract = ContractCompiler.compile(source, today: today()) }
        case .schema: break
        }
    }

    /// The names of a file.
    func symbols(of file: WorkspaceFile) -> SymbolIndex {
        updateSchema()
        if let symbols = file.symbols { return symbols }
        let symbols = file.source.map { SymbolIndex($0, file.kind, schema: schema) } ?? SymbolIndex()
        file.symbols = symbols
        return symbols
    }

    /// Compiles one file that has changed; false when none has.
    func compileNext() -> Bool {
        if schemaIsStale {
            updateSchema()
            return true
        }
        let stale = files.values.filter { isStale($0) }
        // What a person looks at comes first.
        guard let next = stale.min(by: { ($0.isOpen ? 0 : 1, $0.path) < ($1.isOpen ? 0 : 1, $1.path) }) else {
            return false
        }
        update(next)
        return true
    }

    private func isStale(_ file: WorkspaceFile) -> Bool {
        guard file.source != nil else { return false }
        return switch file.kind {
        case .partner: file.partner == nil
        case .contract: file.contract == nil
        case .schema: false
        }
    }

    /// Whether anything has changed since the client was told the findings.
    var hasChanges: Bool { isUnchecked || schemaIsStale || !removed.isEmpty }

    /// The findings of every file, as `check` has them; after all has been compiled.
    func findings() -> [String: [Diagnostic]] {
        while compileNext() {}
        let partnerFiles = ofProject(.partner)
        let contractFiles = ofProject(.contract)
        let project = Project(
            schema: schema, diagnostics: schemaFindings.values.flatMap { $0 },
            partners: PartnerCompiler.checkNames(partnerFiles.compactMap(\.partner)),
            contracts: contractFiles.compactMap(\.contract), sources: [],
            partnerFiles: partnerFiles.compactMap(\.source), contractFiles: contractFiles.compactMap(\.source))
        var findings = Dictionary(grouping: project.diagnostics, by: \.file)
        for file in files.values {
            if let problem = file.reading.problem { findings[file.path, default: []].append(problem) }
            guard !file.isOfProject else { continue }
            switch file.kind {
            case .partner:
                let found = file.partner?.diagnostics ?? []
                findings[file.path, default: []] += found.filter { !file.isUnsaved || $0.rule.code != "name_of_file" }
            case .contract: findings[file.path, default: []] += file.contract?.diagnostics ?? []
            case .schema:
                // Alone, without the macros that it may name.
                if let source = file.source {
                    findings[file.path, default: []] += Parser.parseSchema(source).1.bounded()
                }
            }
        }
        return findings
    }

    /// The findings of one file: without what only other files show, where these are still to be compiled.
    func findings(of file: WorkspaceFile) -> [Diagnostic] {
        update(file)
        guard files.values.contains(where: isStale) else { return findings()[file.path] ?? [] }
        return switch file.kind {
        case .partner: file.partner?.diagnostics ?? []
        case .contract: file.contract?.diagnostics ?? []
        case .schema: schemaFindings[file.path] ?? []
        }
    }
}
