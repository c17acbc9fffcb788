import PostbackLanguage
import PostbackTemplate

/// The lines of blocks.
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
            case .alone(let presence, let value, let isInsecure):
                let pair = elaborate(presence, value, isInsecure ? line.range : nil, context, &sink)
                if let pair { result.append(pair) }
            case .each(let loop, let lines, let range):
                guard let lines = elaborate(loop, lines, range, context, &sink) else {
                    sink.isComplete = false
                    continue
                }
                result.append(lines)
            case .entries(let value):
                if let line = elaborate(entries: value, context, &sink) { result.append(line) }
            case .include(let name) where holdsEntries(name, context):
                let value = ExpressionSyntax(.name([name]), name.range)
                if let line = elaborate(entries: value, context, &sink) { result.append(line) }
            case .include(let name):
                guard let lines = included(lines: name) else {
                    sink.isComplete = false
                    continue
                }
                result += elaborate(lines, context, &sink)
                shared.open.remove(name.text)
            case .when(let condition, let lines, let otherwise, _):
                let compiled = elaborate(condition, context)
                var (inner, rest) = (context, context)
                if let compiled {
                    check(compiled, lines, otherwise, &rest)
                    inner.asked.formUnion(compiled.macros)
                    rest.asked.formUnion(compiled.macros)
                }
                var (held, other) = (sink, sink)
                held.disclosed = Elaborated(value: .literal(.text("")), type: .text)
                other.disclosed = held.disclosed
                let first = elaborate(lines, inner, &held)
                let second = otherwise.map { elaborate($0, rest, &other) } ?? []
                sink.isComplete = held.isComplete && other.isComplete && compiled != nil
                guard let compiled else { continue }
                let truth = truth(compiled, context)
                sink.written.formUnion(held.written.union(other.written))
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
        sink.written.insert(key.text)
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
        guard let written = elaborate(key: key, context, sink) else {
            sink.isComplete = false
            return nil
        }
        if written.text == nil {
            sink.hasNumberedKeys = true
            if let entries = sink.entries {
                report(.entriesBesideNumbers, key.range, related: label(entries, "the entries"))
            }
        }
        if presence == .keepNull, traits.encoding != .json {
            report(.nullOutsideJSON(), key.range)
        }
        guard let elaborated = elaborate(value, named: key.text, key.range, insecure, context, &sink) else {
            return nil
        }
        // What is never there for this kind of event is no line of its postback.
        if context.kind != nil, presence == .optional, elaborated.value == .choose([], otherwise: nil) { return nil }
        note(elaborated, key, position)
        note(fixedCurrency: elaborated, key, context)
        checkTimeUnit(key, value)
        checkWritten(value, key, position)
        checkSecrecy(elaborated, key, value.range)
        return .pair(written, elaborated.value, presence: LinePresence(presence))
    }

    /// A value that stands alone, without a key.
    private mutating func elaborate(
        _ presence: PresenceSyntax, _ value: ExpressionSyntax, _ insecure: SourceRange?, _ context: Context,
        _ sink: inout BlockResult
    ) -> PostbackLine? {
        guard sink.position.traits.keys == .parameter, presence == .optional || presence == .required else {
            report(
                sink.position.traits.keys == .parameter
                    ? .keptAlone : .bareMisplaced(position: sink.position.traits.name), value.range)
            sink.isComplete = false
            return nil
        }
        sink.hasBareValues = true
        if let entries = sink.entries {
            report(.entriesBesideBare, value.range, related: label(entries, "the entries"))
        }
        let name = source.text(in: value.range)
        guard let elaborated = elaborate(value, named: name, value.range, insecure, context, &sink) else { return nil }
        return .pair(.none, elaborated.value, presence: LinePresence(presence))
    }

    /// The value of a line.
    ///
    /// - Parameter name: what stands for the line in the map from output to source.
    private mutating func elaborate(
        _ value: ExpressionSyntax, named name: String, _ range: SourceRange, _ insecure: SourceRange?,
        _ context: Context, _ sink: inout BlockResult
    ) -> Elaborated? {
        let traits = sink.position.traits
        var place = sink.place
        place.keys.append(name)
        lines[place] = source.line(at: range.start)
        var inner = context
        inner.allowsUnescaped = !traits.bareCharacters.isEmpty
        inner.structure = traits.structuralCharacters
        inner.isJSON = traits.encoding == .json
        inner.place = place
        guard let elaborated = elaborate(value, inner) else {
            sink.isComplete = false
            return nil
        }
        if let insecure, elaborated.secrets.isEmpty || !traits.isURL {
            reportUseless(insecure: insecure, "the line carries no secret in a URL")
        }
        guard check(elaborated, value.range, at: sink.position, isInsecure: insecure != nil) else {
            sink.isComplete = false
            return nil
        }
        // Each such line may double what is written.
        if sink.position == .query, !elaborated.parts.isSubset(of: [.body]) {
            sink.queryUses += 1
            if sink.queryUses > 2 || !sink.loops.isEmpty {
                report(.queryTooOften, value.range)
                sink.isComplete = false
                return nil
            }
        }
        sink.disclosed.merge(elaborated)
        return elaborated
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
                report(
                    .contactInClear(macro: macro, isTelephone: isTelephone(macro)), range,
                    related: label(macro: macro, "classified contact here"))
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
                .cannotStand(type: value.type, position: traits.name, hint: value.conversionHint), range)
            return false
        }
        return true
    }
}
