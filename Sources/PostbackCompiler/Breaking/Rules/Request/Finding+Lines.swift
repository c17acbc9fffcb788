import PostbackLanguage

extension Finding {
    /// A line that is new.
    static func lineAdded(_ kind: TemplateLine.Kind, line: String, value: String) -> Finding {
        let rule: DiagnosticRule =
            switch kind {
            case .parameter: .parameterAdded
            case .header: .headerAdded
            case .member: .memberAdded
            }
        return Finding(rule, facts: ["line": line, "value": value], "\(line) is new: \(value)")
    }

    /// A line that is gone.
    static func lineRemoved(_ kind: TemplateLine.Kind, line: String) -> Finding {
        let rule: DiagnosticRule =
            switch kind {
            case .parameter: .parameterRemoved
            case .header: .headerRemoved
            case .member: .memberRemoved
            }
        return Finding(rule, facts: ["line": line], "\(line) is gone")
    }

    /// A line with another key.
    static func lineRenamed(_ kind: TemplateLine.Kind, old: String, new: String) -> Finding {
        let rule: DiagnosticRule =
            switch kind {
            case .parameter: .parameterRenamed
            case .header: .headerRenamed
            case .member: .memberRenamed
            }
        return Finding(rule, facts: ["old": old, "new": new], "\(old) is called \(new) now")
    }
}
