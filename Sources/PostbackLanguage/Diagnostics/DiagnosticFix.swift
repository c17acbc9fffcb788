/// A change of source text that mends a finding.
public struct DiagnosticFix: Hashable, Sendable {
    /// How sure it is that the change is meant.
    public enum Applicability: String, Hashable, Sendable {
        /// A tool may make it without a person looking at it.
        case safe
        /// It is probably meant; a person decides.
        case needsLook = "needs_look"
        /// It holds words in capitals that a person has to replace.
        case hasPlaceholders = "has_placeholders"
    }

    /// A replacement of one place.
    public struct Edit: Hashable, Sendable {
        /// What is replaced.
        public var range: SourceRange
        /// By what.
        public var replacement: String

        /// Creates a replacement.
        public init(_ range: SourceRange, _ replacement: String) {
            self.range = range
            self.replacement = replacement
        }
    }

    /// What it does, as an order: "write '=='".
    public var title: String
    /// The replacements, none overlapping another.
    public var edits: [Edit]
    /// How sure it is.
    public var applicability: Applicability

    /// Creates a fix.
    public init(_ title: String, _ applicability: Applicability, _ edits: [Edit]) {
        self.title = title
        self.edits = edits
        self.applicability = applicability
    }
}

extension [Diagnostic] {
    /// The source with every safe fix made; nil when there is none. Of two fixes that overlap the first is made.
    public func fixing(_ source: SourceFile) -> (text: String, count: Int)? {
        var edits: [DiagnosticFix.Edit] = []
        var count = 0
        for diagnostic in sortedAndUnique() where diagnostic.file == source.path {
            guard let fix = diagnostic.fix, fix.applicability == .safe else { continue }
            let isFree = fix.edits.allSatisfy { new in
                edits.allSatisfy { $0.range.end <= new.range.start || new.range.end <= $0.range.start }
                    && !edits.contains { $0.range == new.range }
            }
            guard isFree else { continue }
            edits += fix.edits
            count += 1
        }
        return count > 0 ? (edits.applied(to: source), count) : nil
    }
}

extension [DiagnosticFix.Edit] {
    /// The text with the replacements made, of which none overlaps another.
    package func applied(to source: SourceFile) -> String {
        var bytes: [UInt8] = []
        var position = 0
        for edit in sorted(by: { $0.range < $1.range }) {
            bytes += source.bytes[position..<edit.range.start]
            bytes += [UInt8](edit.replacement.utf8)
            position = edit.range.end
        }
        bytes += source.bytes[position...]
        return String(decoding: bytes, as: UTF8.self)
    }
}
