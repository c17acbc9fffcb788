@testable import PostbackLanguage

/// Syntax trees as text, without the places where their parts stand: two trees that mean the same give the same text.
enum SyntaxDump {
    /// The declarations of a file.
    static func describe(_ file: FileSyntax) -> String {
        file.declarations.map { describe($0) }.joined(separator: "\n")
    }

    private static func describe(_ value: Any) -> String {
        if value is SourceRange { return "" }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { describe($0.value) } ?? "nil"
        case .collection: return "[" + mirror.children.map { describe($0.value) }.joined(separator: ", ") + "]"
        case .enum:
            guard let child = mirror.children.first else { return "\(value)" }
            return "\(child.label ?? "?")(\(describe(child.value)))"
        case .struct, .tuple:
            // A range of numbers, and whatever else has no parts to look at.
            guard !mirror.children.isEmpty, !(value is ClosedRange<Int>) else { return "\(value)" }
            let parts = mirror.children.compactMap { child -> String? in
                // Quotes around a key mean nothing; documentation is kept as a comment.
                if ["isQuoted", "documentation", "text"].contains(child.label),
                    mirror.subjectType == DurationSyntax.self
                {
                    return nil
                }
                if child.label == "isQuoted" || child.label == "isComplete" || child.label == "documentation"
                    || child.value is SourceRange
                {
                    return nil
                }
                return "\(child.label ?? "")=\(describe(child.value))"
            }
            return "{" + parts.joined(separator: " ") + "}"
        default: return "\(value)"
        }
    }
}
