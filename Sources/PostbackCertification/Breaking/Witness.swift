import PostbackCompiler
public import PostbackRuntime

/// What shows that a change has an effect: the same event, or configuration, or answer, then and now.
public struct Witness: Sendable {
    /// The event; nil where it is none that shows it.
    public var event: PostbackEvent?
    /// The field values of the account.
    public var fields: [String: String] = [:]
    /// What it is, where it is no event, in words.
    public var words: String?
    /// What was made of it: a request in one line, a skip, or words.
    public var before: String
    /// What is made of it now.
    public var after: String
}

extension Witness {
    /// Requests and skips in one line.
    static func words(_ outcomes: [PostbackOutcome]) -> String {
        outcomes.isEmpty ? "nothing" : outcomes.map(words).joined(separator: " and ")
    }

    private static func words(_ outcome: PostbackOutcome) -> String {
        switch outcome {
        case .skipped(let skip):
            let about = skip.about.map { $0.replacing(TemplateNormalizer.otherRows, with: "") }
            return PostbackSkip.notSent(skip.code, about)
        case .request(let request):
            var text = "\(request.method.rawValue) \(request.url)"
            for header in request.headers { text += " \(header.name): \(header.value)" }
            if !request.body.isEmpty { text += " " + String(decoding: request.body, as: UTF8.self) }
            return text
        }
    }

    /// The part around the first difference of two texts, each no longer than is read at a glance.
    static func excerpts(_ before: String, _ after: String, longest: Int = 320) -> (before: String, after: String) {
        let common = zip(before, after).prefix { $0 == $1 }.count
        func cut(_ text: String) -> String {
            guard text.count > longest else { return text }
            let start = max(0, min(common - longest / 3, text.count - longest))
            let part = text.dropFirst(start).prefix(longest)
            return (start > 0 ? "…" : "") + part + (start + longest < text.count ? "…" : "")
        }
        return (cut(before), cut(after))
    }

    /// The values of the event that have to do with it, or what else it is.
    public var subject: String {
        guard let event else { return words ?? "" }
        let values = event.catalogue.macros.compactMap { macro -> String? in
            guard !macro.isOpenMap, let value = event[macro.name] else { return nil }
            return "\(macro.name) = \(Self.text(value))"
        }
        let entries = event.entryNames.compactMap { name in event[entry: name].map { "\(name) = \(Self.text($0))" } }
        return (values + entries).joined(separator: ", ")
    }

    private static func text(_ value: PostbackValue) -> String {
        switch value {
        case .list(let values): "[" + values.map(text).joined(separator: ", ") + "]"
        case .item(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\($0.key) = \(text($0.value))" }.joined(separator: ", ")
                + "}"
        case .text(let text): "\"\(text)\""
        default: value.text ?? ""
        }
    }
}
