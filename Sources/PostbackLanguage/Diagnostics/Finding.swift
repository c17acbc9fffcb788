/// Something that was found out about a source: the rule that it breaks, the facts, and both in words.
///
/// Findings are made by the functions that stand in the file of their rule, and nowhere else.
package struct Finding: Sendable {
    /// The rule.
    package var rule: DiagnosticRule
    /// The facts, by the names under which a program reads them.
    package var facts: [DiagnosticParameter]
    /// What is wrong, in one sentence without a full stop.
    package var message: String
    /// A few words under the caret.
    var label: String?
    /// The name that was probably meant.
    var suggestion: String?
    /// Sentences that help.
    var notes: [String]
    /// The change that mends it.
    var fix: Change?

    /// Creates a finding; facts and notes that are nil are left out.
    package init(
        _ rule: DiagnosticRule, facts: KeyValuePairs<String, any DiagnosticValue> = [:], _ message: String,
        did suggestion: String? = nil, label: String? = nil, fix: Change? = nil, _ notes: String?...
    ) {
        self.rule = rule
        self.facts = facts.compactMap { name, value in
            value.parameterValue.map { DiagnosticParameter(name: name, value: $0) }
        }
        self.message = message
        self.label = label
        self.suggestion = suggestion
        self.notes = notes.compactMap { $0 }
        self.fix = fix
    }
}

extension Finding {
    /// A change relative to the place of the finding.
    package struct Change: Sendable {
        enum Place { case whole, before, after }

        var title: String
        var place: Place
        var text: String
        var applicability: DiagnosticFix.Applicability

        /// Replaces the place.
        package static func replace(
            _ text: String, _ applicability: DiagnosticFix.Applicability, title: String? = nil
        ) -> Change {
            Change(title: title ?? "write '\(text)'", place: .whole, text: text, applicability: applicability)
        }

        /// Deletes the place.
        package static func delete(_ applicability: DiagnosticFix.Applicability, title: String) -> Change {
            Change(title: title, place: .whole, text: "", applicability: applicability)
        }

        /// Writes text in front of the place.
        package static func insertBefore(
            _ text: String, _ applicability: DiagnosticFix.Applicability, title: String
        ) -> Change {
            Change(title: title, place: .before, text: text, applicability: applicability)
        }

        /// Writes text behind the place.
        package static func insertAfter(
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
}
