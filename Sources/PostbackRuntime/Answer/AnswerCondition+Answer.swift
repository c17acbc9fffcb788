import PostbackTemplate

extension AnswerCondition {
    /// Whether an answer is so.
    func holds(for answer: PartnerAnswer) -> Bool {
        switch self {
        case .equals(let value, let wanted): answer.value(value).map { wanted.isSame(as: $0, of: value) } ?? false
        case .isIn(let value, let list):
            answer.value(value).map { found in list.contains { $0.isSame(as: found, of: value) } } ?? false
        case .isPresent(let value): answer.value(value) != nil
        case .not(let inner): !inner.holds(for: answer)
        case .all(let inner): inner.allSatisfy { $0.holds(for: answer) }
        case .any(let inner): inner.contains { $0.holds(for: answer) }
        }
    }
}

extension PostbackLiteral {
    /// Whether it is the value that was found; in JSON a number is no text, and a header or a text body may be a number.
    fileprivate func isSame(as found: JSONValue, of value: AnswerValue) -> Bool {
        switch (self, found) {
        case (.text(let wanted), .string(let text)): return text == wanted
        case (.boolean(let wanted), .boolean(let truth)): return truth == wanted
        case (.number(let wanted), .number(let text)):
            return ExactDecimal(text).map { $0.normalized == wanted.normalized } ?? false
        case (.number, .string(let text)) where value.isText: return isSame(as: .number(text), of: value)
        default: return false
        }
    }
}

extension AnswerValue {
    /// Whether it is text whatever it says.
    fileprivate var isText: Bool {
        switch self {
        case .text, .header: true
        case .status, .member: false
        }
    }
}
