/// A place that has to do with a finding, in its own file or another.
public struct DiagnosticLabel: Hashable, Sendable {
    /// The file, as `SourceFile.path`.
    public var file: String
    /// The place.
    public var range: SourceRange
    /// What is there, in a few words.
    public var message: String

    /// Creates a label.
    public init(file: String, range: SourceRange, message: String) {
        self.file = file
        self.range = range
        self.message = message
    }
}

/// One finding in one source file.
public struct Diagnostic: Hashable, Sendable {
    /// The kind of finding.
    public var rule: DiagnosticRule
    /// The file, as `SourceFile.path`.
    public var file: String
    /// The place it is about.
    public var range: SourceRange
    /// The facts that the message is made of.
    public var parameters: [DiagnosticParameter]
    /// What is wrong, in one sentence without a full stop.
    public var message: String
    /// A few words under the caret.
    public var label: String?
    /// Other places that have to do with it.
    public var related: [DiagnosticLabel]
    /// Sentences that help.
    public var notes: [String]
    /// The name that was probably meant.
    public var suggestion: String?
    /// The change that mends it, where there is one.
    public var fix: DiagnosticFix?

    /// A finding at a place.
    package init(
        _ finding: Finding, file: String, range: SourceRange, related: [DiagnosticLabel] = [],
        fix: DiagnosticFix? = nil
    ) {
        rule = finding.rule
        self.file = file
        self.range = range
        parameters = finding.facts
        message = finding.message
        label = finding.label
        self.related = related
        notes = finding.notes
        suggestion = finding.suggestion
        self.fix = fix ?? finding.fix?.placed(at: range)
        if self.fix == nil, let suggestion {
            self.fix = DiagnosticFix("write '\(suggestion)'", .needsLook, [.init(range, suggestion)])
        }
    }
}

extension [Diagnostic] {
    /// The most findings that are printed for one file.
    public static var maximumCount: Int { 200 }
    /// The most findings that are kept while a file is read; the rest could not be printed anyway.
    static var capacity: Int { 1_000 }

    /// Adds a finding. When there are too many, only the first error is still added: without it the file would compile.
    package mutating func report(
        _ finding: Finding, file: String, range: SourceRange, related: [DiagnosticLabel] = [],
        fix: DiagnosticFix? = nil
    ) {
        if count >= Self.capacity {
            guard finding.rule.severity == .error, last?.rule.severity != .error, !hasErrors else { return }
        }
        append(Diagnostic(finding, file: file, range: range, related: related, fix: fix))
    }

    /// The findings in the order of file, place and code, each once.
    public func sortedAndUnique() -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return filter { seen.insert($0).inserted }
            .sorted { left, right in
                (left.file, left.range.start, left.range.end, left.rule.code, left.message)
                    < (right.file, right.range.start, right.range.end, right.rule.code, right.message)
            }
    }

    /// The first findings of one file, and one that says how many more there are.
    public func bounded() -> [Diagnostic] {
        let sorted = sortedAndUnique()
        guard sorted.count > Self.maximumCount else { return sorted }
        let next = sorted[Self.maximumCount]
        let finding = Finding.tooManyFindings(left: sorted.count - Self.maximumCount)
        return sorted.prefix(Self.maximumCount) + [Diagnostic(finding, file: next.file, range: next.range)]
    }

    /// Whether one of them keeps the source from being compiled.
    public var hasErrors: Bool {
        contains { $0.rule.severity == .error }
    }
}

extension Diagnostic {
    /// The file is larger than `SourceFile.maximumSize`.
    public static func fileTooLarge(path: String, size: Int) -> Diagnostic {
        Diagnostic(.fileTooLarge(size: size), file: path, range: SourceRange(0, 0))
    }

    /// The file's bytes are not UTF-8.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - beginning: its first bytes.
    public static func notUTF8(path: String, beginning: some Sequence<UInt8>) -> Diagnostic {
        let first = Array(beginning.prefix(64))
        let isUTF16 = first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) || first.contains(0)
        return Diagnostic(.notUTF8(isUTF16: isUTF16), file: path, range: SourceRange(0, 0))
    }

    /// What has the name of a file of the project and cannot be read.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - why: such as "it is a folder".
    public static func unreadable(path: String, why: String) -> Diagnostic {
        Diagnostic(.unreadable(why: why), file: path, range: SourceRange(0, 0))
    }
}
