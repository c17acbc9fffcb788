/// All that is known about a transform but how it is computed: what it takes and gives, whether it may give nothing,
/// what the handbook says of it, and values that prove it.
package final class TransformDefinition: Sendable {
    /// What may be piped in.
    package let input: Input
    /// The arguments in order.
    package let parameters: [Parameter]
    /// What comes out.
    package let output: Output
    /// When a present value becomes absent.
    package let absence: Absence
    /// Whether a second time in a row changes nothing; a property test holds the records to it.
    package let isIdempotent: Bool
    /// Whether it brings what a person typed into one form, as hashes of contact data need it.
    package let isNormalizing: Bool
    /// The case that all letters of the result are in.
    package let letterCase: LetterCase?
    /// Whether the input cannot be found again from the output.
    package let isHash: Bool
    /// What other languages call it, for suggestions.
    package let aliases: [String]
    /// One sentence that says what it does.
    package let summary: String
    /// A value and what becomes of it, for the handbook.
    package let example: String
    /// Values with what becomes of them; at least one, and one that becomes absent where that may be.
    package let vectors: [TransformVector]

    init(
        input: Input, parameters: [Parameter] = [], output: Output, absence: Absence, isIdempotent: Bool = false,
        isNormalizing: Bool = false, letterCase: LetterCase? = nil, isHash: Bool = false, aliases: [String] = [],
        summary: String, example: String, vectors: [TransformVector]
    ) {
        self.input = input
        self.parameters = parameters
        self.output = output
        self.absence = absence
        self.isIdempotent = isIdempotent
        self.isNormalizing = isNormalizing
        self.letterCase = letterCase
        self.isHash = isHash
        self.aliases = aliases
        self.summary = summary
        self.example = example
        self.vectors = vectors
    }

    /// When a present value, with all arguments that the result needs, becomes absent.
    package enum Absence: Sendable {
        /// Never; but a number that no exact decimal can hold is absent everywhere.
        case never
        /// When it comes from an open map and is not of the type that the transform takes.
        case fromScalar
        /// It depends on the value.
        case possible
    }

    /// The case of letters.
    package enum LetterCase: Sendable {
        /// Lower case.
        case lower
        /// Upper case.
        case upper
    }

    /// The type of the result.
    package enum Output: Hashable, Sendable {
        /// Always this type.
        case type(ValueType)
        /// The type of the list's elements.
        case element
    }

    /// The type of the result for an input of `type`.
    package func result(for type: ValueType) -> ValueType {
        switch output {
        case .type(let result): return result
        case .element:
            if case .list(let element) = type { return element }
            return .scalar
        }
    }
}

extension TransformName {
    /// How a partner file calls it: `substring(from, count?)`.
    package var call: String {
        let parameters = definition.parameters
        return parameters.isEmpty ? rawValue : rawValue + parameters.call
    }
}

extension [TransformDefinition.Parameter] {
    /// The names in brackets, those that may be left out with a question mark.
    package var call: String {
        "(" + map { $0.isOptional ? "\($0.name)?" : $0.name }.joined(separator: ", ") + ")"
    }
}
