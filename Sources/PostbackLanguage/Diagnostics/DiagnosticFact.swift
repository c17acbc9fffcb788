/// Something that was found out about a source, as a value without words.
///
/// The labels of an enumeration's payload are the names of the finding's parameters.
public protocol DiagnosticFact: Sendable {
    /// The fact put into words.
    var words: DiagnosticWords { get }
}

/// A fact in words: which rule it breaks, what is wrong, and what helps.
public struct DiagnosticWords: Sendable {
    /// A change relative to the place of the finding.
    public struct Change: Sendable {
        enum Place { case whole, before, after }

        var title: String
        var place: Place
        var text: String
        var applicability: DiagnosticFix.Applicability

        /// Replaces the place.
        public static func replace(
            _ text: String, _ applicability: DiagnosticFix.Applicability, title: String? = nil
        ) -> Change {
            Change(title: title ?? "write '\(text)'", place: .whole, text: text, applicability: applicability)
        }

        /// Deletes the place.
        public static func delete(_ applicability: DiagnosticFix.Applicability, title: String) -> Change {
            Change(title: title, place: .whole, text: "", applicability: applicability)
        }

        /// Writes text in front of the place.
        public static func insertBefore(
            _ text: String, _ applicability: DiagnosticFix.Applicability, title: String
        ) -> Change {
            Change(title: title, place: .before, text: text, applicability: applicability)
        }

        /// Writes text behind the place.
        public static func insertAfter(
            _ text: String, _ applicability: DiagnosticFix.Applicability, title: String
        ) -> Change {
            Change(title: title, place: .after, text: text, applicability: applicability)
        }

        func placed(at range: SourceRange) -> DiagnosticFix {
            let edited =
                switch place {
                case .whole: range
                case .before: SourceRange(range.start, range.start)
                case .after: SourceRange(range.end, range.end)
                }
            return DiagnosticFix(title, applicability, [.init(edited, text)])
        }
    }

    /// The rule.
    public var rule: DiagnosticRule
    /// What is wrong, in one sentence without a full stop.
    public var message: String
    /// A few words under the caret.
    public var label: String?
    /// The name that was probably meant.
    public var suggestion: String?
    /// Sentences that help.
    public var notes: [String]
    /// The change that mends it.
    public var fix: Change?

    /// Creates the words of a fact; notes that are nil are left out.
    public init(
        _ rule: DiagnosticRule, _ message: String, did suggestion: String? = nil, label: String? = nil,
        fix: Change? = nil, _ notes: String?...
    ) {
        self.rule = rule
        self.message = message
        self.label = label
        self.suggestion = suggestion
        self.notes = notes.compactMap { $0 }
        self.fix = fix
    }
}

/// One of the facts that a message is made of.
public struct DiagnosticParameter: Hashable, Sendable {
    /// A fact's value.
    public enum Value: Hashable, Sendable {
        /// A name, a type or another text.
        case text(String)
        /// A count.
        case number(Int)
        /// Names.
        case list([String])
    }

    /// The name.
    public var name: String
    /// The value.
    public var value: Value

    /// The labelled payload of an enumeration's case; what is nil is left out.
    static func all(of fact: Any) -> [DiagnosticParameter] {
        guard let payload = Mirror(reflecting: fact).children.first?.value else { return [] }
        return Mirror(reflecting: payload).children.compactMap { child in
            guard let name = child.label, !name.hasPrefix("."), let value = Value(child.value) else { return nil }
            return DiagnosticParameter(name: name, value: value)
        }
    }
}

extension DiagnosticParameter.Value {
    fileprivate init?(_ value: Any) {
        switch value {
        case let number as Int: self = .number(number)
        case let list as [String]: self = .list(list)
        case let text as String: self = .text(text)
        case let text as any CustomStringConvertible:
            // A missing value describes itself as "nil".
            if Mirror(reflecting: value).displayStyle == .optional { return nil }
            self = .text(text.description)
        default: return nil
        }
    }
}
