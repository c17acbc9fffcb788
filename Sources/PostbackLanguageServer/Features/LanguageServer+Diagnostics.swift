import PostbackLanguage
import PostbackRuntime

extension LanguageServer {
    /// Tells the client the findings of every file in which they have changed.
    func publish() {
        for address in workspace.abandoned {
            outbox.append(
                ServerMessage.notification(
                    "textDocument/publishDiagnostics",
                    .members(["uri": .string(address), "diagnostics": .array([])])))
        }
        let removed = workspace.removed
        for file in removed where !file.published.isEmpty { publish([], of: file) }
        let all = workspace.findings()
        workspace.noteTold()
        for file in workspace.files.values.sorted(by: { $0.path < $1.path }) {
            let found = all[file.path] ?? []
            let isNew = file.published != found || (file.isOpen && file.publishedVersion != file.version)
            if isNew { publish(found, of: file) }
        }
    }

    private func publish(_ findings: [Diagnostic], of file: WorkspaceFile) {
        file.published = findings
        file.publishedVersion = file.version
        let document = file.document
        outbox.append(
            ServerMessage.notification(
                "textDocument/publishDiagnostics",
                .members([
                    "uri": .string(file.address), "version": file.version.map(JSONValue.integer),
                    "diagnostics": .array(findings.map { json($0, document) }),
                ])))
    }

    /// A finding as clients take it.
    func json(_ finding: Diagnostic, _ document: TextDocument) -> JSONValue {
        let notes = finding.notes.map { "\n\($0)" }.joined()
        let label = finding.label.map { "\n\($0)" } ?? ""
        let related = finding.related.compactMap { label -> JSONValue? in
            guard let other = workspace.files[label.file] else { return nil }
            return .members([
                "location": .members([
                    "uri": .string(other.address), "range": other.document.range(label.range, client.encoding),
                ]),
                "message": .string(label.message),
            ])
        }
        return .members([
            "range": document.range(finding.range, client.encoding),
            "severity": .integer(finding.rule.severity == .error ? 1 : 2),
            "code": .string(finding.rule.code),
            "source": .string("postback"),
            "message": .string(finding.message + label + notes),
            "tags": Self.tags(finding.rule).map { .array([.integer($0)]) },
            "relatedInformation": related.isEmpty ? nil : .array(related),
        ])
    }

    /// 1 for what is of no use, 2 for what should not be used any more.
    private static func tags(_ rule: DiagnosticRule) -> Int? {
        if rule.category == .use { return 1 }
        return rule.code.hasPrefix("deprecated") ? 2 : nil
    }
}
