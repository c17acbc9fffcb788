import Foundation
import PostbackCompiler

/// Takes lines out of a partner file that cannot stand in one, and leaves them as comments.
///
/// Templates hold what no partner file may: another platform's placeholders, characters that a header has no room for, keys
/// with separators in them. Whoever reads the file sees what it was.
struct ImportMending {
    /// The file in its canonical form.
    private(set) var text: String
    /// The lines that were taken out.
    private(set) var notes: [String] = []
    /// What the file says; nil where it cannot be compiled.
    private(set) var partner: CompiledPartner?
    /// What is wrong with it still.
    private(set) var problems: [Diagnostic] = []

    /// Each round takes one line out at least, most often all.
    private static let most = 20

    init(_ source: SourceFile, _ schema: CompiledSchema) {
        text = source.text
        for round in 0...Self.most {
            let (formatted, unreadable) = SourceFormatter.format(SourceFile(path: source.path, text: text))
            if let formatted { text = formatted }
            let current = SourceFile(path: source.path, text: text)
            let found = formatted == nil ? (nil, unreadable) : PartnerCompiler.compile(current, schema: schema)
            partner = found.0
            problems = found.1.filter { $0.rule.severity == .error }
            guard round < Self.most else { return }
            // From the last to the first, so that the lines of those before stay where they are.
            var lines: Set<Int> = []
            var takesOut = false
            for error in problems.sorted(by: { $0.range.start > $1.range.start })
            where lines.insert(current.line(at: error.range.start)).inserted {
                if takeOut(error, of: current) { takesOut = true }
            }
            guard takesOut else { return }
        }
    }

    /// Takes out the line of an error; false where it cannot be told which that would be.
    private mutating func takeOut(_ error: Diagnostic, of source: SourceFile) -> Bool {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let number = source.line(at: error.range.start) - 1
        guard lines.indices.contains(number) else { return false }
        let line = lines[number].trimmingCharacters(in: .whitespaces)
        guard !line.isEmpty, !line.hasPrefix("//") else { return false }
        let note = "this has no place in a partner file (\(error.rule.code)): \(line)"
        // A request without its path is still one.
        let words = line.split(separator: " ", maxSplits: 2)
        if words.count == 3, RequestMethod(rawValue: String(words[0])) != nil {
            guard words[2] != "\"/\"" else { return false }
            lines[number] = "\(words[0]) \(words[1]) \"/\""
            lines.insert("// \(note)", at: number)
        } else {
            let (opened, closed) = (line.split(separator: "{").count, line.split(separator: "}").count)
            let isOpen = line.hasSuffix("{") || line.hasPrefix("}")
            guard !isOpen || opened == closed else { return false }
            lines[number] = "// \(note)"
        }
        notes.append(note)
        text = lines.joined(separator: "\n")
        return true
    }
}
