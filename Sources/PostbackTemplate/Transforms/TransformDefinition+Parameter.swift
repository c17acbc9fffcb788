extension TransformDefinition {
    /// One argument.
    package struct Parameter: Hashable, Sendable {
        /// The name that documentation uses.
        package var name: String
        /// The type that the argument must have.
        package var type: ValueType
        /// Whether the argument must be written as a literal.
        package var isLiteral: Bool
        /// Whether the argument may be left out.
        package var isOptional = false
        /// Whether there is no result without it: of an absent argument, and of empty text.
        package var isNeeded = false
        /// What a literal must be besides its type.
        package var allowed = Allowed.any

        /// A whole number that must be a literal.
        static func integer(_ name: String, _ allowed: Allowed, optional: Bool = false) -> Self {
            .init(name: name, type: .integer, isLiteral: true, isOptional: optional, allowed: allowed)
        }

        /// A text that must be a literal.
        static func text(
            _ name: String, _ allowed: Allowed = .any, optional: Bool = false, needed: Bool = false
        ) -> Self {
            .init(
                name: name, type: .text, isLiteral: true, isOptional: optional, isNeeded: needed, allowed: allowed)
        }

        /// A duration that must be a literal, as a number of seconds.
        static func duration(_ name: String) -> Self {
            .init(name: name, type: .integer, isLiteral: true, allowed: .duration)
        }

        /// Any expression of a type, without which there is no result.
        static func value(_ name: String, _ type: ValueType) -> Self {
            .init(name: name, type: type, isLiteral: false, isNeeded: true)
        }
    }

    /// What a literal argument may be.
    package enum Allowed: Hashable, Sendable {
        /// Whatever has the type.
        case any
        /// A whole number in a range.
        case range(ClosedRange<Int>)
        /// One of these numbers.
        case oneOf([Int])
        /// Text of at least one character.
        case filled
        /// A pattern of dates.
        case datePattern
        /// An offset from UTC such as `+03:00`.
        case offset
        /// One of these texts.
        case words([String])
        /// A duration such as `10m`, as seconds.
        case duration
    }
}

extension TransformDefinition.Allowed {
    /// Whether a literal is allowed.
    package func contains(_ literal: PostbackLiteral) -> Bool {
        switch (self, literal) {
        case (.range(let range), .number(let number)): Int(number.description).map(range.contains) ?? false
        case (.oneOf(let numbers), .number(let number)): Int(number.description).map(numbers.contains) ?? false
        case (.filled, .text(let text)): !text.isEmpty
        case (.datePattern, .text(let pattern)): DatePattern(pattern) != nil
        case (.offset, .text(let text)): DatePattern.minutes(text) != nil
        case (.words(let words), .text(let text)): words.contains(text)
        case (.duration, .number(let number)): Int(number.description) != nil
        case (.any, _): true
        case (.range, _), (.oneOf, _), (.filled, _), (.datePattern, _), (.offset, _), (.words, _), (.duration, _): false
        }
    }

    /// What is allowed, for a message.
    package var words: String {
        switch self {
        case .any: "anything"
        case .range(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .oneOf(let numbers):
            numbers.dropLast().map(String.init).joined(separator: ", ") + (numbers.last.map { " or \($0)" } ?? "")
        case .filled: "at least one character"
        case .datePattern: "a pattern of dates"
        case .offset: "an offset such as \"+03:00\""
        case .words(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .duration: "a duration such as 10m"
        }
    }
}
