import PostbackLanguage
import PostbackTemplate

/// What is told of every name of a file, in the order of the file.
protocol NameVisitor {
    /// A name is used.
    ///
    /// - Parameter names: its parts; one for a word without dots.
    mutating func visit(_ names: [Name], _ site: NameSite)
    /// A name is given.
    ///
    /// - Parameter list: for a variable, the list whose elements it stands for.
    mutating func declare(_ kind: Symbol.Kind, _ names: [Name], element list: ExpressionSyntax?)
    /// A block begins that may give names of its own.
    mutating func enter(_ start: Int)
    /// It ends.
    mutating func leave()
}

extension NameVisitor {
    mutating func visit(_: [Name], _: NameSite) {}
    mutating func declare(_: Symbol.Kind, _: [Name], element _: ExpressionSyntax?) {}
    mutating func enter(_: Int) {}
    mutating func leave() {}
}

/// Goes through the names of partner files and schemas: the one place that knows where which kind of name stands.
struct NameWalk<Visitor: NameVisitor> {
    var visitor: Visitor
    /// What names in values are where the walk is.
    var valueSite = NameSite.value

    mutating func walk(_ file: FileSyntax) {
        for declaration in file.declarations { walk(declaration) }
        for allowance in file.allowances { visit(allowance.code, .code) }
    }

    mutating func visit(_ name: Name, _ site: NameSite) { visitor.visit([name], site) }

    private mutating func declare(_ kind: Symbol.Kind, _ name: Name) {
        visitor.declare(kind, [name], element: nil)
    }

    mutating func walk(_ declaration: DeclarationSyntax) {
        switch declaration {
        case .partner(let id, _, _): declare(.partner, id)
        case .property(let property): walk(property)
        case .field(let field):
            declare(.field, field.id)
            walk(field.type)
            for modifier in field.modifiers { walk(modifier.content, of: "field.\(field.id.text)") }
        case .endpoint(let endpoint):
            declare(.endpoint, endpoint.id)
            walk(endpoint.url, as: .address)
        case .map(let map):
            declare(.map, map.id)
            for case .entry(let keys, let value) in map.rows.contents {
                for key in keys { visit(key, .mapKey(of: map.id.text)) }
                walk(value, literalOf: map.id.text)
            }
        case .definition(let name, let value):
            declare(.definition, name)
            walk(value)
        case .lines(let name, let lines):
            declare(.shared, name)
            visitor.enter(lines.range.start)
            walk(lines)
            visitor.leave()
        case .shared(let name, let body):
            declare(.shared, name)
            walk(body)
        case .postback(let postback):
            for trigger in postback.triggers { visit(trigger, .event(ofExample: false)) }
            if let platform = postback.platform { visit(platform, .platform) }
            walk(postback.body)
        case .callback(let callback):
            declare(.endpoint, callback.id)
            walk(callback.value)
        case .delivery(let settings, _): for setting in settings.contents { walk(setting) }
        case .example(let example): walk(example)
        case .acceptance(let macro, _, _): visitor.visit(macro, .macro)
        case .macro(let macro):
            visitor.declare(.macro, macro.name, element: nil)
            walk(macro.type)
            for modifier in macro.modifiers { walk(modifier.content) }
        case .event(let event):
            declare(.event, event.name)
            for macro in event.macros { visitor.visit(macro, .macro) }
        case .signal(let macro, let value, let classes):
            visitor.visit(macro, .macro)
            walk(value, literalOf: macro.map(\.text).joined(separator: "."))
            for name in classes { visit(name, .classification) }
        case .together(let macros): for macro in macros { visitor.visit(macro, .macro) }
        }
    }

    private mutating func walk(_ type: TypeSyntax) {
        visit(type.name, .type)
        if case .words(let words) = type.arguments { for word in words { visit(word, .word(of: [])) } }
    }

    /// - Parameter name: what a value is given to.
    private mutating func walk(_ property: PropertySyntax, of name: String? = nil) {
        switch (property.name.text, property.value) {
        case ("platforms", .words(let words)): for word in words { visit(word, .platform) }
        case ("category", .words(let words)): for word in words { visit(word, .category) }
        case ("class", .words(let words)): for word in words { visit(word, .classification) }
        case ("per", .words(let words)): for word in words { visit(word, .word(of: ["event"])) }
        case ("role", .words(let words)):
            for word in words { visit(word, .word(of: MacroRole.allCases.map(\.rawValue))) }
        case (_, .rate(_, let span, _)): visit(span, .keyword(of: ["second", "minute", "hour"]))
        case (_, .expression(let value)): walk(value, literalOf: name ?? property.name.text)
        case (_, .answer(let condition)):
            let outside = valueSite
            valueSite = .answer
            walk(condition)
            valueSite = outside
        case (_, .spellings(let spellings)):
            for spelling in spellings {
                visit(spelling.vendor, .word(of: []))
                for step in spelling.steps { visit(step.name, .step) }
            }
        default: break
        }
    }

    private mutating func walk(_ body: Braced<PostbackLineSyntax>) {
        visitor.enter(body.range.start)
        for line in body.contents {
            switch line {
            case .each(let loop): open(loop)
            case .condition(let condition): walk(condition)
            case .alternatives(let all): for value in all.groups.flatMap({ $0 }) { walk(value) }
            case .definition(let definition):
                walk(definition.value)
                declare(.definition, definition.name)
            case .request(let request):
                visit(request.endpoint, .endpoint)
                if let path = request.path { walk(path) }
            case .block(let block):
                switch block.content {
                case .lines(let lines), .separated(_, let lines): walk(lines)
                case .value(let value): walk(value)
                }
            case .include(let name): visit(name, .included(inBlock: false))
            }
        }
        visitor.leave()
    }

    private mutating func walk(_ example: ExampleSyntax) {
        for line in example.body.contents {
            switch line {
            case .postback(let name): visit(name, .event(ofExample: true))
            case .given(let values): for value in values.contents { walk(value) }
            case .expectation(.skips(let reason, let about)):
                visit(reason, .skip)
                visitor.visit(about, .setting)
            case .variation(let variation):
                for value in variation.changed { walk(value) }
                for name in variation.removed + [variation.about] { visitor.visit(name, .setting) }
                visit(variation.reason, .skip)
            case .rows(let map, let rows):
                visit(map, .map)
                for row in rows.contents where row.key.isQuoted || row.key.text != "else" {
                    visit(row.key, .mapKey(of: map.text))
                }
            case .expectation(.sends(let method, _, _)):
                visit(method, .keyword(of: RequestMethod.allCases.map(\.rawValue)))
            case .answer(let answer): visit(answer.meaning, .keyword(of: ["succeeds", "retries", "fails"]))
            }
        }
    }

    private mutating func walk(_ given: GivenSyntax) {
        switch given {
        case .sample(let platform): visit(platform, .platform)
        case .value(let names, let value):
            visitor.visit(names, .setting)
            if let value { walk(value, literalOf: names.map(\.text).joined(separator: ".")) }
        }
    }

    /// Gives the names of a `for`.
    mutating func open(_ loop: LoopSyntax) {
        walk(loop.list)
        visitor.declare(.variable, [loop.variable], element: loop.list)
        if let number = loop.number { declare(.variable, number) }
    }
}
