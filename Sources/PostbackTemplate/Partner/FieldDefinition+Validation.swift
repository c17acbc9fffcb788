extension FieldDefinition {
    /// What the value must be, in words that follow "must be", when `text` is not it; nil when it is.
    public func expectation(unmetBy text: String) -> String? {
        if text.allSatisfy(\.isWhitespace) { return "not empty" }
        if text.utf8.count > TemplateLimits.longestFieldValue {
            return "at most \(TemplateLimits.longestFieldValue) bytes long"
        }
        if let expectation = type.expectation(unmetBy: text) { return expectation }
        if let length, !length.contains(text.count) {
            return length.lowerBound == length.upperBound
                ? "exactly \(length.lowerBound) characters long"
                : "\(length.lowerBound) to \(length.upperBound) characters long"
        }
        if let pattern, let expression = try? FieldPattern(pattern), !expression.matches(text) {
            return "of the form \(pattern)"
        }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "free of control characters"
        }
        return nil
    }
}
