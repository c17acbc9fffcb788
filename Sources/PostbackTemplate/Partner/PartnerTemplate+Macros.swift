extension PartnerTemplate {
    /// The names of the macros that the postbacks are made of, sorted; entries of open maps with their full names.
    public var macroNames: [String] {
        var names: Set<String> = []
        for definition in definitions { definition.value.collectMacros(&names) }
        for postback in postbacks {
            for definition in postback.definitions { definition.value.collectMacros(&names) }
            for condition in postback.conditions { condition.collectMacros(&names) }
            for value in postback.alternatives.joined().joined() { value.collectMacros(&names) }
            let request = postback.request
            request.callback?.url.collectMacros(&names)
            for case .hole(let value) in request.path { value.collectMacros(&names) }
            for lines in [
                request.callback?.marks ?? [], request.pathPairs?.lines ?? [], request.matrix, request.query,
                request.headers,
            ] { lines.collectMacros(&names) }
            switch request.body {
            case .none: break
            case .form(let lines): lines.collectMacros(&names)
            case .json(let value), .text(let value): value.collectMacros(&names)
            }
        }
        return names.sorted()
    }
}

extension PostbackExpression {
    fileprivate func collectMacros(_ names: inout Set<String>) {
        switch self {
        case .macro(let name): names.insert(name)
        case .literal, .field, .definition, .item, .variable, .request, .system: break
        case .text(let values), .fallback(let values): for value in values { value.collectMacros(&names) }
        case .pipeline(let value, let steps):
            value.collectMacros(&names)
            for case .transform(_, let arguments) in steps { for value in arguments { value.collectMacros(&names) } }
        case .choose(let branches, let otherwise):
            for branch in branches {
                branch.condition.collectMacros(&names)
                branch.value.collectMacros(&names)
            }
            otherwise?.collectMacros(&names)
        case .list(let elements): for element in elements { element.value.collectMacros(&names) }
        case .each(_, let list, let yield):
            list.collectMacros(&names)
            yield.collectMacros(&names)
        case .object(let lines): lines.collectMacros(&names)
        case .json(let value), .unescaped(let value, _): value.collectMacros(&names)
        }
    }
}

extension PostbackCondition {
    fileprivate func collectMacros(_ names: inout Set<String>) {
        switch self {
        case .equals(let left, let right):
            left.collectMacros(&names)
            right.collectMacros(&names)
        case .isIn(let value, let list): for value in [value] + list { value.collectMacros(&names) }
        case .isPresent(let value), .isTrue(let value): value.collectMacros(&names)
        case .not(let inner): inner.collectMacros(&names)
        case .all(let inner), .any(let inner): for condition in inner { condition.collectMacros(&names) }
        }
    }
}

extension [PostbackLine] {
    fileprivate func collectMacros(_ names: inout Set<String>) {
        for line in self {
            switch line {
            case .pair(_, let value, _): value.collectMacros(&names)
            case .when(let condition, let first, let otherwise):
                condition.collectMacros(&names)
                first.collectMacros(&names)
                otherwise.collectMacros(&names)
            }
        }
    }
}
