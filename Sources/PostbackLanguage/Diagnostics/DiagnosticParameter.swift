/// One of the facts that a message is made of.
public struct DiagnosticParameter: Hashable, Sendable {
    /// A fact's value.
    public enum Value: Hashable, Sendable {
        /// A name, a type or another text.
        case text(String)
        /// A count.
        case number(Int)
        /// Names.
        case list([String])
    }

    /// The name.
    public var name: String
    /// The value.
    public var value: Value

    /// A fact.
    package init(name: String, value: Value) {
        self.name = name
        self.value = value
    }
}

/// What can be a fact of a finding.
package protocol DiagnosticValue: Sendable {
    /// The fact; nil for a fact that is missing.
    var parameterValue: DiagnosticParameter.Value? { get }
}

extension String: DiagnosticValue {
    package var parameterValue: DiagnosticParameter.Value? { .text(self) }
}

extension Int: DiagnosticValue {
    package var parameterValue: DiagnosticParameter.Value? { .number(self) }
}

extension Bool: DiagnosticValue {
    package var parameterValue: DiagnosticParameter.Value? { .text(description) }
}

extension [String]: DiagnosticValue {
    package var parameterValue: DiagnosticParameter.Value? { .list(self) }
}

extension String?: DiagnosticValue {
    package var parameterValue: DiagnosticParameter.Value? { self.map(DiagnosticParameter.Value.text) }
}
