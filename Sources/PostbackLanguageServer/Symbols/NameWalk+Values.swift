import PostbackLanguage

extension NameWalk {
    /// A value.
    ///
    /// - Parameter name: for a literal, in which a bare word stands for itself, what it is given to.
    mutating func walk(_ value: ExpressionSyntax, literalOf name: String? = nil, as site: NameSite) {
        let outside = valueSite
        valueSite = site
        walk(value, literalOf: name)
        valueSite = outside
    }

    /// A value.
    ///
    /// - Parameter name: for a literal, in which a bare word stands for itself, what it is given to.
    mutating func walk(_ value: ExpressionSyntax, literalOf name: String? = nil) {
        switch value.kind {
        case .text(let pieces): for case .hole(let hole) in pieces { walk(hole) }
        case .name(let names): visitor.visit(names, name.map { .literal(of: $0) } ?? valueSite)
        case .list(let elements): for element in elements { walk(element.content.value, literalOf: name) }
        case .each(let loop, let yield):
            visitor.enter(value.range.start)
            open(loop)
            walk(yield.value)
            visitor.leave()
        case .object(let lines): walk(lines, literalOf: name)
        case .json(let inner), .bare(let inner): walk(inner)
        case .choose(let branches):
            for branch in branches.contents {
                switch branch {
                case .branch(let condition, let value):
                    walk(condition)
                    walk(value)
                case .otherwise(let value): walk(value)
                }
            }
        case .pipeline(let inner, let steps):
            walk(inner)
            for step in steps {
                visit(step.name, .step)
                for argument in step.arguments { walk(argument) }
            }
        case .fallback(let values): for value in values { walk(value) }
        case .block, .number, .boolean, .duration, .invalid: break
        }
    }

    mutating func walk(_ condition: ConditionSyntax) {
        switch condition {
        case .equals(let left, let right, _):
            walk(left)
            walk(right)
        case .isIn(let value, let list): for value in [value] + list { walk(value) }
        case .isPresent(let value, _), .value(let value): walk(value)
        case .not(let inner): walk(inner)
        case .all(let inner), .any(let inner): for condition in inner { walk(condition) }
        }
    }

    mutating func walk(_ lines: Braced<LineSyntax>, literalOf name: String? = nil) {
        for line in lines.lines {
            switch line.content {
            case .pair(_, let key, let value, _):
                visit(key, name.map { .property(of: $0) } ?? .key)
                for case .hole(let name) in key.pieces ?? [] { visit(name, .number) }
                walk(value, literalOf: name.map { "\($0).\(key.text)" })
            case .when(let condition, let lines, let otherwise, _):
                walk(condition)
                walk(lines)
                if let otherwise { walk(otherwise) }
            case .alone(_, let value, _): walk(value)
            case .each(let loop, let body, _):
                visitor.enter(line.range.start)
                open(loop)
                walk(body)
                visitor.leave()
            case .include(let name): visit(name, .included(inBlock: true))
            case .entries(let value): walk(value)
            }
        }
    }
}
