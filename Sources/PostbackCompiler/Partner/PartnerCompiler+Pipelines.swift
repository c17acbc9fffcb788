import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func elaborate(_ syntax: ExpressionSyntax, _ steps: [StepSyntax], _ context: Context) -> Elaborated? {
        var inner = context
        inner.allowsUnescaped = false
        // Elements that a bare text joins may have bare text of their own.
        let joinsBare = steps.last.map { $0.name.text == "join" && $0.arguments.first?.isBare == true } ?? false
        inner.structure = joinsBare ? context.structure : nil
        guard var result = elaborate(syntax, inner) else {
            // The steps are still checked for their names.
            for step in steps { note(step, input: nil, context) }
            for step in steps where !isKnown(step) { reportUnknown(step) }
            return nil
        }
        var compiled: [PipelineStep] = []
        var value = result.value
        for (index, step) in steps.enumerated() {
            note(step, input: result.type, context)
            if step.name.text == "unescaped" {
                guard index == steps.count - 1, context.allowsUnescaped else {
                    report(.unescapedMisplaced(isJSON: context.position == .json), step.range)
                    return nil
                }
                return elaborate(unescaped: step, result.map { _ in Self.pipeline(value, compiled) }, context)
            }
            let before = steps[..<index].last.flatMap { TransformName(rawValue: $0.name.text) }
            if let selection = OpenMapEntries.Step(rawValue: step.name.text) {
                guard let entries = elaborate(selection, step, result, context) else { return nil }
                result.value = .entries(entries)
                value = result.value
                continue
            }
            if let map = maps[step.name.text] {
                guard let type = apply(map, to: result.type, after: before, step) else { return nil }
                if before == nil { checkEvents(of: map, value) }
                result.type = type
                result.normalized.formUnion(result.raw)
                compiled.append(.map(map.template.id))
                continue
            }
            guard let name = TransformName(rawValue: step.name.text) else {
                reportUnknown(step)
                return nil
            }
            let definition = name.definition
            guard definition.accepts(result.type), result.type != .list(.object) else {
                let hint = definition.input == .timestamp ? nil : result.type.conversionHint
                report(
                    .transformInput(
                        transform: name.rawValue, takes: definition.input.words, type: result.type, hint: hint),
                    step.range)
                return nil
            }
            inner.structure = joinsBare && index == steps.count - 1 ? context.structure : nil
            if joinsBare, index == steps.count - 1, step.arguments.count > 1 {
                report(
                    .argumentCount(
                        transform: "join", wanted: "(separator) with a bare one", given: step.arguments.count),
                    step.range)
                return nil
            }
            guard let arguments = elaborate(arguments: step, definition, inner, &result) else { return nil }
            checkEffect(of: name, after: before, step.name.range)
            if name == .minorUnits { checkUnits(step, arguments, of: result, context) }
            if definition.isHash { checkHashedOnce(name, compiled, result, context, step.name.range) }
            compiled.append(.transform(name, arguments))
            result.type = definition.result(for: result.type)
            if definition.isNormalizing { result.normalized.formUnion(result.raw) }
            // Partners hash contact data in lower case.
            if name == .uppercase { result.normalized.subtract(result.raw) }
            if name.selectsCharacters { result.numbered.formUnion(result.raw) }
            if name == .number, result.raw.contains(where: isTextual) { report(.numberOfText, step.name.range) }
            if definition.isHash {
                checkNormalized(result, step.name.range)
                result.hashed.formUnion(result.raw)
                result.raw = []
                result.secrets = []
            }
        }
        return result.map { _ in Self.pipeline(value, compiled) }
    }

    /// Reports the digest of a digest; of what is signed, and of what is hashed with a key, it may be meant.
    private mutating func checkHashedOnce(
        _ name: TransformName, _ steps: [PipelineStep], _ value: Elaborated, _ context: Context, _ range: SourceRange
    ) {
        guard !name.hasKey, value.parts.isEmpty else { return }
        var earlier = steps
        if case .definition(let id) = value.value, let named = context.definitions[id] ?? definitions[id],
            case .pipeline(_, let steps) = named.value
        {
            earlier = steps + earlier
        }
        let hashes = earlier.compactMap { step -> TransformName? in
            if case .transform(let name, _) = step, name.definition.isHash { name } else { nil }
        }
        guard let before = hashes.last, !before.hasKey else { return }
        report(.hashedTwice(transform: name.rawValue, before: before.rawValue), range)
    }

    private static func pipeline(_ value: PostbackExpression, _ steps: [PipelineStep]) -> PostbackExpression {
        steps.isEmpty ? value : .pipeline(value, steps)
    }

    private func isKnown(_ step: StepSyntax) -> Bool {
        let name = step.name.text
        return name == "unescaped" || OpenMapEntries.Step(rawValue: name) != nil || scopes.maps.isBroken(name)
            || TransformName(rawValue: name) != nil
            || maps[name] != nil
    }

    private mutating func reportUnknown(_ step: StepSyntax) {
        if isKnown(step) { return }
        let name = step.name.text
        let near =
            TransformName.allCases.first { $0.definition.aliases.contains(name) }?.rawValue
            ?? nearest(
                to: name, among: TransformName.allCases.map(\.rawValue) + maps.keys.sorted() + ["unescaped"])
        report(.unknownTransform(name: name, suggestion: near), step.name.range)
    }

    /// Reports a transform that the one before it has made useless, or that makes that one useless.
    private mutating func checkEffect(of name: TransformName, after before: TransformName?, _ range: SourceRange) {
        guard let before else { return }
        let (earlier, later) = (before.definition, name.definition)
        if before == name, later.isIdempotent {
            report(.noEffect(transform: name.rawValue, because: "the step before it is the same"), range)
        } else if earlier.isNormalizing, earlier.letterCase != nil, later.isNormalizing, later.letterCase != nil {
            report(.noEffect(transform: before.rawValue, because: "'\(name.rawValue)' stands behind it"), range)
        } else if earlier.isHash, [.base64, .base64url, .hex].contains(name) {
            report(.encodedHexadecimal(transform: name.rawValue, digest: before.rawValue), range)
        } else if name == .lowercase, earlier.letterCase == .lower {
            report(.noEffect(transform: name.rawValue, because: "a digest is in lower case already"), range)
        }
    }

    private mutating func elaborate(
        arguments step: StepSyntax, _ definition: TransformDefinition, _ context: Context, _ result: inout Elaborated
    ) -> [PostbackExpression]? {
        let parameters = definition.parameters
        guard (parameters.count { !$0.isOptional }...parameters.count).contains(step.arguments.count) else {
            let wanted = parameters.isEmpty ? "no argument" : parameters.call
            report(
                .argumentCount(transform: step.name.text, wanted: wanted, given: step.arguments.count), step.range)
            return nil
        }
        var arguments: [PostbackExpression] = []
        for (syntax, parameter) in zip(step.arguments, parameters) {
            guard let argument = elaborate(syntax, context) else { return nil }
            let fits = parameter.type == argument.type || (parameter.type.isTextual && argument.type.isTextual)
            var isLiteral = true
            if parameter.isLiteral {
                if case .literal = argument.value.unwrapped {} else { isLiteral = false }
            }
            let isDuration = if case .duration = syntax.kind { true } else { false }
            guard fits, isLiteral, isDuration == (parameter.allowed == .duration) else {
                if parameter.allowed == .duration {
                    report(
                        .argumentType(
                            transform: step.name.text, parameter: parameter.name, wanted: parameter.allowed.words),
                        syntax.range)
                    return nil
                }
                let wanted = (parameter.isLiteral ? "a literal of type " : "of type ") + parameter.type.name
                report(
                    .argumentType(transform: step.name.text, parameter: parameter.name, wanted: wanted), syntax.range)
                return nil
            }
            guard check(argument.value, parameter, of: step, syntax.range) else { return nil }
            if parameter.name == "key" {
                if case .literal = argument.value {
                    report(.credentialInFile(why: "the key of '\(step.name.text)' is a literal"), syntax.range)
                }
                checkSecrecy(argument, "as the key of '\(step.name.text)'", syntax.range)
            }
            result.dependsOnEvent = result.dependsOnEvent || argument.dependsOnEvent
            // A key never leaves; another macro in an argument, such as a currency, has part in the result only as a unit.
            arguments.append(argument.value)
        }
        return arguments
    }

    private mutating func check(
        _ argument: PostbackExpression, _ parameter: TransformDefinition.Parameter, of step: StepSyntax,
        _ range: SourceRange
    ) -> Bool {
        guard case .literal(let literal) = argument else { return true }
        guard !parameter.allowed.contains(literal) else {
            if parameter.allowed == .datePattern { checkMonthsAndMinutes(literal.text, range) }
            return true
        }
        if parameter.allowed == .datePattern {
            report(.badDatePattern(pattern: literal.text), range)
        } else {
            report(
                .argumentType(transform: step.name.text, parameter: parameter.name, wanted: parameter.allowed.words),
                range)
        }
        return false
    }

    private mutating func elaborate(unescaped step: StepSyntax, _ value: Elaborated, _ context: Context) -> Elaborated?
    {
        guard step.arguments.count == 1, case .text(let characters)? = step.arguments[0].literal, !characters.isEmpty
        else {
            report(
                .argumentCount(transform: "unescaped", wanted: "(characters)", given: step.arguments.count), step.range)
            return nil
        }
        var possible = context.position?.traits.bareCharacters ?? ""
        // What a table gives is text of the file, and so may be several pieces of a path.
        if context.position == .path, case .pipeline(_, let steps) = value.value, case .map? = steps.last {
            possible += "/"
        }
        guard characters.allSatisfy(possible.contains) else {
            report(
                .unescapedForbidden(characters: characters, position: context.positionName, possible: possible),
                step.range)
            return nil
        }
        return value.map { .unescaped($0, characters: characters) }
    }
}

extension ExpressionSyntax {
    /// Whether it is a text that stands bare.
    var isBare: Bool { if case .bare = kind { true } else { false } }
}

extension TransformName {
    /// Whether it computes with a key of the account.
    fileprivate var hasKey: Bool { definition.parameters.contains { $0.name == "key" } }
}

extension PostbackExpression {
    /// What stands behind `bare`, or itself.
    var unwrapped: PostbackExpression { if case .bare(let text) = self { text } else { self } }
}
