import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func add(_ syntax: MapSyntax) {
        let id = syntax.id.text
        guard declare("map", in: \.maps, syntax.id) else { return }
        if TransformName(rawValue: id) != nil || id == "unescaped" {
            report(.reservedName(name: id), syntax.id.range)
        }
        lines[SourcePlace(keys: [id])] = source.line(at: syntax.id.range.start)
        var map = CompiledMap(
            template: ValueMap(id, [], fallback: .absent), isTotal: false, keys: [], otherwise: nil,
            range: syntax.id.range)
        var seen: [String: SourceRange] = [:]
        for row in syntax.rows.contents {
            switch row {
            case .otherwise(let fallback, let name):
                map.isTotal = true
                map.otherwise = name.range
                set(fallback, of: &map)
            case .entry(let keys, let value):
                guard let literal = value.literal else {
                    report(.notLiteral(what: "the value of a map"), value.range)
                    continue
                }
                checkWord(value)
                for key in keys {
                    if let first = seen[key.text] {
                        report(.duplicateKey(key: key.text), key.range, related: label(first, "first set here"))
                        continue
                    }
                    seen[key.text] = key.range
                    if let why = Self.pattern(in: key.text) {
                        report(.mapNeverMatches(key: key.text, why: why), key.range)
                    }
                    map.template.entries.append(.init(key.text, literal))
                    map.keys.append((key.text, key.range))
                }
            }
        }
        if !syntax.rows.isComplete { map.isTotal = true }
        if syntax.rows.isComplete, syntax.rows.contents.allSatisfy({ if case .otherwise = $0 { true } else { false } })
        {
            report(.emptyMap(map: id), syntax.id.range)
        }
        maps[id] = map
        partner.maps.append(map.template)
    }

    /// Reports a word that stands for no value elsewhere, and would be sent as it stands.
    private mutating func checkWord(_ value: ExpressionSyntax) {
        guard case .name(let names) = value.kind, let name = names.first, names.count == 1,
            ["null", "nil", "undefined", "none", "None"].contains(name.text)
        else { return }
        report(.wordForNothing(word: name.text), value.range)
    }

    /// Why a key looks like a pattern; nil when it does not.
    private static func pattern(in key: String) -> String? {
        if key == "*" { return "a key is a whole value; for all others write else" }
        let isPattern = key.hasPrefix("^") || key.contains(".*")
        return isPattern ? "a key is a whole value, and no pattern" : nil
    }

    private mutating func set(_ fallback: MapSyntax.Fallback, of map: inout CompiledMap) {
        switch fallback {
        case .skip: map.template.fallback = .skip
        case .absent: map.template.fallback = .absent
        case .value(let value):
            checkWord(value)
            guard let literal = value.literal else {
                return report(.notLiteral(what: "the value of a map"), value.range)
            }
            map.template.fallback = .value(literal)
        }
    }

    /// Checks a map against a value it is used for; gives the type of what comes out.
    mutating func apply(_ map: CompiledMap, to type: ValueType, after before: TransformName?, _ step: StepSyntax)
        -> ValueType?
    {
        let id = map.template.id
        scopes.maps.use(id)
        guard type.isWritableAsText || type == .boolean else {
            report(
                .transformInput(transform: id, takes: "text", type: type, hint: type.conversionHint), step.range)
            return nil
        }
        checkTotality(of: map, type, step)
        checkCase(of: map, before)
        return map.template.type
    }

    private mutating func checkTotality(of map: CompiledMap, _ type: ValueType, _ step: StepSyntax) {
        let declaration = label(map.range, "declared here")
        guard let choices = type.closedValues else {
            if !map.isTotal {
                let related = label(step.name.range, "used for a value of type \(type.name)")
                report(.mapNotTotal(map: map.template.id, missing: []), map.range, related: related)
            }
            return
        }
        for (key, range) in map.keys where !choices.contains(key) {
            let use = label(step.name.range, "the value here is one of \(choices.joined(separator: ", "))")
            report(.impossibleValue(value: key, choices: choices), range, related: use)
        }
        let missing = choices.filter { choice in !map.keys.contains { $0.key == choice } }
        if !map.isTotal, !missing.isEmpty {
            report(.mapNotTotal(map: map.template.id, missing: missing), step.name.range, related: declaration)
        }
        if let otherwise = map.otherwise, missing.isEmpty {
            report(.unreachableElse(map: map.template.id), otherwise)
        }
    }

    /// Rows for standard events that there are not; names of custom events stand in quotes.
    mutating func checkEvents(of map: CompiledMap, _ value: PostbackExpression) {
        guard case .macro(let name) = value, catalogue.definition(name)?.role == .name else { return }
        let known = catalogue.events.map(\.name)
        for (key, range) in map.keys where !known.contains(key) && !source.text(in: range).hasPrefix("\"") {
            report(.noStandardEvent(name: key, suggestion: nearest(to: key, among: known)), range)
        }
    }

    /// A row in another case than the value that gets to the map.
    private mutating func checkCase(of map: CompiledMap, _ before: TransformName?) {
        guard let definition = before?.definition, definition.isNormalizing else { return }
        for (key, range) in map.keys {
            switch definition.letterCase {
            case .lower where key != key.lowercased():
                report(.mapNeverMatches(key: key, why: "the value is in lower case when it gets here"), range)
            case .upper where key != key.uppercased():
                report(.mapNeverMatches(key: key, why: "the value is in upper case when it gets here"), range)
            case .lower, .upper, nil: break
            }
        }
    }
}
