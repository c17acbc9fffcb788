/// A part of the compiled form that has parts of its own: what every walk over values, conditions and lines goes through.
package enum TemplateNode: Hashable, Sendable {
    /// A value.
    case expression(PostbackExpression)
    /// A question.
    case condition(PostbackCondition)
    /// A line of a block.
    case line(PostbackLine)
}

extension TemplateNode {
    /// Calls a closure with each part that stands directly in this one, in the order in which they are written. A name
    /// stands for itself: what it names is no part of the value that uses it.
    package func forEachChild(_ body: (TemplateNode) -> Void) {
        switch self {
        case .expression(let value): value.forEachChild(body)
        case .condition(let condition): condition.forEachChild(body)
        case .line(let line): line.forEachChild(body)
        }
    }

    /// The parts that stand directly in this one.
    package var children: [TemplateNode] {
        var children: [TemplateNode] = []
        forEachChild { children.append($0) }
        return children
    }

    /// Calls a closure with this part and with all that stands in it, however deep.
    package func forEach(_ body: (TemplateNode) -> Void) {
        body(self)
        forEachChild { $0.forEach(body) }
    }
}

extension TemplateNode {
    /// Whether this part, or one that stands in it however deep, is one of those that are looked for.
    package func contains(where isWanted: (TemplateNode) -> Bool) -> Bool {
        if isWanted(self) { return true }
        var found = false
        forEachChild { child in found = found || child.contains(where: isWanted) }
        return found
    }

    /// Whether it is made of what has been rendered of the request; names are not followed.
    package var looksAtRequest: Bool { contains { if case .expression(.request) = $0 { true } else { false } } }
}

extension PostbackExpression {
    /// Whether the file states it.
    package var isLiteral: Bool { if case .literal = self { true } else { false } }

    fileprivate func forEachChild(_ body: (TemplateNode) -> Void) {
        switch self {
        case .literal, .macro, .field, .definition, .item, .variable, .element, .entries, .request, .system: break
        case .text(let values), .fallback(let values): for value in values { body(.expression(value)) }
        case .pipeline(let value, let steps):
            body(.expression(value))
            for step in steps {
                switch step {
                case .map: break
                case .transform(_, let arguments): for argument in arguments { body(.expression(argument)) }
                }
            }
        case .choose(let branches, let otherwise):
            for branch in branches {
                body(.condition(branch.condition))
                body(.expression(branch.value))
            }
            if let otherwise { body(.expression(otherwise)) }
        case .list(let elements): for element in elements { body(.expression(element.value)) }
        case .each(let loop, let yield):
            body(.expression(loop.list))
            body(.expression(yield.value))
        case .object(let lines): for line in lines { body(.line(line)) }
        case .json(let value), .unescaped(let value, _), .bare(let value): body(.expression(value))
        }
    }
}

extension PostbackCondition {
    fileprivate func forEachChild(_ body: (TemplateNode) -> Void) {
        switch self {
        case .equals(let left, let right):
            body(.expression(left))
            body(.expression(right))
        case .isIn(let value, let list):
            body(.expression(value))
            for value in list { body(.expression(value)) }
        case .isPresent(let value), .isTrue(let value): body(.expression(value))
        case .not(let inner): body(.condition(inner))
        case .all(let inner), .any(let inner): for condition in inner { body(.condition(condition)) }
        }
    }
}

extension PostbackLine {
    fileprivate func forEachChild(_ body: (TemplateNode) -> Void) {
        switch self {
        case .pair(_, let value, _): body(.expression(value))
        case .when(let condition, let first, let otherwise):
            body(.condition(condition))
            for line in first { body(.line(line)) }
            for line in otherwise { body(.line(line)) }
        case .each(let loop, let lines):
            body(.expression(loop.list))
            for line in lines { body(.line(line)) }
        }
    }
}
