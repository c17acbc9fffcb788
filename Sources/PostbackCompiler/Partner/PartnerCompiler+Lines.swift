import PostbackLanguage
import PostbackTemplate

/// What the lines of a block give beside themselves.
struct BlockResult {
    /// Keys that are set on some way through the block, with where they are first.
    var keys: [String: SourceRange] = [:]
    /// The same keys in lower case, as they are written.
    var spellings: [String: Name] = [:]
    /// What the values disclose.
    var disclosed = Elaborated(value: .literal(.text("")), type: .text)
    /// Whether every line had a meaning.
    var isComplete = true
    /// Where the block leaves, and the objects around it.
    var place: SourcePlace
    /// Where its lines leave.
    let position: RequestPosition

    init(_ position: RequestPosition, _ place: SourcePlace) {
        self.position = position
        self.place = place
    }

    /// Adds what a branch under a condition gave.
    mutating func take(_ branch: BlockResult) {
        keys.merge(branch.keys) { first, _ in first }
        spellings.merge(branch.spellings) { first, _ in first }
        disclosed.merge(branch.disclosed)
    }
}

extension PartnerCompiler {
    /// The meaning of a block's lines at the context's position.
    mutating func elaborate(
        _ syntax: Braced<LineSyntax>, _ context: Context, _ sink: inout BlockResult
    ) -> [PostbackLine] {
        var result: [PostbackLine] = []
        for line in syntax.lines {
            switch line.content {
            case .pair(let presence, let key, let value, let isInsecure):
                let pair = elaborate(presence, key, value, isInsecure ? line.range : nil, context, &sink)
                if let pair { result.append(pair) }
            case .include(let name):
                guard let lines = included(lines: name) else {
                    sink.isComplete = false
                    continue
                }
                result += elaborate(lines, context, &sink)
                shared.open.remove(name.text)
            case .when(let condition, let lines, let otherwise, _):
                let compiled = elaborate(condition, context)
                var (held, other) = (sink, sink)
                held.disclosed = Elaborated(value: .literal(.text("")), type: .text)
                other.disclosed = held.disclosed
                let first = elaborate(lines, context, &held)
                let second = otherwise.map { elaborate($0, context, &other) } ?? []
                sink.isComplete = held.isComplete && other.isComplete && compiled != nil
                guard let compiled else { continue }
                let truth = truth(compiled, context)
                if truth != false { sink.take(held) }
                if truth != true { sink.take(other) }
                switch truth {
                case true?: result += first
                case false?: result += second
                case nil: result.append(.when(compiled, first, otherwise: second))
                }
            }
        }
        return result
    }

    /// - Parameter insecure: where the line with `insecure` stands; nil without the word.
    private mutating func elaborate(
        _ presence: PresenceSyntax, _ key: Name, _ value: ExpressionSyntax, _ insecure: SourceRange?,
        _ context: Context, _ sink: inout BlockResult
    ) -> PostbackLine? {
        let position = sink.position
        let traits = position.traits
        let identity = traits.keys == .header ? key.text.lowercased() : key.text
        if let first = sink.keys[identity] {
            report(.duplicateKey(key: key.text), key.range, related: label(first, "first set here"))
            sink.isComplete = false
        } else {
            sink.keys[identity] = key.range
            if let other = sink.spellings.updateValue(key, forKey: key.text.lowercased()) {
                report(
                    .keysDifferInCase(key: key.text, other: other.text), key.range,
                    related: label(other.range, "the other key"))
            }
        }
        checkKey(key, value, position)
        if presence == .keepNull, traits.encoding != .json {
            report(.nullOutsideJSON(), key.range)
        }
        var place = sink.place
        place.keys.append(key.text)
        lines[place] = source.line(at: key.range.start)
        var inner = context
        inner.allowsUnescaped = !traits.bareCharacters.isEmpty
        inner.isJSON = traits.encoding == .json
        inner.place = place
        guard let elaborated = elaborate(value, inner) else {
            sink.isComplete = false
            return nil
        }
        if let insecure, elaborated.secrets.isEmpty || !traits.isURL {
            reportUseless(insecure: insecure, "the line carries no secret in a URL")
        }
        guard check(elaborated, value.range, at: position, isInsecure: insecure != nil) else {
            sink.isComplete = false
            return nil
        }
        // What is never there for this kind of event is no line of its postback.
        if context.kind != nil, presence == .optional, elaborated.value == .choose([], otherwise: nil) { return nil }
        note(elaborated, key, position)
        sink.disclosed.merge(elaborated)
        return .pair(key.text, elaborated.value, presence: LinePresence(presence))
    }

    /// Reports what must not leave at a position.
    mutating func check(
        _ value: Elaborated, _ range: SourceRange, at position: RequestPosition, isInsecure: Bool = false
    )
        -> Bool
    {
        for macro in value.raw.sorted() where catalogue.definition(macro)?.classes.contains(.contact) == true {
            if plaintext.accepted.contains(macro) {
                plaintext.used.insert(macro)
            } else if plaintext.reports[macro].map({ $0.start < range.start || $0.end > range.end }) ?? true {
                // What stands inside a value that has been reported is not reported again with the value.
                plaintext.reports[macro] = range
                report(.contactInClear(macro: macro), range, related: label(macro: macro, "classified contact here"))
            }
        }
        let traits = position.traits
        for secret in value.secrets.sorted() {
            switch traits.secrets {
            case .never:
                report(
                    .secretInPath(field: secret), range, related: label(scopes.fields.place(of: secret), "the field"))
            case .marked where !isInsecure:
                report(
                    .secretInQuery(field: secret), range, related: label(scopes.fields.place(of: secret), "the field"))
            case .marked, .allowed: break
            }
        }
        guard traits.takes(value.type) else {
            report(
                .cannotStand(type: value.type, position: traits.name, hint: value.type.conversionHint), range)
            return false
        }
        return true
    }
}
