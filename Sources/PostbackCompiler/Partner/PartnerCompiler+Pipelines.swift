import PostbackSupport
import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func elaborate(_ syntax: ExpressionSyntax, _ steps: [StepSyntax], _ context: Context) -> Elaborated? {
        var inner = context
        inner.allowsUnescaped = false
        guard var result = elaborate(syntax, inner) else {
            // The steps are still checked for their names.
            for step in steps where !isKnown(step) { reportUnknown(step) }
            return nil
        }
        var compiled: [PipelineStep] = []
        let value = result.value
        for (index, step) in steps.enumerated() {
            if step.name.text == "unescaped" {
                guard index == steps.count - 1, context.allowsUnescaped else {
                    report(.unescapedMisplaced, step.range)
                    return nil
                }
                return elaborate(unescaped: step, result.map { _ in Self.pipeline(value, compiled) }, context)
            }
            if let map = partner.maps.first(where: { $0.id == step.name.text }) {
                guard let type = apply(map, to: result.type, step) else { return nil }
                result.type = type
                compiled.append(.map(map.id))
                continue
            }
            guard let name = TransformName(rawValue: step.name.text) else {
                reportUnknown(step)
                return nil
            }
            let signature = name.signature
            guard signature.accepts(result.type) else {
                let hint = signature.input == .timestamp ? nil : result.type.conversionHint
                report(
                    .transformInput(name.rawValue, takes: Self.words(signature.input), result.type, hint: hint),
                    step.range)
                return nil
            }
            guard let arguments = elaborate(arguments: step, signature, inner, &result) else { return nil }
            compiled.append(.transform(name, arguments))
            result.type = signature.result(for: result.type)
            if signature.isHash {
                result.hashed.formUnion(result.raw)
                result.raw = []
                result.secrets = []
            }
        }
        return result.map { _ in Self.pipeline(value, compiled) }
    }

    private static func pipeline(_ value: PostbackExpression, _ steps: [PipelineStep]) -> PostbackExpression {
        steps.isEmpty ? value : .pipeline(value, steps)
    }

    private func isKnown(_ step: StepSyntax) -> Bool {
        let name = step.name.text
        return name == "unescaped" || broken.contains("map.\(name)") || TransformName(rawValue: name) != nil
            || partner.maps.contains { $0.id == name }
    }

    private mutating func reportUnknown(_ step: StepSyntax) {
        if isKnown(step) { return }
        let known = TransformName.allCases.map(\.rawValue) + partner.maps.map(\.id) + ["unescaped"]
        let aliases = ["upper": "uppercase", "lower": "lowercase", "url_encode": "percent_encode", "default": "??"]
        let near = aliases[step.name.text] ?? Suggestion.nearest(to: step.name.text, among: known)
        report(.unknownTransform(step.name.text, suggestion: near), step.name.range)
    }

    private mutating func apply(_ map: ValueMap, to type: ValueType, _ step: StepSyntax) -> ValueType? {
        used.insert("map.\(map.id)")
        guard type.isWritableAsText || type == .boolean else {
            report(.transformInput(map.id, takes: "text", type, hint: type.conversionHint), step.range)
            return nil
        }
        if case .choice(let choices) = type {
            for entry in map.entries where !choices.contains(entry.key) {
                report(.notAChoice(entry.key, choices), step.range)
            }
        }
        var literals = map.entries.map(\.value)
        if case .value(let fallback) = map.fallback { literals.append(fallback) }
        let types = literals.map { literal -> ValueType in
            switch literal {
            case .text: .text
            case .number: .decimal
            case .boolean: .boolean
            }
        }
        return types.dropFirst().reduce(types.first ?? .text) { $0.united(with: $1) ?? .scalar }
    }

    private mutating func elaborate(
        arguments step: StepSyntax, _ signature: TransformSignature, _ context: Context, _ result: inout Elaborated
    ) -> [PostbackExpression]? {
        let least = signature.parameters.count { !$0.isOptional }
        guard (least...signature.parameters.count).contains(step.arguments.count) else {
            let names = signature.parameters.map { $0.isOptional ? "\($0.name)?" : $0.name }.joined(separator: ", ")
            let wanted = names.isEmpty ? "no argument" : "(\(names))"
            report(.argumentCount(step.name.text, wanted: wanted, given: step.arguments.count), step.range)
            return nil
        }
        var arguments: [PostbackExpression] = []
        for (syntax, parameter) in zip(step.arguments, signature.parameters) {
            guard let argument = elaborate(syntax, context) else { return nil }
            let fits = parameter.type == argument.type || (parameter.type.isTextual && argument.type.isTextual)
            var isLiteral = true
            if parameter.isLiteral { if case .literal = argument.value {} else { isLiteral = false } }
            guard fits, isLiteral else {
                let wanted = (parameter.isLiteral ? "a literal of type " : "of type ") + parameter.type.name
                report(.argumentType(step.name.text, parameter: parameter.name, wanted: wanted), syntax.range)
                return nil
            }
            guard check(literal: argument.value, of: step, syntax.range) else { return nil }
            result.dependsOnEvent = result.dependsOnEvent || argument.dependsOnEvent
            // A key never leaves; another macro in an argument, such as a currency, has part in the result only as a unit.
            arguments.append(argument.value)
        }
        return arguments
    }

    private mutating func check(literal: PostbackExpression, of step: StepSyntax, _ range: SourceRange) -> Bool {
        switch (TransformName(rawValue: step.name.text), literal) {
        case (.date, .literal(.text(let pattern))) where DatePattern(pattern) == nil:
            report(.badPattern("a date pattern of yyyy, MM, dd, HH, mm, ss and S", pattern), range)
            return false
        case (.iso8601, .literal(.number(let digits))) where !["0", "3", "6"].contains(digits.description):
            report(.argumentType("iso8601", parameter: "digits", wanted: "0, 3 or 6"), range)
            return false
        case (.decimal, .literal(.number(let places))) where !(0...18).contains(Int(places.description) ?? -1):
            report(.argumentType("decimal", parameter: "places", wanted: "0 to 18"), range)
            return false
        case (.truncate, .literal(.number(let count))) where !(1...65_536).contains(Int(count.description) ?? -1):
            report(.argumentType("truncate", parameter: "count", wanted: "1 to 65536"), range)
            return false
        case (.substring, .literal(.number(let count))) where !(0...65_536).contains(Int(count.description) ?? -1):
            report(.argumentType("substring", parameter: "from", wanted: "0 to 65536"), range)
            return false
        case (.before, .literal(.text(""))), (.after, .literal(.text(""))), (.replace, .literal(.text(""))):
            // Only the text to replace may not be empty.
            guard step.name.text != "replace" || step.arguments.first?.range == range else { return true }
            report(.argumentType(step.name.text, parameter: "text", wanted: "at least one character"), range)
            return false
        default: return true
        }
    }

    private mutating func elaborate(unescaped step: StepSyntax, _ value: Elaborated, _ context: Context) -> Elaborated?
    {
        guard step.arguments.count == 1, case .text(let characters)? = step.arguments[0].literal, !characters.isEmpty
        else {
            report(.argumentCount("unescaped", wanted: "(characters)", given: step.arguments.count), step.range)
            return nil
        }
        let allowed = context.position == .matrix ? ":@,!$'()*" : ":@,!$'()*;"
        guard characters.allSatisfy(allowed.contains) else {
            report(.unescapedForbidden(characters, position: context.position.name), step.range)
            return nil
        }
        return value.map { .unescaped($0, characters: characters) }
    }

    private static func words(_ input: TransformSignature.Input) -> String {
        switch input {
        case .text: "text"
        case .textOrBytes: "text or bytes"
        case .digest: "a digest (md5, sha1, …)"
        case .bytes: "bytes"
        case .timestamp: "a moment"
        case .number: "a number"
        case .textOrNumber: "text or a number"
        case .boolean: "a boolean"
        case .list: "a list"
        case .any: "text, a number or a boolean"
        }
    }
}
