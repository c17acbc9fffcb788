import PostbackLanguage
import PostbackSupport
import PostbackTemplate

extension Finding {
    /// Words about values, maps and branches.
    var aboutTypes: DiagnosticWords? {
        switch self {
        case .cannotStand(let type, let position, let hint):
            .init(.cannotStand, "a value of type \(type.name) cannot stand in \(position)", hint)
        case .objectOutsideJSON:
            .init(
                .objectOutsideJSON, "'{ … }' is a JSON object and stands only inside json",
                fix: .insertBefore("json ", .needsLook, title: "send it as text: json { … }"))
        case .transformInput(let transform, let takes, let type, let hint):
            .init(.transformInput, "'\(transform)' takes \(takes), not a value of type \(type.name)", hint)
        case .argumentCount(let transform, let wanted, let given):
            .init(.transformArgument, "'\(transform)' takes \(wanted), not \(given)")
        case .argumentType(let transform, let parameter, let wanted):
            .init(.transformArgument, "the argument '\(parameter)' of '\(transform)' must be \(wanted)")
        case .badDatePattern(let pattern):
            .init(.badDatePattern, "'\(pattern)' is not a date pattern of yyyy, MM, dd, HH, mm, ss and S")
        case .noEffect(let transform, let because):
            .init(.transformWithoutEffect, "'\(transform)' has no effect: \(because)")
        case .notAList(let type): .init(.notAList, "'for' goes over a list, not over a value of type \(type.name)")
        case .notABoolean(let type):
            .init(
                .notABoolean, "a condition needs a boolean or a comparison, not a value of type \(type.name)",
                fix: .insertAfter(" is present", .needsLook, title: "ask 'is present'"),
                "compare it with '==' or ask 'is present'")
        case .cannotCompare(let left, let right):
            .init(.cannotCompare, "a value of type \(left.name) never equals one of type \(right.name)")
        case .mixedTypes(let left, let right):
            .init(.mixedTypes, "values of type \(left.name) and of type \(right.name) do not make one value")
        case .impossibleValue(let value, let choices):
            .init(
                .impossibleValue, "'\(value)' is not a value it can have",
                did: Suggestion.nearest(to: value, among: choices), fix: nil,
                "it is one of \(choices.joined(separator: ", "))")
        case .unescapedMisplaced:
            .init(.unescapedMisplaced, "'unescaped' must be the last step of a value in a URL or a form")
        case .unescapedForbidden(let characters, let position):
            .init(
                .unescapedForbidden, "'\(characters)' cannot stay bare in \(position)",
                "only : @ , ! $ ' ( ) * ; can")
        case .notLiteral(let what): .init(.notLiteral, "\(what) must be written as a literal value")
        case .numberTooLong(let number): .init(.numberTooLong, "'\(number)' has more than 38 digits")
        case .requestTooEarly(let part):
            .init(
                .requestTooEarly, "request.\(part) is not rendered yet where this is used",
                "the body is rendered first, then path and query, then headers")
        case .loopsTooDeep: .init(.tooMuchWork, "'for' is nested more than two levels deep")
        case .tooMuchWork:
            .init(
                .tooMuchWork, "this value is made of more than \(Elaborated.maximumWeight) values",
                "a let counts as often as it is used")
        case .postbackTooMuchWork:
            .init(
                .tooMuchWork, "this postback is made of more than \(TemplateLimits.mostWork) values",
                "a let counts as often as it is used")
        case .nestedLetsTooDeep:
            .init(
                .tooMuchWork, "this postback has values nested more than \(TemplateLimits.deepestNesting) levels deep",
                "a let counts as what stands behind it")
        default: aboutTotality
        }
    }

    private var aboutTotality: DiagnosticWords? {
        switch self {
        case .mapNotTotal(let map, let missing):
            .init(
                .mapNotTotal,
                missing.isEmpty
                    ? "the map '\(map)' does not say what other keys give"
                    : "the map '\(map)' does not say what \(missing.joined(separator: ", ")) \(missing.count == 1 ? "gives" : "give")",
                "add 'else -> skip', 'else -> absent' or 'else -> \"value\"'")
        case .emptyMap(let map): .init(.emptyMap, "the map '\(map)' has no row")
        case .emptyChoice:
            .init(.emptyChoice, "this 'when' value has no branch", "write at least one 'condition -> value'")
        case .mapNeverMatches(let key, let why): .init(.mapNeverMatches, "the key '\(key)' never matches: \(why)")
        case .unreachableElse(let map):
            .init(.unreachableElse, "'else' of the map '\(map)' is never reached: every value has a row")
        case .unreachableBranch(let why): .init(.unreachableBranch, "this branch is never reached: \(why)")
        case .unreachableFallback(let why):
            .init(.unreachableFallback, "what stands behind this '??' is never used: \(why)")
        case .constantCondition(let always, let why):
            .init(.constantCondition, "this condition \(always) holds: \(why)")
        default: nil
        }
    }
}
