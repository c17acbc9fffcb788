import PostbackLanguage
import PostbackTemplate

/// What the lines of a block give beside themselves.
struct LineSink {
    /// Keys that are set on some way through the block.
    var keys: Set<String> = []
    /// What the values disclose.
    var disclosed = Elaborated(value: .literal(.text("")), type: .text)
    /// Whether every line had a meaning.
    var isComplete = true
    /// The path of the block, for the map from output to source.
    var path = ""
}

extension PartnerCompiler {
    /// The meaning of a block's lines at the context's position.
    mutating func elaborate(_ syntax: [LineSyntax], _ context: Context, _ sink: inout LineSink) -> [PostbackLine] {
        var result: [PostbackLine] = []
        for line in syntax {
            switch line {
            case .pair(let presence, let key, let value, let isInsecure):
                if let pair = elaborate(presence, key, value, isInsecure, context, &sink) { result.append(pair) }
            case .when(let condition, let lines, let otherwise, _):
                let compiled = elaborate(condition, context)
                var other = sink
                let first = elaborate(lines, context, &sink)
                let second = elaborate(otherwise, context, &other)
                sink.keys.formUnion(other.keys)
                sink.disclosed.merge(other.disclosed)
                sink.isComplete = sink.isComplete && other.isComplete && compiled != nil
                if let compiled { result.append(.when(compiled, first, otherwise: second)) }
            }
        }
        return result
    }

    private mutating func elaborate(
        _ presence: PresenceSyntax, _ key: Name, _ value: ExpressionSyntax, _ isInsecure: Bool, _ context: Context,
        _ sink: inout LineSink
    ) -> PostbackLine? {
        let identity = context.position == .headers ? key.text.lowercased() : key.text
        if !sink.keys.insert(identity).inserted {
            report(.duplicateKey(key.text), key.range)
            sink.isComplete = false
        }
        if context.position == .headers { checkHeader(key) }
        if presence == .keepNull, context.position != .json {
            report(.badSetting("'keep null'", "used inside json only"), key.range)
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
        guard check(elaborated, value.range, at: context.position, isInsecure: isInsecure) else {
            sink.isComplete = false
            return nil
        }
        sink.disclosed.merge(elaborated)
        return .pair(key.text, elaborated.value, presence: LinePresence(presence))
    }

    /// Reports what must not leave at a position.
    mutating func check(_ value: Elaborated, _ range: SourceRange, at position: Position, isInsecure: Bool = false)
        -> Bool
    {
        for macro in value.raw.sorted() where catalogue.definition(macro)?.classification == .contact {
            if acceptsPlaintext.contains(macro) {
                usedAcceptances.insert(macro)
            } else {
                report(.contactInClear(macro), range)
            }
        }
        for secret in value.secrets.sorted() where position.isURL {
            if position == .path || position == .pathPairs {
                report(.secretInPath(secret), range)
            } else if !isInsecure {
                report(.secretInQuery(secret), range)
            }
        }
        guard value.type.canStand(at: position) else {
            report(.cannotStand(value.type, position: position.name, hint: value.type.conversionHint), range)
            return false
        }
        return true
    }

    private mutating func checkHeader(_ key: Name) {
        let marks = "!#$%&'*+-.^_`|~"
        let isToken =
            !key.text.isEmpty
            && key.text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || marks.contains($0)) }
        let ofTransport = [
            "host", "content-length", "connection", "transfer-encoding", "te", "trailer", "upgrade", "expect",
            "keep-alive", "proxy-authorization", "proxy-connection",
        ]
        if !isToken || ofTransport.contains(key.text.lowercased()) { report(.badHeaderName(key.text), key.range) }
    }
}
