import PostbackSupport
import PostbackLanguage
import PostbackTemplate

/// A finding as an error of a function that gives a value otherwise.
struct FindingError: Error {
    var finding: Finding

    init(_ finding: Finding) {
        self.finding = finding
    }
}

extension ValueType {
    /// The type that a file names.
    static func resolve(_ syntax: TypeSyntax, allowsLists: Bool = false) -> Result<ValueType, FindingError> {
        switch (syntax.name.text, syntax.arguments) {
        case ("digits", .bounds(let bounds)): return .success(.digits(bounds))
        case ("choice", .words(let words)):
            let values = words.map(\.text)
            var scope = SwiftScope.choices
            for value in values {
                switch scope.take(SwiftName.value(value), for: value) {
                case nil: break
                case .reserved: return .failure(FindingError(.reservedName(name: value)))
                case .same:
                    return .failure(
                        FindingError(.badSetting(what: "each value of a choice", wanted: "different from the others")))
                }
            }
            return .success(.choice(values))
        case ("choice", _):
            return .failure(FindingError(.badSetting(what: "a choice", wanted: "written as choice(a, b)")))
        case ("items", .none) where allowsLists: return .success(.list(.item))
        case ("list", .words(let words)) where allowsLists && words.count == 1:
            return named(words[0].text).map(ValueType.list)
        case (let name, .none): return named(name)
        case (let name, _):
            return named(name).flatMap { _ in
                .failure(FindingError(.badSetting(what: "the type \(name)", wanted: "written without arguments")))
            }
        }
    }

    private static func named(_ name: String) -> Result<ValueType, FindingError> {
        if let type = named.first(where: { $0.name == name }) { return .success(type) }
        let elsewhere = [
            "string": "text", "str": "text", "varchar": "text", "enum": "choice", "bool": "boolean", "int": "integer",
            "long": "integer", "number": "decimal", "float": "decimal", "double": "decimal", "date": "timestamp",
            "datetime": "timestamp",
        ]
        let near = elsewhere[name.lowercased()] ?? Suggestion.nearest(to: name, among: named.map(\.name) + ["choice"])
        return .failure(FindingError(.unknownType(name: name, suggestion: near)))
    }
}

extension ExpressionSyntax {
    /// The value when the expression is a literal.
    var literal: PostbackLiteral? {
        switch kind {
        case .boolean(let value): return .boolean(value)
        case .number(let text): return ExactDecimal(text).map(PostbackLiteral.number)
        case .block(let text): return .text(text)
        case .text(let pieces):
            var text = ""
            for piece in pieces {
                guard case .literal(let literal, _) = piece else { return nil }
                text += literal
            }
            return .text(text)
        case .name(let names) where names.count == 1: return .text(names[0].text)
        default: return nil
        }
    }
}

extension ExpressionSyntax {
    /// The literal that stands there as a value: a text in quotes, a number or a boolean, and no word.
    var statedLiteral: PostbackLiteral? {
        if case .name = kind { nil } else { literal }
    }
}

extension PostbackLiteral {
    /// The literal in textual form.
    var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): number.description
        case .boolean(let value): value ? "true" : "false"
        }
    }
}
