/// How bad a finding is.
public enum Severity: String, Hashable, Sendable, Comparable {
    /// Nothing is compiled from this.
    case error
    /// Very likely a mistake, or a promise that cannot be kept.
    case warning

    /// Errors come first.
    public static func < (left: Severity, right: Severity) -> Bool {
        left == .error && right == .warning
    }
}

/// A kind of finding: one code, one explanation.
public struct DiagnosticRule: Hashable, Sendable {
    /// The stable code that output and `explain` use.
    public let code: String
    /// How bad it is.
    public let severity: Severity
    /// A title of a few words.
    public let title: String
    /// What is wrong with it and what to do, for `explain`.
    public let explanation: String
    /// Source that has the finding.
    public let wrong: String
    /// The same source, mended.
    public let right: String

    /// Creates a rule.
    public init(
        _ code: String, _ severity: Severity = .error, title: String, explanation: String, wrong: String, right: String
    ) {
        self.code = code
        self.severity = severity
        self.title = title
        self.explanation = explanation
        self.wrong = wrong
        self.right = right
    }
}

/// A place that has to do with a finding.
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

/// A replacement of source text that mends a finding.
public struct SuggestedEdit: Hashable, Sendable {
    /// What is replaced.
    public var range: SourceRange
    /// By what.
    public var replacement: String
    /// Whether a tool may make it without a person looking at it.
    public var isSafe: Bool

    /// Creates an edit.
    public init(range: SourceRange, replacement: String, isSafe: Bool) {
        self.range = range
        self.replacement = replacement
        self.isSafe = isSafe
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
    /// The edit that mends it, where there is one.
    public var edit: SuggestedEdit?

    /// Creates a finding.
    public init(
        _ rule: DiagnosticRule, file: String, range: SourceRange, message: String, label: String? = nil,
        related: [DiagnosticLabel] = [], notes: [String] = [], suggestion: String? = nil, edit: SuggestedEdit? = nil
    ) {
        self.rule = rule
        self.file = file
        self.range = range
        self.message = message
        self.label = label
        self.related = related
        self.notes = notes
        self.suggestion = suggestion
        self.edit = edit ?? suggestion.map { SuggestedEdit(range: range, replacement: $0, isSafe: false) }
    }
}

extension [Diagnostic] {
    /// The findings in the order of file, place and code, each once.
    public func sortedAndUnique() -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return filter { seen.insert($0).inserted }
            .sorted { left, right in
                (left.file, left.range.start, left.range.end, left.rule.code, left.message)
                    < (right.file, right.range.start, right.range.end, right.rule.code, right.message)
            }
    }

    /// The source with every safe edit made; nil when there is none. Of two edits that overlap the first is made.
    public func fixing(_ source: SourceFile) -> (text: String, count: Int)? {
        let edits = compactMap { $0.file == source.path && $0.edit?.isSafe == true ? $0.edit : nil }
            .sorted { $0.range < $1.range }
        var bytes: [UInt8] = []
        var position = 0
        var count = 0
        for edit in edits where edit.range.start >= position {
            bytes += source.bytes[position..<edit.range.start]
            bytes += [UInt8](edit.replacement.utf8)
            position = edit.range.end
            count += 1
        }
        bytes += source.bytes[position...]
        return count == 0 ? nil : (String(decoding: bytes, as: UTF8.self), count)
    }

    /// Whether one of them keeps the source from being compiled.
    public var hasErrors: Bool {
        contains { $0.rule.severity == .error }
    }
}
