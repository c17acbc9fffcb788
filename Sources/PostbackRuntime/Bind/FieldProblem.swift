import PostbackSupport
public import PostbackTemplate

/// What is wrong with the field values of an account.
public struct FieldProblem: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Kind: Hashable, Sendable {
        /// A required field has no value.
        case missing
        /// The value does not have the form of the field.
        case invalid(expected: String)
        /// The partner has no such field.
        case unknown(suggestion: String?)
    }

    /// The partner's id.
    public var partner: String
    /// The field's id.
    public var field: String
    /// What is wrong.
    public var kind: Kind

    /// Creates a problem.
    public init(partner: String, field: String, kind: Kind) {
        self.partner = partner
        self.field = field
        self.kind = kind
    }
}

extension FieldProblem: CustomStringConvertible {
    /// The problem in one sentence that names partner and field; the value itself is never repeated.
    public var description: String {
        switch kind {
        case .missing: "\(partner): the required field '\(field)' has no value"
        case .invalid(let expected): "\(partner): the field '\(field)' must be \(expected)"
        case .unknown(let suggestion?): "\(partner): there is no field '\(field)'; did you mean '\(suggestion)'?"
        case .unknown: "\(partner): there is no field '\(field)'"
        }
    }
}

/// All that is wrong with the field values of an account.
public struct FieldProblems: Error, Sendable, CustomStringConvertible {
    /// The problems in the order of the partner's fields.
    public var problems: [FieldProblem]

    /// Creates the error.
    public init(_ problems: [FieldProblem]) {
        self.problems = problems
    }

    /// The problems, one per line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension PartnerTemplate {
    /// What is wrong with field values; `scope` limits the check to fields of one scope.
    public func problems(in values: [String: String], scope: FieldDefinition.Scope? = nil) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        for field in fields where scope == nil || field.scope == scope {
            guard let value = values[field.id], !value.allSatisfy(\.isWhitespace) else {
                if field.isRequired { problems.append(FieldProblem(partner: id, field: field.id, kind: .missing)) }
                continue
            }
            if let expected = field.expectation(unmetBy: value) {
                problems.append(FieldProblem(partner: id, field: field.id, kind: .invalid(expected: expected)))
            }
        }
        let known = fields.filter { scope == nil || $0.scope == scope }.map(\.id)
        for name in values.keys.sorted() where !known.contains(name) {
            problems.append(
                FieldProblem(
                    partner: id, field: name, kind: .unknown(suggestion: Suggestion.nearest(to: name, among: known))))
        }
        return problems
    }
}
