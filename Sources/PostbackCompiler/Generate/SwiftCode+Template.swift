import PostbackTemplate

extension SwiftCode {
    /// The initializer call that makes an expression.
    static func expression(_ expression: PostbackExpression) -> SwiftCode {
        switch expression {
        case .literal(let value): call(".literal", [literal(value)])
        case .macro(let name): call(".macro", [string(name)])
        case .field(let id): call(".field", [string(id)])
        case .definition(let name): call(".definition", [string(name)])
        case .item(let variable, let property):
            call(".item", [string(variable).labelled("variable"), string(property).labelled("property")])
        case .variable(let name): call(".variable", [string(name)])
        case .element(let list, let index, let property):
            call(
                ".element",
                [string(list).labelled("list"), text("index: \(index)"), string(property).labelled("property")])
        case .entries(let entries):
            call(
                ".entries",
                [
                    call(
                        "OpenMapEntries",
                        [string(entries.map)]
                            + (entries.names.isEmpty
                                ? [] : [array(entries.names.map(string)).labelled("names")])
                            + (entries.leavesOut ? [] : [text("leavesOut: false")]))
                ])
        case .request(let part): call(".request", [text(".\(part)")])
        case .system(let value): call(".system", [text(".\(value)")])
        case .text(let pieces): call(".text", [array(pieces.map(self.expression))])
        case .pipeline(let value, let steps): call(".pipeline", [self.expression(value), array(steps.map(step))])
        case .fallback(let values): call(".fallback", [array(values.map(self.expression))])
        case .choose(let branches, let otherwise):
            call(
                ".choose",
                [
                    array(
                        branches.map { call("PostbackBranch", [condition($0.condition), self.expression($0.value)]) }),
                    (otherwise.map(self.expression) ?? text("nil")).labelled("otherwise"),
                ])
        case .list(let elements): call(".list", [array(elements.map(element))])
        case .each(let loop, let yield): call(".each", [self.loop(loop), element(yield).labelled("yield")])
        case .object(let lines): call(".object", [array(lines.map(line))])
        case .json(let value): call(".json", [self.expression(value)])
        case .unescaped(let value, let characters):
            call(".unescaped", [self.expression(value), string(characters).labelled("characters")])
        case .bare(let text): call(".bare", [self.expression(text)])
        }
    }

    private static func loop(_ loop: ItemLoop) -> SwiftCode {
        var arguments = [string(loop.variable)]
        if let number = loop.number { arguments.append(string(number).labelled("number")) }
        if loop.first != 1 { arguments.append(text("first: \(loop.first)")) }
        return call("ItemLoop", arguments + [expression(loop.list).labelled("in")])
    }

    private static func key(_ key: LineKey) -> SwiftCode {
        guard key.isWritten else { return text(".none") }
        if !key.isBare, let text = key.text { return string(text) }
        let pieces = key.pieces.map { piece in
            switch piece {
            case .text(let text): call(".text", [string(text)])
            case .number(let name): call(".number", [string(name)])
            }
        }
        return call("LineKey", [array(pieces)] + (key.isBare ? [text("isBare: true")] : []))
    }

    static func literal(_ literal: PostbackLiteral) -> SwiftCode {
        switch literal {
        case .text(let text): call(".text", [string(text)])
        case .boolean(let value): text(".boolean(\(value))")
        case .number(let number):
            text(
                ".number(ExactDecimal(isNegative: \(number.isNegative), coefficient: \(number.coefficient), "
                    + "scale: \(number.scale)))")
        }
    }

    private static func step(_ step: PipelineStep) -> SwiftCode {
        switch step {
        case .map(let id): call(".map", [string(id)])
        case .transform(let name, let arguments):
            call(".apply", [text(".\(name)")] + arguments.map(expression))
        }
    }

    private static func element(_ element: PostbackElement) -> SwiftCode {
        let presence = element.presence == .optional ? [] : [text("presence: .\(element.presence)")]
        return call("PostbackElement", [expression(element.value)] + presence)
    }

    /// The initializer call that makes a line.
    static func line(_ line: PostbackLine) -> SwiftCode {
        switch line {
        case .pair(let key, let value, let presence):
            call(
                ".pair",
                [self.key(key), expression(value)] + (presence == .optional ? [] : [text("presence: .\(presence)")]))
        case .each(let loop, let lines): call(".each", [self.loop(loop), array(lines.map(self.line))])
        case .when(let condition, let lines, let otherwise):
            call(
                ".when",
                [self.condition(condition), array(lines.map(self.line))]
                    + (otherwise.isEmpty ? [] : [array(otherwise.map(self.line)).labelled("otherwise")]))
        }
    }

    /// The initializer call that makes a condition.
    static func condition(_ condition: PostbackCondition) -> SwiftCode {
        switch condition {
        case .equals(let left, let right): call(".equals", [expression(left), expression(right)])
        case .isIn(let value, let list): call(".isIn", [expression(value), array(list.map(expression))])
        case .isPresent(let value): call(".isPresent", [expression(value)])
        case .isTrue(let value): call(".isTrue", [expression(value)])
        case .not(let inner): call(".not", [self.condition(inner)])
        case .all(let inner): call(".all", [array(inner.map(self.condition))])
        case .any(let inner): call(".any", [array(inner.map(self.condition))])
        }
    }

    /// The initializer call that makes a type.
    static func type(_ type: ValueType) -> SwiftCode {
        switch type {
        case .digits(nil): text(".digits(nil)")
        case .digits(let bounds?): text(".digits(\(bounds.lowerBound)...\(bounds.upperBound))")
        case .choice(let values): call(".choice", [array(values.map(string))])
        case .list(let element): call(".list", [self.type(element)])
        default: text(".\(type.name)")
        }
    }

    /// The initializer call that makes a field.
    static func field(_ field: FieldDefinition) -> SwiftCode {
        var arguments = [string(field.id), string(field.label), type(field.type)]
        if field.scope == .event { arguments.append(text("scope: .event")) }
        if field.isOptional { arguments.append(text("isOptional: true")) }
        if let value = field.defaultValue { arguments.append(string(value).labelled("default")) }
        if field.isSecret { arguments.append(text("isSecret: true")) }
        if let pattern = field.pattern { arguments.append(string(pattern).labelled("pattern")) }
        if let length = field.length { arguments.append(text("length: \(length.lowerBound)...\(length.upperBound)")) }
        if let sample = field.sample { arguments.append(string(sample).labelled("sample")) }
        if let help = field.help { arguments.append(string(help).labelled("help")) }
        if let deprecation = field.deprecation { arguments.append(string(deprecation).labelled("deprecation")) }
        return call("FieldDefinition", arguments)
    }

    /// The initializer call that makes a map.
    static func map(_ map: ValueMap) -> SwiftCode {
        let entries = map.entries.map { call(".init", [string($0.key), literal($0.value)]) }
        let fallback: SwiftCode =
            switch map.fallback {
            case .value(let value): call(".value", [literal(value)])
            case .absent: text(".absent")
            case .skip: text(".skip")
            }
        return call("ValueMap", [string(map.id), array(entries), fallback.labelled("fallback")])
    }

    /// The initializer call that makes a postback.
    static func postback(_ postback: PostbackTemplate) -> SwiftCode {
        var arguments = [string(postback.id)]
        switch postback.trigger {
        case .kind(let kind): arguments.append(call("trigger: .kind", [string(kind)]))
        case .events(let names): arguments.append(call("trigger: .events", [array(names.map(string))]))
        }
        if let platform = postback.platform { arguments.append(text("platform: .\(platform)")) }
        if let deprecation = postback.deprecation { arguments.append(string(deprecation).labelled("deprecation")) }
        if let items = postback.items { arguments.append(loop(items).labelled("items")) }
        if !postback.conditions.isEmpty {
            arguments.append(array(postback.conditions.map(condition)).labelled("conditions"))
        }
        if !postback.alternatives.isEmpty {
            let groups = postback.alternatives.map { array($0.map { array($0.map(expression)) }) }
            arguments.append(array(groups).labelled("alternatives"))
        }
        if !postback.definitions.isEmpty {
            arguments.append(array(postback.definitions.map(definition)).labelled("definitions"))
        }
        arguments.append(request(postback.request).labelled("request"))
        if !postback.disclosure.isEmpty {
            let entries = postback.disclosure.map { call("Disclosure", [string($0.macro), text(".\($0.form)")]) }
            arguments.append(array(entries).labelled("disclosure"))
        }
        return call("PostbackTemplate", arguments)
    }

    /// The initializer call that makes a named expression.
    static func definition(_ definition: PostbackDefinition) -> SwiftCode {
        call("PostbackDefinition", [string(definition.name), expression(definition.value)])
    }

    private static func request(_ request: RequestTemplate) -> SwiftCode {
        let arguments = RequestPosition.allCases.compactMap { argument(request, $0) }
        return call("RequestTemplate", [text(".\(request.method)")] + arguments)
    }

    /// The argument for a position; nil where the initializer's default says the same.
    private static func argument(_ request: RequestTemplate, _ position: RequestPosition) -> SwiftCode? {
        switch (position, request.content(at: position)) {
        case (_, nil), (.matrix, .lines([])), (.query, .lines([])), (.headers, .lines([])),
            (.cookies, .lines([])):
            return nil
        case (.callback, .value(let url)):
            var parts = [expression(url).labelled("url")]
            if let callback = request.callback {
                parts.append(array(callback.hosts.map(string)).labelled("hosts"))
                if !callback.marks.isEmpty { parts.append(array(callback.marks.map(line)).labelled("marks")) }
            }
            return call("CallbackTemplate", parts).labelled("callback")
        // They are in the callback.
        case (.marks, _): return nil
        case (.origin, .pieces(let pieces)), (.path, .pieces(let pieces)):
            return request.callback == nil ? array(pieces.map(piece)).labelled(position.rawValue) : nil
        case (.pathPairs, .lines(let lines)):
            let pairs = call(
                "PathPairs",
                [
                    string(request.pathPairs?.separator ?? "").labelled("separator"),
                    array(lines.map(line)).labelled("lines"),
                ])
            return pairs.labelled(position.rawValue)
        case (.matrix, .lines(let lines)), (.query, .lines(let lines)), (.headers, .lines(let lines)),
            (.cookies, .lines(let lines)):
            return array(lines.map(line)).labelled(position.rawValue)
        case (.form, .lines(let lines)): return call("body: .form", [array(lines.map(line))])
        case (.json, .value(let value)): return call("body: .json", [expression(value)])
        case (.text, .value(let value)): return call("body: .text", [expression(value)])
        case (.callback, _), (.origin, _), (.path, _), (.pathPairs, _), (.matrix, _), (.query, _), (.headers, _),
            (.cookies, _), (.form, _), (.json, _), (.text, _):
            return nil
        }
    }

    private static func piece(_ piece: URLPiece) -> SwiftCode {
        switch piece {
        case .literal(let text): call(".literal", [string(text)])
        case .hole(let value): call(".hole", [expression(value)])
        }
    }
}
