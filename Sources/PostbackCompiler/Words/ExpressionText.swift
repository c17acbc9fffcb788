import PostbackTemplate

/// Writes compiled expressions the way partner files do.
package enum ExpressionText {
    /// An expression in one line.
    package static func describe(_ expression: PostbackExpression) -> String {
        switch expression {
        case .literal(.text(let text)): "\"\(text)\""
        case .literal(.number(let number)): number.description
        case .literal(.boolean(let value)): value ? "true" : "false"
        case .macro(let name), .definition(let name), .variable(let name): name
        case .field(let id): "field.\(id)"
        case .item(let variable, let property): "\(variable).\(property)"
        case .element(let list, let index, let property): "\(list)[\(index)].\(property)"
        case .entries(let entries): describe(entries)
        case .request(let part): "request.\(part.rawValue)"
        case .system(let value): "system.\(value.rawValue)"
        case .text(let pieces): "\"" + pieces.map(piece).joined() + "\""
        case .pipeline(let value, let steps): ([describe(value)] + steps.map(step)).joined(separator: " | ")
        case .fallback(let values): values.map(describe).joined(separator: " ?? ")
        case .choose(let branches, let otherwise):
            "when { "
                + (branches.map { "\(describe($0.condition)) -> \(describe($0.value))" }
                + (otherwise.map { ["else -> \(describe($0))"] } ?? [])).joined(separator: "  ") + " }"
        case .list(let elements):
            "[" + elements.map(describe).joined(separator: ", ") + "]"
        case .each(let loop, let yield): "[\(describe(loop)): \(describe(yield))]"
        case .object(let lines): "{ " + lines.map(describe).joined(separator: ", ") + " }"
        case .json(let value): "json " + describe(value)
        case .unescaped(let value, let characters): "\(describe(value)) | unescaped(\"\(characters)\")"
        case .bare(let text): "bare \(describe(text))"
        }
    }

    package static func describe(_ loop: ItemLoop) -> String {
        let number = loop.number.map { ", \($0)" + (loop.first == 1 ? "" : " from \(loop.first)") } ?? ""
        return "for \(loop.variable)\(number) in \(describe(loop.list))"
    }

    private static func describe(_ entries: OpenMapEntries) -> String {
        guard !entries.names.isEmpty || !entries.leavesOut else { return entries.map }
        let names = entries.names.map { "\"\($0)\"" }.joined(separator: ", ")
        return "\(entries.map) | \(entries.leavesOut ? "without" : "only")(\(names))"
    }

    private static func describe(_ element: PostbackElement) -> String {
        prefix(element.presence) + describe(element.value)
    }

    /// A line in one line.
    package static func describe(_ line: PostbackLine) -> String {
        switch line {
        case .pair(let key, .entries(let entries), _) where !key.isWritten: "include \(describe(entries))"
        case .pair(let key, let value, let presence):
            key.isWritten
                ? "\(prefix(presence))\(key.isBare ? "bare " : "")\(key) = \(describe(value))"
                : "\(prefix(presence))\(describe(value))"
        case .each(let loop, let lines): "\(describe(loop)) { \(lines.map(describe).joined(separator: ", ")) }"
        case .when(let condition, let first, let otherwise):
            "when \(describe(condition)) { \(first.map(describe).joined(separator: ", ")) }"
                + (otherwise.isEmpty ? "" : " else { \(otherwise.map(describe).joined(separator: ", ")) }")
        }
    }

    /// A condition in one line.
    package static func describe(_ condition: PostbackCondition) -> String {
        switch condition {
        case .equals(let left, let right): "\(describe(left)) == \(describe(right))"
        case .isIn(let value, let list): "\(describe(value)) in [\(list.map(describe).joined(separator: ", "))]"
        case .isPresent(let value): "\(describe(value)) is present"
        case .isTrue(let value): describe(value)
        case .not(let inner): "not (\(describe(inner)))"
        case .all(let inner): inner.map(describe).joined(separator: " and ")
        case .any(let inner): inner.map { "(\(describe($0)))" }.joined(separator: " or ")
        }
    }

    private static func prefix(_ presence: LinePresence) -> String {
        switch presence {
        case .optional: ""
        case .required: "require "
        case .keepEmpty: "keep "
        case .keepNull: "keep null "
        }
    }

    private static func piece(_ piece: PostbackExpression) -> String {
        if case .literal(.text(let text)) = piece { return text }
        return "{\(describe(piece))}"
    }

    private static func step(_ step: PipelineStep) -> String {
        switch step {
        case .map(let id): id
        case .transform(let name, let arguments):
            arguments.isEmpty ? name.rawValue : "\(name.rawValue)(\(arguments.map(describe).joined(separator: ", ")))"
        }
    }
}
