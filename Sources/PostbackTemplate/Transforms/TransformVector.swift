/// A value, and what a transform makes of it.
package struct TransformVector: Hashable, Sendable {
    /// What is piped in.
    package var input: Value
    /// The arguments.
    package var arguments: [Value]
    /// The result in textual form, bytes in hexadecimal; nil when it is absent.
    package var output: String?

    /// A value as a vector writes it.
    package enum Value: Hashable, Sendable {
        /// Text.
        case text(String)
        /// A whole number.
        case integer(Int)
        /// True or false.
        case boolean(Bool)
        /// A moment in RFC 3339.
        case moment(String)
        /// A digest in hexadecimal.
        case digest(String)
        /// A list of texts.
        case list([String])
    }

    init(_ input: Value, _ arguments: Value..., gives output: String?) {
        self.input = input
        self.arguments = arguments
        self.output = output
    }
}

extension TransformVector.Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral
{
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral number: Int) { self = .integer(number) }
    package init(booleanLiteral truth: Bool) { self = .boolean(truth) }
    package init(arrayLiteral texts: String...) { self = .list(texts) }
}
