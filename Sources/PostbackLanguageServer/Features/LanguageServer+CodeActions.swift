import PostbackCompiler
import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    /// The fixes of findings in a range, and all that need no second look at once.
    func codeActions(_ params: JSONValue) throws(ResponseError) -> JSONValue {
        let file = try file(params)
        let document = file.document
        let range = try document.range(params["range"], client.encoding)
        let only = params.value("context", "only")?.elements?.compactMap(\.text)
        func isWanted(_ kind: String) -> Bool {
            only.map { $0.contains { kind == $0 || kind.hasPrefix($0 + ".") || $0.isEmpty } } ?? true
        }
        let findings = workspace.findings(of: file)
        var actions: [JSONValue] = []
        if isWanted("quickfix") {
            for finding in findings where finding.range.start <= range.end && range.start <= finding.range.end {
                if let fix = finding.fix { actions.append(action(fix, finding, file)) }
                if let allowance = allowance(of: finding, file) { actions.append(action(allowance, finding, file)) }
            }
        }
        if isWanted("source.fixAll"), let source = file.source, let (text, count) = findings.fixing(source) {
            let changes = TextChanges.between(source.bytes, Array(text.utf8))
            let what = count == 1 ? "make the one edit that needs" : "make the \(count) edits that need"
            actions.append(
                .members([
                    "title": .string("\(what) no second look"), "kind": .string("source.fixAll"),
                    "edit": edit(changes, file),
                ]))
        }
        return .array(actions)
    }

    private func action(_ fix: DiagnosticFix, _ finding: Diagnostic, _ file: WorkspaceFile) -> JSONValue {
        .members([
            "title": .string(fix.title), "kind": .string("quickfix"),
            "diagnostics": .array([json(finding, file.document)]),
            "isPreferred": fix.applicability == .safe ? .boolean(true) : nil,
            "edit": edit(fix.edits, file),
        ])
    }

    private func edit(_ changes: [DiagnosticFix.Edit], _ file: WorkspaceFile) -> JSONValue {
        .members(["changes": .object([(key: file.address, value: edits(changes, file.document))])])
    }

    /// What lets a warning be, with a reason and a day that a person fills in; nil where no line takes one.
    private func allowance(of finding: Diagnostic, _ file: WorkspaceFile) -> DiagnosticFix? {
        guard finding.rule.severity == .warning, file.kind == .partner, let source = file.source else { return nil }
        let same = { (found: [Diagnostic]) in found.count { $0.rule == finding.rule } }
        let before = file.partner?.diagnostics ?? []
        let first = source.line(at: finding.range.start)
        // A line that goes on from the one above it takes none of its own.
        for line in stride(from: first, through: max(1, first - 8), by: -1) {
            let range = source.range(ofLine: line)
            let margin = source.text(in: range).prefix { $0 == " " || $0 == "\t" }
            func edit(_ reason: String, _ day: String) -> DiagnosticFix.Edit {
                .init(
                    SourceRange(range.start, range.start),
                    "\(margin)allow \(finding.rule.code) \"\(reason)\" until \(day)\n")
            }
            let trial = SourceFile(path: source.path, text: [edit("R", "2099-12-31")].applied(to: source))
            let after = PartnerCompiler.compile(trial, schema: workspace.schema).diagnostics
            let isTaken = same(after) < same(before) && after.count < before.count
            guard isTaken else { continue }
            return DiagnosticFix(
                "allow \(finding.rule.code) with a reason", .hasPlaceholders, [edit("REASON", "DATE")])
        }
        return nil
    }
}
