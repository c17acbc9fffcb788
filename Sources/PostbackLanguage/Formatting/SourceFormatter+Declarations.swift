extension SourceFormatter {
    mutating func layout(_ declaration: DeclarationSyntax) -> Layout {
        switch declaration {
        case .partner(let id, let label, _): .text("partner \(id.text) ") + text(label)
        case .property(let property): layout(property)
        case .field(let field): layout(field)
        case .endpoint(let endpoint):
            .text("endpoint \(endpoint.id.text) ") + layout(endpoint.url)
                + .text(endpoint.insecure == nil ? "" : " insecure")
                + .text(endpoint.lastDay.map { " until \($0.text)" } ?? "")
        case .callback(let callback): layout(callback)
        case .map(let map): .text("map \(map.id.text) ") + block(map.rows) { $0.layout($1.content) }
        case .definition(let name, let value): .text("let \(name.text) = ") + layout(value)
        case .lines(let name, let lines): .text("lines \(name.text) ") + block(lines) { $0.layout($1.content) }
        case .shared(let name, let body): .text("shared \(name.text) ") + block(body) { $0.layout($1.content) }
        case .postback(let postback): layout(postback)
        case .delivery(let settings, _): .text("delivery ") + block(settings) { $0.layout($1.content) }
        case .example(let example): layout(example)
        case .acceptance(let macro, let reason, _):
            .text("accepts plaintext \(path(macro)) ") + text(reason)
        case .macro(let macro): layout(macro)
        case .event(let event):
            .text("\(event.isKind ? "kind" : "event") \(event.name.text) ") + text(event.label)
                + (event.macros.isEmpty ? .empty : .text(" with ") + filled(event.macros.map { .text(path($0)) }))
        case .signal(let macro, let value, let withholds):
            .text("signal \(path(macro)) = ") + layout(value) + .text(" withholds \(words(withholds))")
        case .together(let macros): .text("together ") + filled(macros.map { .text(path($0)) })
        }
    }

    mutating func layout(_ property: PropertySyntax) -> Layout {
        let name = property.name.text
        switch property.value {
        case .none: return .text(name)
        case .text(let value): return .text(name == "status" ? "status deprecated " : name + " ") + text(value)
        case .integer(let number, _): return .text("\(name == "body" ? "body at most" : name) \(number)")
        case .rate(let number, let span, _): return .text("\(name) \(number) per \(span.text)")
        case .duration(let duration): return .text("\(name) \(duration.text)")
        case .bounds(let bounds, _): return .text("\(name) \(bounds.lowerBound)...\(bounds.upperBound)")
        case .durations(let low, let high): return .text("\(name) \(low.text)...\(high.text)")
        case .codes(let codes, _):
            let written = codes.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)...\($0.upperBound)" }
            return .text("\(name == "retry" ? "retry on" : name) \(written.joined(separator: ", "))")
        case .words(let names): return .text("\(name) \(words(names))")
        case .spellings(let spellings):
            return .text(name + " ") + filled(spellings.map { layout($0) })
        case .expression(let value): return .text("\(name) ") + layout(value)
        case .answer(let condition): return .text("\(name) when ") + layout(condition)
        }
    }

    private mutating func layout(_ spelling: SpellingSyntax) -> Layout {
        .joined(
            [.text("\(spelling.vendor.text) ") + text(spelling.text)] + spelling.steps.map { layout($0) },
            with: .text(" | "))
    }

    private mutating func layout(_ field: FieldSyntax) -> Layout {
        let isSecret = field.modifiers.contains { $0.content.name.text == "secret" }
        let rest = field.modifiers.map(\.content).filter { $0.name.text != "secret" }
        let head =
            Layout.text("field \(field.id.text) ") + text(field.label)
            + .text(" : \(isSecret ? "secret " : "")\(type(field.type))")
        return modified(head, rest, ownLine: ["help"])
    }

    private mutating func layout(_ macro: MacroSyntax) -> Layout {
        let head = Layout.text("macro \(path(macro.name)) : \(type(macro.type))")
        return modified(head, macro.modifiers.map(\.content), ownLine: ["sample", "also", "deprecated", "unmasked"])
    }

    /// A head with modifiers behind it, some of which have lines of their own.
    private mutating func modified(_ head: Layout, _ modifiers: [PropertySyntax], ownLine: Set<String>) -> Layout {
        var result = head
        for modifier in modifiers where !ownLine.contains(modifier.name.text) {
            result = result + .group(.indented(.line(flat: " ") + layout(modifier)))
        }
        for modifier in modifiers where ownLine.contains(modifier.name.text) {
            result = result + .indented(.hardLine + layout(modifier))
        }
        return result
    }

    private mutating func layout(_ callback: CallbackSyntax) -> Layout {
        .text("callback \(callback.id.text) from ") + layout(callback.value) + .text(" hosts ")
            + filled(callback.hosts.map { text($0) })
    }

    private mutating func layout(_ row: MapSyntax.Row) -> Layout {
        switch row {
        case .entry(let keys, let value):
            .text(keys.map(key).joined(separator: ", ") + " -> ") + layout(value)
        case .otherwise(.skip, _): .text("else -> skip")
        case .otherwise(.absent, _): .text("else -> absent")
        case .otherwise(.value(let value), _): .text("else -> ") + layout(value)
        }
    }

    /// Parts with commas between them, as many on a line as fit.
    func filled(_ parts: [Layout]) -> Layout {
        .joined(
            parts.enumerated().map { index, part in
                let ended = index < parts.count - 1 ? part + .text(",") : part
                return index == 0 ? ended : .group(.indented(.line(flat: " ") + ended))
            })
    }
}

// MARK: Words and texts

extension SourceFormatter {
    func words(_ names: [Name]) -> String { names.map(\.text).joined(separator: ", ") }

    func path(_ names: [Name]) -> String {
        names.enumerated().map { place, name in
            if name.index != nil { return name.text }
            let word = name.text == "*" || Self.isWord(name.text) ? name.text : Self.quoted(name.text)
            return place == 0 ? word : "." + word
        }.joined()
    }

    /// A key: bare where it can be.
    func key(_ name: Name) -> String { name.isQuoted ? Self.key(name.text) : name.text }

    /// A text as a key: bare where it can be.
    package static func key(_ text: String) -> String {
        isWord(text) && !reserved.contains(text) ? text : quoted(text)
    }

    /// A name whose quotes mean something: the name of a custom event.
    func trigger(_ name: Name) -> String { name.isQuoted ? Self.quoted(name.text) : name.text }

    func type(_ type: TypeSyntax) -> String {
        switch type.arguments {
        case .none: type.name.text
        case .words(let words): "\(type.name.text)(\(words.map(key).joined(separator: ", ")))"
        case .bounds(let bounds):
            bounds.count == 1
                ? "\(type.name.text)(\(bounds.lowerBound))"
                : "\(type.name.text)(\(bounds.lowerBound)...\(bounds.upperBound))"
        }
    }

    func text(_ text: TextSyntax) -> Layout {
        text.isBlock ? Self.block(text.text) : .text(Self.quoted(text.text))
    }

    /// Text between three quotes, indented with what is around it.
    static func block(_ text: String) -> Layout {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return .text("\"\"\"")
            + .indented(.joined(lines.flatMap { [.hardLine, .text(String($0))] }) + .hardLine + .text("\"\"\""))
    }

    /// Text in quotes, escaped.
    package static func quoted(_ text: String) -> String {
        "\"" + escaped(text) + "\""
    }

    package static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "\"", "{", "}": result.append(contentsOf: ["\\", scalar])
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case _ where CharacterName.isInvisible(scalar):
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Words that begin something else where a key could stand.
    private static let reserved: Set<String> = ["else", "when", "require", "keep", "insecure", "null", "allow", "for"]

    package static func isWord(_ text: String) -> Bool {
        var wantsPart = true
        for (index, byte) in text.utf8.enumerated() {
            if index > 0 ? byte.isWordPart : byte.isWordStart {
                wantsPart = false
            } else if byte == UInt8(ascii: "-"), !wantsPart {
                wantsPart = true
            } else {
                return false
            }
        }
        return !wantsPart
    }
}
