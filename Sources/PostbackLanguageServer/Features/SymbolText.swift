import PostbackCompiler
import PostbackLanguage
import PostbackTemplate

/// What symbols are, in words for hover and completion: Markdown.
struct SymbolText {
    let schema: CompiledSchema
    var catalogue: MacroCatalogue { schema.catalogue }

    /// A macro: what it is, who may see it, and how others write it.
    func text(_ macro: MacroDefinition) -> String {
        let classes = macro.classes.members.map(\.rawValue)
        var lines = ["`\(macro.name)` : `\(macro.type.name)`", macro.summary]
        var facts: [String] = []
        if !classes.isEmpty { facts.append("class: \(classes.joined(separator: ", "))") }
        if !macro.platforms.isEmpty {
            facts.append("platforms: \(macro.platforms.map(\.displayName).joined(separator: ", "))")
        }
        if let sample = macro.sample { facts.append("sample: `\(sample)`") }
        if let instead = schema.deprecations[macro.name] { facts.append("deprecated: \(instead)") }
        if !macro.spellings.isEmpty {
            let spellings = macro.spellings.map { "\($0.vendor) `\($0.text)`" }
            facts.append("elsewhere: \(spellings.joined(separator: ", "))")
        }
        lines.append(Self.list(facts))
        return Self.paragraphs(lines)
    }

    /// A kind of events or a standard event.
    func text(_ event: EventDefinition, isKind: Bool) -> String {
        Self.paragraphs([
            "\(isKind ? "kind" : "event") `\(event.name)`: \(event.label)", event.summary,
            event.macros.isEmpty ? "" : "carries " + event.macros.map { "`\($0)`" }.joined(separator: ", "),
        ])
    }

    /// A transform: how it is called, what it takes and gives, and an example.
    func text(_ name: TransformName) -> String {
        let definition = name.definition
        let output =
            switch definition.output {
            case .type(let type): type.name
            case .element: "an element of the list"
            }
        let parameters = definition.parameters.map { parameter in
            "`\(parameter.name)`: \(Self.words(parameter))"
        }
        return Self.paragraphs([
            "`\(name.call)` : \(definition.input.words) → `\(output)`", definition.summary, Self.list(parameters),
            "for example \(definition.example)",
        ])
    }

    /// Steps that are no transforms.
    static let steps = [
        "only": "`only(key, …)`: of the entries of an open map, those with these keys.",
        "without": "`without(key, …)`: the entries of an open map but those with these keys.",
        "unescaped": "`unescaped(characters)`: these characters are written as they are, where the place allows it.",
    ]

    static func words(_ parameter: TransformDefinition.Parameter) -> String {
        let allowed = parameter.allowed == .any ? parameter.type.name : parameter.allowed.words
        return allowed + (parameter.isOptional ? ", may be left out" : "")
    }

    /// A network-specific field.
    static func text(_ field: FieldDefinition) -> String {
        var facts = [
            field.isRequired ? "required" : "optional",
            field.scope == .event ? "for each postback" : "once for the app",
        ]
        if field.isSecret { facts.append("secret: a credential") }
        if let value = field.defaultValue { facts.append("default: `\(value)`") }
        if let pattern = field.pattern { facts.append("matches `\(pattern)`") }
        if let sample = field.sample { facts.append("sample: `\(sample)`") }
        if let instead = field.deprecation { facts.append("deprecated: \(instead)") }
        return paragraphs([
            "field `\(field.id)` : `\(field.type.name)` — \(field.label)", field.help ?? "", list(facts),
        ])
    }

    /// A finding.
    static func text(_ rule: DiagnosticRule) -> String {
        paragraphs([
            "\(rule.severity.rawValue) `\(rule.code)`: \(rule.title)", rule.explanation,
            "wrong:\n\(code(rule.wrong.text))", "right:\n\(code(rule.right.text))",
        ])
    }

    /// Source text as a block.
    static func code(_ text: String) -> String {
        // A fence is longer than any in the text.
        var fence = "```"
        while text.contains(fence) { fence += "`" }
        return "\(fence)postback\n\(text)\n\(fence)"
    }

    static func paragraphs(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func list(_ facts: [String]) -> String { facts.map { "- \($0)" }.joined(separator: "\n") }

    /// Markdown as plain text, for clients that show no other.
    static func plain(_ markdown: String) -> String {
        markdown.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("```") }.joined(separator: "\n").replacing("`", with: "")
    }
}
