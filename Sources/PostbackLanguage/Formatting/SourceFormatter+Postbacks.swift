extension LineSyntax {
    /// Whether it holds no lines of its own.
    var isSimple: Bool {
        switch self {
        case .pair, .alone, .include, .entries: true
        case .when, .each: false
        }
    }
}

extension SourceFormatter {
    mutating func layout(_ postback: PostbackSyntax) -> Layout {
        var head = "postback " + postback.triggers.map(trigger).joined(separator: ", ")
        if let platform = postback.platform { head += " on \(platform.text)" }
        if let deprecation = postback.deprecation { head += " deprecated \(Self.quoted(deprecation.text))" }
        return .text(head + " ") + block(postback.body) { $0.layout($1.content) }
    }

    mutating func layout(_ line: PostbackLineSyntax) -> Layout {
        switch line {
        case .each(let loop): return layout(loop)
        case .condition(let condition): return .text("send when ") + layout(condition)
        case .alternatives(let alternatives):
            let groups = alternatives.groups.map { group in
                Layout.joined(group.map { layout($0) }, with: .text(" and "))
            }
            return .text("require any of ") + filled(groups)
        case .definition(let definition): return .text("let \(definition.name.text) = ") + layout(definition.value)
        case .request(let request):
            return .text("\(request.method.text) \(request.endpoint.text)")
                + (request.path.map { .text(" ") + layout($0) } ?? .empty)
        case .block(let block): return layout(block)
        case .include(let name): return .text("include \(name.text)")
        }
    }

    private mutating func layout(_ block: BlockSyntax) -> Layout {
        let word = Layout.text(block.word.rawValue + " ")
        switch block.content {
        case .lines(let lines): return word + layout(lines)
        case .separated(let separator, let lines):
            return word + .text("\(Self.quoted(separator.text)) ") + layout(lines)
        case .value(let value):
            if case .object(let lines) = value.kind, block.word.form == .structure { return word + layout(lines) }
            return word + layout(value)
        }
    }

    /// A block of lines: one simple line stays beside its braces where it fits.
    mutating func layout(_ lines: Braced<LineSyntax>) -> Layout {
        if lines.lines.count == 1, lines.lines[0].content.isSimple, !hasTrivia(in: lines.range) {
            return inline(
                lines.lines, lines.range, marks: ("{", "}"), padding: " ", separator: ", ", ending: ""
            ) { $0.layout($1.content) }
        }
        return block(lines) { $0.layout($1.content) }
    }

    mutating func layout(_ line: LineSyntax) -> Layout {
        switch line {
        case .pair(let presence, let key, let value, let isInsecure):
            return .text(Self.words(presence, isInsecure) + lineKey(key) + " = ") + layout(value)
        case .alone(let presence, let value, let isInsecure):
            return .text(Self.words(presence, isInsecure)) + layout(value)
        case .each(let loop, let lines, _):
            return layout(loop) + .text(" ") + block(lines) { $0.layout($1.content) }
        case .include(let name): return .text("include \(name.text)")
        case .entries(let value): return .text("include ") + layout(value)
        case .when(let condition, let lines, let otherwise, _):
            let head = Layout.text("when ") + layout(condition) + .text(" ") + block(lines) { $0.layout($1.content) }
            guard let otherwise else { return head }
            return head + .text(" else ") + layout(otherwise: otherwise)
        }
    }

    /// `else when …` without braces of its own where no comment needs them.
    private mutating func layout(otherwise lines: Braced<LineSyntax>) -> Layout {
        if lines.lines.count == 1, case .when = lines.lines[0].content {
            let inner = lines.lines[0]
            let before = SourceRange(lines.range.start, inner.range.start)
            if !hasTrivia(in: before), !hasComment(from: inner.range.end, to: lines.range.end) {
                return layout(inner.content)
            }
        }
        return block(lines) { $0.layout($1.content) }
    }

    /// Whether a comment stands between two places, wherever the writing has got to.
    func hasComment(from start: Int, to end: Int) -> Bool {
        guard let source, start < end else { return false }
        return source.bytes[start..<end].contains(UInt8(ascii: "/"))
    }

    private static func words(_ presence: PresenceSyntax, _ isInsecure: Bool) -> String {
        (isInsecure ? "insecure " : "") + words(presence)
    }

    /// The key of a line, with its holes.
    private func lineKey(_ key: Name) -> String {
        guard let pieces = key.pieces else { return key.isBare ? "bare \(Self.quoted(key.text))" : self.key(key) }
        let text = pieces.map { piece in
            switch piece {
            case .text(let text): Self.escaped(text)
            case .hole(let name): "{\(name.text)}"
            }
        }
        return (key.isBare ? "bare " : "") + "\"" + text.joined() + "\""
    }

    /// `for item, n from 0 in list`.
    mutating func layout(_ loop: LoopSyntax) -> Layout {
        let number = loop.number.map { ", \($0.text)" + (loop.first == 1 ? "" : " from \(loop.first)") } ?? ""
        return .text("for \(loop.variable.text)\(number) in ") + layout(loop.list)
    }

    static func words(_ presence: PresenceSyntax) -> String {
        switch presence {
        case .optional: ""
        case .required: "require "
        case .keep: "keep "
        case .keepNull: "keep null "
        }
    }

    mutating func layout(_ example: ExampleSyntax) -> Layout {
        .text("example \(Self.quoted(example.title.text)) ") + block(example.body) { $0.layout($1.content) }
    }

    private mutating func layout(_ line: ExampleSyntax.Line) -> Layout {
        switch line {
        case .postback(let name): return .text("postback \(trigger(name))")
        case .given(let values):
            return .text("given ")
                + inline(values.lines, values.range, marks: ("{", "}"), padding: " ", separator: "  ", ending: "") {
                    $0.layout($1.content)
                }
        case .answer(let answer):
            let parts = answer.parts.map { Layout.text(" ") + layout($0) }
            return .text("answers \(answer.status)") + .joined(parts) + .text(" \(answer.meaning.text)")
        case .rows(let map, let rows):
            return .text("rows \(map.text) ") + block(rows) { $0.layout($1.content) }
        case .expectation(.skips(let reason, let about)):
            return skip(reason, about)
        case .variation(let variation): return layout(variation)
        case .expectation(.sends(let method, let url, let parts)):
            let head = Layout.text("sends \(method.text) ") + text(url)
            guard let parts else { return head }
            return head + .text(" ") + block(parts) { $0.layout($1.content) }
        }
    }

    private mutating func layout(_ variation: ExampleSyntax.VariationSyntax) -> Layout {
        var parts: [Layout] = []
        if !variation.changed.isEmpty {
            let values = variation.changed.map { layout($0) }
            parts.append(.text("with ") + .joined(values, with: .text(", ")))
        }
        if !variation.removed.isEmpty {
            parts.append(.text("without " + variation.removed.map { path($0) }.joined(separator: ", ")))
        }
        parts.append(skip(variation.reason, variation.about))
        return .joined(parts, with: .text(" "))
    }

    private func skip(_ reason: Name, _ about: [Name]) -> Layout {
        .text("skips \(reason.text)" + (about.isEmpty ? "" : " " + path(about)))
    }

    private mutating func layout(_ row: ExampleSyntax.RowSyntax) -> Layout {
        let head = Layout.text(key(row.key) + " -> ")
        switch row.value {
        case .skip: return head + .text("skip")
        case .absent: return head + .text("absent")
        case .value(let value): return head + layout(value)
        }
    }

    private mutating func layout(_ value: GivenSyntax) -> Layout {
        switch value {
        case .sample(let platform): .text("sample \(platform.text)")
        case .value(let name, let value): .text("\(path(name)) = ") + (value.map { layout($0) } ?? .text("absent"))
        }
    }

    private mutating func layout(_ part: ExpectedPartSyntax) -> Layout {
        switch part {
        case .header(let name, let value): .text("header ") + text(name) + .text(" ") + text(value)
        case .body(let form, let value): .text("body \(form.text) ") + text(value)
        }
    }
}
