import PostbackLanguage
public import PostbackRuntime
public import PostbackTemplate

/// Writes an event and what became of it as an example of a partner file.
public struct ExampleWriter: Sendable {
    /// The macros.
    public let catalogue: MacroCatalogue

    /// Creates a writer.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
    }

    /// An example in the canonical form of the language, a line break at its end.
    ///
    /// - Parameters:
    ///   - title: the title.
    ///   - event: the event, with its kind and name.
    ///   - samples: the platform whose samples it was made of; only what differs from them is written.
    ///   - fields: what the account fills in beside the samples of required fields.
    ///   - outcomes: what was rendered for it.
    public func text(
        _ title: String, _ event: PostbackEvent, samples: Platform?, fields: [String: String],
        _ outcomes: [PostbackOutcome]
    ) -> String {
        var lines = ["example \(SourceFormatter.quoted(title)) {", "postback \(trigger(event))"]
        let given = given(event, samples, fields)
        if !given.isEmpty { lines.append("given {\n\(given.joined(separator: "\n"))\n}") }
        lines += outcomes.flatMap { expectation($0) }
        let source = SourceFile(path: "example", text: lines.joined(separator: "\n") + "\n}\n")
        return SourceFormatter.format(source).text ?? source.text
    }

    /// What stands behind `postback`: the kind, or the event's name.
    private func trigger(_ event: PostbackEvent) -> String {
        let kind = event.kindName ?? PostbackTrigger.eventKind
        guard kind == PostbackTrigger.eventKind, let name = event[.name]?.text else { return kind }
        return catalogue.events.contains { $0.name == name } ? name : SourceFormatter.quoted(name)
    }

    private func given(_ event: PostbackEvent, _ samples: Platform?, _ fields: [String: String]) -> [String] {
        var lines: [String] = []
        let base =
            samples.map { PostbackEvent.sample(for: $0, in: catalogue) } ?? PostbackEvent(catalogue: catalogue)
        if let samples { lines.append("sample \(samples.rawValue)") }
        for macro in catalogue.macros where !macro.isOpenMap && catalogue.itemList(of: macro.name) == nil {
            if macro.role == .kind || macro.role == .name { continue }
            guard event[macro.name] != base[macro.name] else { continue }
            lines.append("\(macro.name) = \(event[macro.name].map { value($0) } ?? "absent")")
        }
        for name in event.entryNames {
            guard let entry = event[entry: name], let written = self.entry(name) else { continue }
            lines.append("\(written) = \(value(entry))")
        }
        for (id, text) in fields.sorted(by: { $0.key < $1.key }) {
            lines.append("field.\(id) = \(SourceFormatter.quoted(text))")
        }
        return lines
    }

    /// An entry of an open map as a partner file names it; nil for what is none.
    private func entry(_ name: String) -> String? {
        guard let map = catalogue.openMap(of: name) else { return nil }
        let key = String(name.dropFirst(map.name.count - 1))
        return map.name.dropLast() + (SourceFormatter.isWord(key) ? key : SourceFormatter.quoted(key))
    }

    private func value(_ value: PostbackValue) -> String {
        switch value {
        case .integer(let number): return String(number)
        case .decimal(let number): return number.description
        case .boolean(let truth): return String(truth)
        case .list(let values): return "[" + values.map { self.value($0) }.joined(separator: ", ") + "]"
        case .item(let properties):
            let members = properties.sorted { $0.key < $1.key }.map { "\($0.key) = \(self.value($0.value))" }
            return "{ " + members.joined(separator: ", ") + " }"
        case .text, .timestamp, .digest, .bytes: return SourceFormatter.quoted(value.text ?? "")
        }
    }

    private func expectation(_ outcome: PostbackOutcome) -> [String] {
        switch outcome {
        case .skipped(let skip):
            let about =
                skip.about.first.map { name in
                    entry(name).map { " \($0)" } ?? (name.contains(" ") ? "" : " \(name)")
                } ?? ""
            return ["skips \(skip.kind.exampleWord ?? skip.code)\(about)"]
        case .request(let request):
            var parts = request.headers.filter { $0.name != "Content-Type" }.map { header in
                "header \(SourceFormatter.quoted(header.name)) \(SourceFormatter.quoted(header.value))"
            }
            if let body = body(of: request) { parts.append(body) }
            let head = "sends \(request.method.rawValue) \(url(request.url))"
            return [parts.isEmpty ? head : head + " {\n" + parts.joined(separator: "\n") + "\n}"]
        }
    }

    private func body(of request: PostbackRequest) -> String? {
        guard !request.body.isEmpty else { return nil }
        let text = String(decoding: request.body, as: UTF8.self)
        let type = request.headers.first { $0.name == "Content-Type" }?.value ?? ""
        if type.contains("json"), let value = try? JSONValue(parsing: request.body) {
            return "body json \(block(DenseJSON.lines(value)))"
        }
        if type.contains("form") { return "body form \(block(Self.packed(text, behind: "&")))" }
        return "body text \(SourceFormatter.quoted(text))"
    }

    private func url(_ url: String) -> String {
        guard url.utf8.count > 90 else { return SourceFormatter.quoted(url) }
        let end = url.firstIndex(of: "?") ?? url.endIndex
        return block([String(url[..<end])] + Self.packed(String(url[end...]), behind: "&"))
    }

    private func block(_ lines: [String]) -> String {
        lines.count == 1 && !lines[0].contains("\"")
            ? SourceFormatter.quoted(lines[0]) : "\"\"\"\n" + lines.joined(separator: "\n") + "\n\"\"\""
    }

    /// A text in lines that end in front of a separator, as much on each as fits.
    private static func packed(_ text: String, behind separator: Character) -> [String] {
        var lines: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            let end = rest.dropFirst().firstIndex(of: separator) ?? rest.endIndex
            let part = String(rest[..<end])
            if let last = lines.last, last.count + part.count <= 100 {
                lines[lines.count - 1] = last + part
            } else {
                lines.append(part)
            }
            rest = rest[end...]
        }
        return lines
    }
}
