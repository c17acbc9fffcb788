/// Writes syntax trees in the one canonical form of the language.
///
/// The form depends on the tree alone; what the source adds is its comments, and empty lines between groups, of which
/// one is kept.
public struct SourceFormatter {
    let source: SourceFile?
    private let trivia: [Trivia]
    private var position = 0

    /// What stands between lines and is no line: a comment, or an allowance.
    private struct Trivia {
        var text: String
        var range: SourceRange
        var isComment: Bool
    }

    /// One line of a block, laid out.
    private struct Entry {
        var layout: Layout
        var hasBlankLine = false
        var isComment = false
        var isBlock = false
    }

    /// The canonical text of a partner file or, by its name, of a schema; nil with the reasons when it cannot be read.
    public static func format(_ source: SourceFile) -> (text: String?, diagnostics: [Diagnostic]) {
        let isSchema = source.path.hasSuffix(".schema")
        let (file, diagnostics) = isSchema ? Parser.parseSchema(source) : Parser.parsePartner(source)
        return diagnostics.isEmpty ? (format(file, source), []) : (nil, diagnostics.bounded())
    }

    /// The canonical text of a syntax tree; without a source it has no comments and no empty lines but those between
    /// blocks.
    public static func format(_ file: FileSyntax, _ source: SourceFile? = nil) -> String {
        var formatter = SourceFormatter(file, source)
        let entries = formatter.entries(file.items, end: source?.bytes.count ?? 0) { formatter, item in
            formatter.layout(item.content)
        }
        let text = Self.stacked(Self.separated(entries)).render()
        return text.isEmpty ? "" : text + "\n"
    }

    private init(_ file: FileSyntax, _ source: SourceFile?) {
        self.source = source
        let comments = file.comments.map { Trivia(text: $0.text, range: $0.range, isComment: true) }
        let allowances = file.allowances.map { allowance in
            let text =
                "allow \(allowance.code.text) \(Self.quoted(allowance.reason.text)) until \(allowance.lastDay.text)"
            return Trivia(text: text, range: allowance.range, isComment: false)
        }
        trivia = (comments + allowances).sorted { $0.range < $1.range }
    }

    /// Lays lines out with the comments in front of, inside, behind and after them.
    private mutating func entries<Line>(
        _ lines: [Spanned<Line>], end: Int, separator: String = "",
        _ layout: (inout SourceFormatter, Spanned<Line>) -> Layout
    ) -> [Entry] {
        var entries: [Entry] = []
        var previousEnd: Int?
        func add(_ entry: Entry, _ range: SourceRange) {
            var entry = entry
            entry.hasBlankLine = previousEnd.map { hasBlankLine(from: $0, to: range.start) } ?? false
            entries.append(entry)
            previousEnd = range.end
        }
        for (index, line) in lines.enumerated() {
            while let next = takeTrivia(before: line.range.start) {
                add(Entry(layout: .text(next.text), isComment: true), next.range)
            }
            var body = layout(&self, line)
            let isBlock = body.isBroken
            // Comments inside what has no lines of its own stand in front of it.
            while let next = takeTrivia(before: line.range.end) {
                add(Entry(layout: .text(next.text), isComment: true), next.range)
            }
            if index < lines.count - 1 { body = body + .text(separator) }
            var range = line.range
            let next = index < lines.count - 1 ? lines[index + 1].range.start : Int.max
            if let comment = takeTrailingComment(behind: range.end, before: next) {
                body = body + .text(" " + comment.text)
                range.end = comment.range.end
            }
            add(Entry(layout: body, isBlock: isBlock), range)
        }
        while let next = takeTrivia(before: end) {
            add(Entry(layout: .text(next.text), isComment: true), next.range)
        }
        return entries
    }

    /// Entries of a file: a declaration over several lines has an empty line around it.
    private static func separated(_ entries: [Entry]) -> [Entry] {
        var entries = entries
        var start = 0
        var lastIsBlock = false
        for index in entries.indices {
            if entries[index].hasBlankLine || !(index > start && entries[index - 1].isComment) { start = index }
            guard !entries[index].isComment else { continue }
            if start > 0, entries[index].isBlock || lastIsBlock { entries[start].hasBlankLine = true }
            lastIsBlock = entries[index].isBlock
        }
        // What stands at the end belongs to no declaration.
        if lastIsBlock, start > 0, entries.last?.isComment == true { entries[start].hasBlankLine = true }
        return entries
    }

    private static func stacked(_ entries: [Entry]) -> Layout {
        .joined(
            entries.enumerated().flatMap { index, entry -> [Layout] in
                index == 0 ? [entry.layout] : [entry.hasBlankLine ? .blankLine : .hardLine, entry.layout]
            })
    }

    private mutating func takeTrivia(before end: Int) -> Trivia? {
        guard position < trivia.count, trivia[position].range.start < end else { return nil }
        position += 1
        return trivia[position - 1]
    }

    /// The comment on the same line, unless another line begins in front of it.
    private mutating func takeTrailingComment(behind end: Int, before next: Int) -> Trivia? {
        guard let source, position < trivia.count, trivia[position].isComment, trivia[position].range.start < next
        else {
            return nil
        }
        let gap = SourceRange(end, trivia[position].range.start)
        guard gap.start <= gap.end, !source.bytes[gap.start..<gap.end].contains(UInt8(ascii: "\n")) else { return nil }
        position += 1
        return trivia[position - 1]
    }

    private func hasBlankLine(from start: Int, to end: Int) -> Bool {
        guard let source, start < end else { return false }
        return source.bytes[start..<end].count { $0 == UInt8(ascii: "\n") } > 1
    }
}

extension SourceFormatter {
    /// Whether a comment that has not been written stands in a range.
    func hasTrivia(in range: SourceRange) -> Bool {
        position < trivia.count && trivia[position].range.start < range.end
    }

    /// `{ … }` with a line for each entry.
    mutating func block<Line>(
        _ block: Braced<Line>, _ layout: (inout SourceFormatter, Spanned<Line>) -> Layout
    ) -> Layout {
        let entries = entries(block.lines, end: block.range.end, layout)
        guard !entries.isEmpty else { return .text("{}") }
        return .text("{") + .indented(.hardLine + Self.stacked(entries)) + .hardLine + .text("}")
    }

    /// What stands between two marks, on one line where it fits and nothing speaks against it.
    ///
    /// - Parameters:
    ///   - padding: stands inside the marks on one line.
    ///   - separator: stands between two entries on one line.
    ///   - ending: stands behind each entry but the last when each has a line of its own.
    mutating func inline<Line>(
        _ lines: [Spanned<Line>], _ range: SourceRange, marks: (String, String), padding: String, separator: String,
        ending: String, _ layout: (inout SourceFormatter, Spanned<Line>) -> Layout
    ) -> Layout {
        guard hasTrivia(in: range) else {
            guard !lines.isEmpty else { return .text(marks.0 + marks.1) }
            let parts = lines.map { layout(&self, $0) }
            let separating = Layout.choice(flat: separator, broken: ending)
            return .group(
                .text(marks.0) + .indented(.line(flat: padding) + .joined(parts, with: separating))
                    + .line(flat: padding) + .text(marks.1))
        }
        let entries = entries(lines, end: range.end, separator: ending, layout)
        return .text(marks.0) + .indented(.hardLine + Self.stacked(entries)) + .hardLine + .text(marks.1)
    }
}
