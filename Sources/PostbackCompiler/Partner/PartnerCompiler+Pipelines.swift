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
            let before = steps[..<index].last.flatMap { TransformName(rawValue: $0.name.text) }
            if let map = maps[step.name.text] {
                guard let type = apply(map, to: result.type, after: before, step) else { return nil }
                result.type = type
                result.normalized.formUnion(result.raw)
                compiled.append(.map(map.template.id))
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
                    .transformInput(
                        transform: name.rawValue, takes: Self.words(signature.input), type: result.type, hint: hint),
                    step.range)
                return nil
            }
            guard let arguments = elaborate(arguments: step, signature, inner, &result) else { return nil }
            checkEffect(of: name, after: before, step.name.range)
            compiled.append(.transform(name, arguments))
            result.type = signature.result(for: result.type)
            if Self.normalizing.contains(name) { result.normalized.formUnion(result.raw) }
            if signature.isHash {
                checkNormalized(result, step.name.range)
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
            || maps[name] != nil
    }

    private mutating func reportUnknown(_ step: StepSyntax) {
        if isKnown(step) { return }
        let aliases = [
            "upper": "uppercase", "lower": "lowercase", "urlencode": "percent_encode", "url_encode": "percent_encode",
            "length": "count", "timestamp": "unix", "round": "decimal", "strip": "trim", "hmac": "hmac_sha256",
        ]
        let name = step.name.text
        let near =
            aliases[name]
            ?? nearest(
                to: name, among: TransformName.allCases.map(\.rawValue) + maps.keys.sorted() + ["unescaped"])
        report(.unknownTransform(name: name, suggestion: near), step.name.range)
    }

    /// Transforms that bring what a person typed into one form.
    private static let normalizing: Set<TransformName> = [.lowercase, .uppercase, .digits, .alphanumeric, .e164]

    private mutating func checkNormalized(_ value: Elaborated, _ range: SourceRange) {
        for macro in value.raw.subtracting(value.normalized).sorted()
        where catalogue.definition(macro)?.classes.contains(.contact) == true {
            report(.unnormalizedContact(macro: macro), range)
        }
    }

    /// Reports a transform that the one before it has made useless, or that makes that one useless.
    private mutating func checkEffect(of name: TransformName, after before: TransformName?, _ range: SourceRange) {
        guard let before else { return }
        let casing: Set<TransformName> = [.lowercase, .uppercase]
        let idempotent: Set<TransformName> = [.lowercase, .uppercase, .trim, .digits, .alphanumeric, .e164]
        if before == name, idempotent.contains(name) {
            report(.noEffect(transform: name.rawValue, because: "the step before it is the same"), range)
        } else if casing.contains(before), casing.contains(name) {
            report(.noEffect(transform: before.rawValue, because: "'\(name.rawValue)' stands behind it"), range)
        } else if name == .lowercase, before.signature.isHash || before == .hex {
            report(.noEffect(transform: name.rawValue, because: "a digest is in lower case already"), range)
        }
    }

    private mutating func elaborate(
        arguments step: StepSyntax, _ signature: TransformSignature, _ context: Context, _ result: inout Elaborated
    ) -> [PostbackExpression]? {
        let least = signature.parameters.count { !$0.isOptional }
        guard (least...signature.parameters.count).contains(step.arguments.count) else {
            let names = signature.parameters.map { $0.isOptional ? "\($0.name)?" : $0.name }.joined(separator: ", ")
            let wanted = names.isEmpty ? "no argument" : "(\(names))"
            report(
                .argumentCount(transform: step.name.text, wanted: wanted, given: step.arguments.count), step.range)
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
                report(
                    .argumentType(transform: step.name.text, parameter: parameter.name, wanted: wanted), syntax.range)
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
            report(.badDatePattern(pattern: pattern), range)
            return false
        case (.iso8601, .literal(.number(let digits))) where !["0", "3", "6"].contains(digits.description):
            report(.argumentType(transform: "iso8601", parameter: "digits", wanted: "0, 3 or 6"), range)
            return false
        case (.decimal, .literal(.number(let places))) where !(0...18).contains(Int(places.description) ?? -1):
            report(.argumentType(transform: "decimal", parameter: "places", wanted: "0 to 18"), range)
            return false
        case (.truncate, .literal(.number(let count))) where !(1...65_536).contains(Int(count.description) ?? -1):
            report(.argumentType(transform: "truncate", parameter: "count", wanted: "1 to 65536"), range)
            return false
        case (.substring, .literal(.number(let count))) where !(0...65_536).contains(Int(count.description) ?? -1):
            report(.argumentType(transform: "substring", parameter: "from", wanted: "0 to 65536"), range)
            return false
        case (.before, .literal(.text(""))), (.after, .literal(.text(""))), (.replace, .literal(.text(""))):
            // Only the text to replace may not be empty.
            guard step.name.text != "replace" || step.arguments.first?.range == range else { return true }
            report(
                .argumentType(transform: step.name.text, parameter: "text", wanted: "at least one character"), range)
            return false
        default: return true
        }
    }

    private mutating func elaborate(unescaped step: StepSyntax, _ value: Elaborated, _ context: Context) -> Elaborated?
    {
        guard step.arguments.count == 1, case .text(let characters)? = step.arguments[0].literal, !characters.isEmpty
        else {
            report(
                .argumentCount(transform: "unescaped", wanted: "(characters)", given: step.arguments.count), step.range)
            return nil
        }
        let allowed = context.position == .matrix ? ":@,!$'()*" : ":@,!$'()*;"
        guard characters.allSatisfy(allowed.contains) else {
            report(.unescapedForbidden(characters: characters, position: context.position.name), step.range)
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
