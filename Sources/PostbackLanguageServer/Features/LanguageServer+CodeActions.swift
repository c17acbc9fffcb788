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

    /// What lets a warning be, with a reason and a day that a person fills in.
    private func allowance(of finding: Diagnostic, _ file: WorkspaceFile) -> DiagnosticFix? {
        guard finding.rule.severity == .warning, file.kind == .partner, let source = file.source else { return nil }
        let line = source.range(ofLine: source.line(at: finding.range.start))
        let text = source.text(in: line)
        let margin = text.prefix { $0 == " " || $0 == "\t" }
        // What stands behind other words of a line cannot have one of its own above.
        guard !text.isEmpty, !text.dropFirst(margin.count).hasPrefix("///") else { return nil }
        return DiagnosticFix(
            "allow \(finding.rule.code) with a reason", .hasPlaceholders,
            [.init(SourceRange(line.start, line.start), "\(margin)allow \(finding.rule.code) \"REASON\" until DATE\n")])
    }
}
