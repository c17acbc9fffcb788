extension SourceFormatter {
    mutating func layout(_ expression: ExpressionSyntax) -> Layout {
        switch expression.kind {
        case .text(let pieces): return .text("\"" + pieces.map { piece($0) }.joined() + "\"")
        case .block(let text): return Self.block(text)
        case .number(let number): return .text(number)
        case .duration(let duration): return .text(duration.text)
        case .boolean(let value): return .text(value ? "true" : "false")
        case .name(let names): return .text(path(names))
        case .list(let elements): return layout(list: elements, expression.range)
        case .bare(let text): return .text("bare ") + layout(text)
        case .each(let loop, let yield):
            let head = Layout.text("[") + layout(loop) + .text(":")
            let element = Spanned(yield, yield.value.range)
            let isBracketed = isBracketedAlone(element, in: expression.range)
            if !isBracketed, hasTrivia(in: expression.range) {
                return head
                    + inline([element], expression.range, marks: ("", "]"), padding: "", separator: "", ending: "") {
                        $0.layout($1.content)
                    }
            }
            let value = layout(yield)
            if isBracketed { return head + .text(" ") + value + .text("]") }
            return .group(head + .indented(.line(flat: " ") + value) + .line(flat: "") + .text("]"))
        case .object(let lines): return layout(object: lines)
        case .json(let value): return .text("json ") + layout(value)
        case .choose(let branches):
            return .text("when ")
                + inline(branches.lines, branches.range, marks: ("{", "}"), padding: " ", separator: ", ", ending: "") {
                    $0.layout($1.content)
                }
        case .pipeline(let value, let steps):
            let head = Self.isCompound(value) ? .text("(") + layout(value) + .text(")") : layout(value)
            let rest = steps.map { Layout.line(flat: " ") + .text("| ") + layout($0) }
            return .group(head + .indented(.joined(rest)))
        case .fallback(let values):
            let parts = values.map { value -> Layout in
                if case .fallback = value.kind { return .text("(") + layout(value) + .text(")") }
                return layout(value)
            }
            return .group(
                parts[0] + .indented(.joined(parts.dropFirst().map { .line(flat: " ") + .text("?? ") + $0 })))
        case .invalid: return .empty
        }
    }

    private static func isCompound(_ expression: ExpressionSyntax) -> Bool {
        switch expression.kind {
        case .pipeline, .fallback: true
        default: false
        }
    }

    /// Whether brackets stand right beside the value's own.
    private static func isBracketed(_ expression: ExpressionSyntax) -> Bool {
        if case .object = expression.kind { true } else { false }
    }

    /// Whether brackets stand right beside an element's own: no comment is in between.
    private func isBracketedAlone(_ element: Spanned<ElementSyntax>, in range: SourceRange) -> Bool {
        Self.isBracketed(element.content.value) && !hasTrivia(in: SourceRange(range.start, element.range.start))
            && !hasComment(from: element.range.end, to: range.end)
    }

    private mutating func layout(list elements: [Spanned<ElementSyntax>], _ range: SourceRange) -> Layout {
        if elements.count == 1, isBracketedAlone(elements[0], in: range) {
            return .text("[") + layout(elements[0].content) + .text("]")
        }
        return inline(elements, range, marks: ("[", "]"), padding: "", separator: ", ", ending: ",") {
            $0.layout($1.content)
        }
    }

    private mutating func layout(_ element: ElementSyntax) -> Layout {
        .text(Self.words(element.presence)) + layout(element.value)
    }

    private mutating func layout(object lines: Braced<LineSyntax>) -> Layout {
        guard lines.contents.allSatisfy(\.isSimple) else { return block(lines) { $0.layout($1.content) } }
        return inline(lines.lines, lines.range, marks: ("{", "}"), padding: " ", separator: ", ", ending: "") {
            $0.layout($1.content)
        }
    }

    private mutating func layout(_ branch: BranchSyntax) -> Layout {
        switch branch {
        case .branch(let condition, let value): layout(condition) + .text(" -> ") + layout(value)
        case .otherwise(let value): .text("else -> ") + layout(value)
        }
    }

    mutating func layout(_ step: StepSyntax) -> Layout {
        guard !step.arguments.isEmpty else { return .text(step.name.text) }
        return .text(step.name.text + "(") + .joined(step.arguments.map { layout($0) }, with: .text(", ")) + .text(")")
    }

    private mutating func piece(_ piece: TextPieceSyntax) -> String {
        switch piece {
        case .literal(let text, _): Self.escaped(text)
        case .hole(let value): "{" + Self.onOneLine(layout(value)) + "}"
        }
    }

    /// The text of a layout without line breaks.
    private static func onOneLine(_ layout: Layout) -> String {
        switch layout {
        case .text(let text): text
        case .line(let flat), .choice(let flat, _): flat
        case .hardLine, .blankLine: " "
        case .joined(let parts): parts.map(onOneLine).joined()
        case .indented(let inner), .group(let inner): onOneLine(inner)
        }
    }
}

// MARK: Conditions

extension SourceFormatter {
    /// How tightly a condition's parts hold together.
    private enum Binding: Int, Comparable {
        case any, all, single

        static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }
    }

    mutating func layout(_ condition: ConditionSyntax) -> Layout {
        switch condition {
        case .equals(let left, let right, let isNegated):
            layout(left) + .text(isNegated ? " != " : " == ") + layout(right)
        case .isIn(let value, let list):
            layout(value) + .text(" in [") + .joined(list.map { layout($0) }, with: .text(", ")) + .text("]")
        case .isPresent(let value, let isNegated): layout(value) + .text(isNegated ? " is absent" : " is present")
        case .value(let value): layout(value)
        case .not(let inner): .text("not ") + layout(inner, inside: .single)
        case .all(let terms): .joined(terms.map { layout($0, inside: .single) }, with: .text(" and "))
        case .any(let terms): .joined(terms.map { layout($0, inside: .all) }, with: .text(" or "))
        }
    }

    private mutating func layout(_ condition: ConditionSyntax, inside binding: Binding) -> Layout {
        let own: Binding =
            switch condition {
            case .any: .any
            case .all: .all
            default: .single
            }
        return own < binding ? .text("(") + layout(condition) + .text(")") : layout(condition)
    }
}
