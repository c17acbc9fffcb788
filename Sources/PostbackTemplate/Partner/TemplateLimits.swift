/// How large a template may be. The compiler holds partner files to it, and a runtime whatever comes from outside.
public enum TemplateLimits {
    /// Bytes of an id and of a header's name.
    public static let longestName = 100
    /// Bytes of a field's regular expression.
    public static let longestPattern = 500
    /// Steps of the machine that a field's regular expression becomes, counts written out.
    public static let mostPatternSteps = 2_000
    /// Bytes of a field's value.
    public static let longestFieldValue = 10_000
    /// Values, conditions and lines of a postback, named expressions written out.
    public static let mostWork = 200_000
    /// The deepest nesting of a postback's values, named expressions written out.
    public static let deepestNesting = 100
}

extension PostbackTemplate {
    /// What a postback has too much of.
    public enum Excess: Sendable {
        case work, nesting
    }

    /// What the postback has too much of, with the named expressions of its partner and its own written out.
    public func excess(definitions: [PostbackDefinition]) -> Excess? {
        var measure = ExpressionMeasure(definitions: definitions + self.definitions)
        for node in nodes { measure.add(node) }
        if measure.weight > TemplateLimits.mostWork { return .work }
        return measure.depth > TemplateLimits.deepestNesting ? .nesting : nil
    }
}
