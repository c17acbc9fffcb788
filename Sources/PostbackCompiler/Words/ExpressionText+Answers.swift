import PostbackTemplate

extension ExpressionText {
    /// A condition on an answer in one line.
    package static func describe(_ condition: AnswerCondition) -> String {
        switch condition {
        case .equals(let value, let wanted): "\(describe(value)) == \(describe(.literal(wanted)))"
        case .isIn(let value, let list):
            "\(describe(value)) in [\(list.map { describe(.literal($0)) }.joined(separator: ", "))]"
        case .isPresent(let value): "\(describe(value)) is present"
        case .not(let inner): "not (\(describe(inner)))"
        case .all(let inner): inner.map { "(\(describe($0)))" }.joined(separator: " and ")
        case .any(let inner): inner.map { "(\(describe($0)))" }.joined(separator: " or ")
        }
    }

    private static func describe(_ value: AnswerValue) -> String {
        switch value {
        case .status: "status"
        case .text: "body"
        case .header(let name): "header.\(describe(.literal(.text(name))))"
        case .member(let steps):
            steps.reduce(into: "body") { text, step in
                switch step {
                case .key(let key): text += ".\(key)"
                case .index(let index): text += "[\(index)]"
                }
            }
        }
    }
}
