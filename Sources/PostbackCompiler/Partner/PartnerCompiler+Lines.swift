import PostbackLanguage
import PostbackTemplate

/// What the lines of a block give beside themselves.
struct LineSink {
    /// Keys that are set on some way through the block, with where they are first.
    var keys: [String: SourceRange] = [:]
    /// What the values disclose.
    var disclosed = Elaborated(value: .literal(.text("")), type: .text)
    /// Whether every line had a meaning.
    var isComplete = true
    /// The path of the block, for the map from output to source.
    var path = ""
}

extension PartnerCompiler {
    /// The meaning of a block's lines at the context's position.
    mutating func elaborate(
        _ syntax: Braced<LineSyntax>, _ context: Context, _ sink: inout LineSink
    ) -> [PostbackLine] {
        var result: [PostbackLine] = []
        for line in syntax.lines {
            switch line.content {
            case .pair(let presence, let key, let value, let isInsecure):
                let pair = elaborate(presence, key, value, isInsecure ? line.range : nil, context, &sink)
                if let pair { result.append(pair) }
            case .when(let condition, let lines, let otherwise, _):
                let compiled = elaborate(condition, context)
                var other = sink
                other.disclosed = Elaborated(value: .literal(.text("")), type: .text)
                let first = elaborate(lines, context, &sink)
                let second = otherwise.map { elaborate($0, context, &other) } ?? []
                sink.keys.merge(other.keys) { first, _ in first }
                sink.disclosed.merge(other.disclosed)
                sink.isComplete = sink.isComplete && other.isComplete && compiled != nil
                if let compiled { result.append(.when(compiled, first, otherwise: second)) }
            }
        }
        return result
    }

    /// - Parameter insecure: where the line with `insecure` stands; nil without the word.
    private mutating func elaborate(
        _ presence: PresenceSyntax, _ key: Name, _ value: ExpressionSyntax, _ insecure: SourceRange?,
        _ context: Context, _ sink: inout LineSink
    ) -> PostbackLine? {
        let identity = context.position == .headers ? key.text.lowercased() : key.text
        if let first = sink.keys[identity] {
            report(.duplicateKey(key: key.text), key.range, related: label(first, "first set here"))
            sink.isComplete = false
        } else {
            sink.keys[identity] = key.range
        }
        checkKey(key, value, context.position)
        if presence == .keepNull, context.position != .json {
            report(.badSetting(what: "'keep null'", wanted: "used inside json only"), key.range)
        }
        lines[sink.path + "/" + key.text] = source.line(at: key.range.start)
        var inner = context
        inner.allowsUnescaped = context.position.isPercentEncoded
        inner.isJSON = context.position == .json
        inner.path = sink.path + "/" + key.text
        guard let elaborated = elaborate(value, inner) else {
            sink.isComplete = false
            return nil
        }
        if let insecure, elaborated.secrets.isEmpty || !context.position.isURL {
            reportUseless(insecure: insecure, "the line carries no secret in a URL")
        }
        guard check(elaborated, value.range, at: context.position, isInsecure: insecure != nil) else {
            sink.isComplete = false
            return nil
        }
        note(elaborated, key, context.position)
        sink.disclosed.merge(elaborated)
        return .pair(key.text, elaborated.value, presence: LinePresence(presence))
    }

    /// Reports what must not leave at a position.
    mutating func check(_ value: Elaborated, _ range: SourceRange, at position: Position, isInsecure: Bool = false)
        -> Bool
    {
        for macro in value.raw.sorted() where catalogue.definition(macro)?.classes.contains(.contact) == true {
            if acceptsPlaintext.contains(macro) {
                usedAcceptances.insert(macro)
            } else if contactReports[macro].map({ $0.start < range.start || $0.end > range.end }) ?? true {
                // What stands inside a value that has been reported is not reported again with the value.
                contactReports[macro] = range
                report(.contactInClear(macro: macro), range, related: label(macro: macro, "classified contact here"))
            }
        }
        for secret in value.secrets.sorted() where position.isURL {
            if position == .path || position == .pathPairs || position == .marks {
                report(.secretInPath(field: secret), range, related: label(places["field.\(secret)"], "the field"))
            } else if !isInsecure {
                report(.secretInQuery(field: secret), range, related: label(places["field.\(secret)"], "the field"))
            }
        }
        guard value.type.canStand(at: position) else {
            report(
                .cannotStand(type: value.type, position: position.name, hint: value.type.conversionHint), range)
            return false
        }
        return true
    }
}
