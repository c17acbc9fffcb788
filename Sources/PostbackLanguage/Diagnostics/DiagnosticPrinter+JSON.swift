import Foundation

extension DiagnosticPrinter {
    private struct Position: Encodable {
        var line: Int
        var column: Int
    }

    private struct Place: Encodable {
        var file: String
        var start: Position
        var end: Position
        var message: String?
    }

    private struct Edit: Encodable {
        var start: Position
        var end: Position
        var replacement: String
    }

    private struct Fix: Encodable {
        var title: String
        var applicability: String
        var edits: [Edit]
    }

    private struct Record: Encodable {
        var code: String
        var severity: String
        var category: String
        var title: String
        var message: String
        var parameters: [String: DiagnosticParameter.Value]
        var file: String
        var start: Position
        var end: Position
        var label: String?
        var related: [Place]
        var suggestion: String?
        var notes: [String]
        var fix: Fix?
    }

    private func position(_ file: String, _ offset: Int) -> Position {
        let location = location(file, offset)
        return Position(line: location.line, column: location.column)
    }

    /// All findings as one JSON array.
    func json(_ diagnostics: [Diagnostic]) -> String {
        encoded(diagnostics.map(record))
    }

    private func record(_ diagnostic: Diagnostic) -> Record {
        let rule = diagnostic.rule
        let file = diagnostic.file
        return Record(
            code: rule.code, severity: rule.severity.rawValue, category: rule.category.rawValue, title: rule.title,
            message: diagnostic.message,
            parameters: Dictionary(
                diagnostic.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
            file: file, start: position(file, diagnostic.range.start), end: position(file, diagnostic.range.end),
            label: diagnostic.label,
            related: diagnostic.related.map {
                Place(
                    file: $0.file, start: position($0.file, $0.range.start), end: position($0.file, $0.range.end),
                    message: $0.message)
            },
            suggestion: diagnostic.suggestion, notes: diagnostic.notes,
            fix: diagnostic.fix.map { fix in
                Fix(
                    title: fix.title, applicability: fix.applicability.rawValue,
                    edits: fix.edits.map {
                        Edit(
                            start: position(file, $0.range.start), end: position(file, $0.range.end),
                            replacement: $0.replacement)
                    })
            })
    }

    /// Any of the printed structures as JSON text, keys sorted.
    func encoded(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        // Strings, numbers and arrays always encode.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}

extension DiagnosticParameter.Value: Encodable {
    /// Writes the value alone.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .list(let list): try container.encode(list)
        }
    }
}
