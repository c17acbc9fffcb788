import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    /// Adds a postback for each kind that a declaration names, and one for its in-app events.
    mutating func add(_ syntax: PostbackSyntax) {
        var syntax = syntax
        syntax.body = expanded(syntax.body)
        let requests = syntax.body.contents.compactMap { if case .request(let line) = $0 { line } else { nil } }
        for line in requests.dropFirst() {
            report(
                .duplicate(what: "request line of", name: syntax.triggers.first?.text ?? ""), line.range,
                related: label(requests[0].range, "the first one"))
        }
        let platform = platform(syntax)
        let all = triggers(distinct(syntax.triggers))
        for (trigger, names) in all {
            let kind = if case .kind(let kind) = trigger { kind } else { PostbackTrigger.eventKind }
            add(syntax, trigger, names, platform, kind: all.count > 1 ? kind : nil)
        }
    }

    private mutating func add(
        _ syntax: PostbackSyntax, _ trigger: PostbackTrigger, _ triggers: [Name], _ platform: Platform?,
        kind: String?
    ) {
        let id = postbacks.ids.take(Self.identifier(trigger, platform), separator: "_")
        for (key, name) in zip(trigger.keys, triggers) {
            let place = PostbackIndex.Key(event: key, platform: platform)
            if let other = postbacks.byEvent[place] {
                report(
                    .overlap(postback: other.id), name.range, related: label(other.range, "the other postback"))
            } else {
                postbacks.byEvent[place] = .init(id: id, range: name.range)
            }
        }
        noteLines(of: syntax, id)
        postbackScope = PostbackScope()
        var context = Context(platforms: platform.map { [$0] } ?? partner.platforms)
        context.kind = kind
        var disclosed = Elaborated(value: .literal(.text("")), type: .text)
        let items = open(items: syntax, trigger, &context, &disclosed)
        let local = definitions(of: syntax, &context)
        let conditions = syntax.conditions.compactMap { elaborate($0, context) }
        for condition in conditions { context.asked.formUnion(condition.macros) }
        let alternatives = syntax.alternatives.map { alternative in
            alternative.groups.map { group in
                group.compactMap { syntax -> PostbackExpression? in
                    guard let value = elaborate(syntax, context), checkSingle(value, syntax) else { return nil }
                    return value.value
                }
            }
        }
        let presence = PresenceAnalysis(
            partner, catalogue: catalogue, definitions: local,
            // The number of an item is always there.
            conditions: conditions + context.numbers.sorted().map { .isPresent(.variable($0)) },
            alternatives: alternatives)
        guard let request = elaborate(syntax, id: id, context, presence, &disclosed) else { return }
        checkUse(of: syntax.definitions)
        if items != nil, let loop = syntax.items { close(loop) }
        checkPairs(disclosed, syntax.range)
        checkItemLists()
        let template = PostbackTemplate(
            id, trigger: trigger, platform: platform, deprecation: syntax.deprecation?.text, items: items,
            conditions: conditions, alternatives: alternatives, definitions: local, request: request,
            disclosure: disclosure(disclosed))
        switch template.excess(definitions: partner.definitions) {
        case .work: report(.postbackTooMuchWork, syntax.range)
        case .nesting: report(.nestedLetsTooDeep, syntax.range)
        case nil: break
        }
        checkTransport(template, syntax)
        partner.postbacks.append(template)
        postbacks.ranges.append(syntax.range)
    }

    /// Where the lines of a postback stand: those that it shares with others at one place for all of them.
    private mutating func noteLines(of syntax: PostbackSyntax, _ id: String) {
        lines[SourcePlace(postback: id)] = source.line(at: syntax.range.start)
        if let request = syntax.request {
            for position in [RequestPosition.origin, .path] {
                lines[SourcePlace(postback: id, position: position)] = source.line(at: request.range.start)
            }
        }
        for (number, condition) in syntax.conditions.enumerated() {
            lines[.condition(number, of: id)] = condition.range.map { source.line(at: $0.start) }
        }
        for (number, alternatives) in syntax.alternatives.enumerated() {
            lines[.alternatives(number, of: id)] = source.line(at: alternatives.range.start)
        }
        for definition in syntax.definitions {
            lines[.definition(definition.name.text, of: id)] = source.line(at: definition.name.range.start)
        }
    }

    /// The list for each item of which there is a request, with what can be named then; nil for one request.
    private mutating func open(
        items syntax: PostbackSyntax, _ trigger: PostbackTrigger, _ context: inout Context,
        _ disclosed: inout Elaborated
    ) -> ItemLoop? {
        guard let loop = syntax.items, let walk = open(loop, context) else { return nil }
        context = walk.context
        guard case .macro = walk.list.value else {
            report(.requestsOfMadeList, loop.list.range)
            return nil
        }
        if trigger == .kind(PostbackTrigger.sessionKind) {
            report(.requestsOfSession, loop.list.range)
            return nil
        }
        disclosed.merge(walk.list)
        return walk.loop
    }

    /// The events of a postback; one that is named twice is reported.
    private mutating func distinct(_ names: [Name]) -> [Name] {
        var seen: Set<String> = []
        return names.filter { name in
            let isNew = seen.insert(name.text).inserted
            if !isNew { report(.duplicate(what: "event", name: name.text), name.range) }
            return isNew
        }
    }

    private mutating func platform(_ syntax: PostbackSyntax) -> Platform? {
        guard let name = syntax.platform else { return nil }
        guard let platform = Platform(rawValue: name.text) else {
            let near = nearest(to: name.text, among: partner.platforms.map(\.rawValue))
            report(.unknownPlatform(name: name.text, suggestion: near), name.range)
            return nil
        }
        if !partner.platforms.contains(platform) {
            let platforms = partner.platforms.map(\.rawValue)
            report(
                .notOnPlatform(name: name.text, platforms: platforms), name.range,
                related: label(scopes.settings.place(of: "platforms"), "declared here"))
        }
        return platform
    }

    private mutating func definitions(of syntax: PostbackSyntax, _ context: inout Context) -> [PostbackDefinition] {
        var local: [PostbackDefinition] = []
        context.isNamed = true
        defer { context.isNamed = false }
        for definition in syntax.definitions {
            let name = definition.name
            let isTaken = definitions[name.text] != nil || context.definitions[name.text] != nil
            guard checkName(name, taken: isTaken), let value = elaborate(definition.value, context) else {
                scopes.definitions.breaks(name.text)
                continue
            }
            scopes.definitions.reset(name.text)
            context.definitions[name.text] = value
            local.append(PostbackDefinition(name.text, value.value))
        }
        return local
    }

    /// What a declaration is for: each kind by itself, and all of its in-app events.
    private mutating func triggers(_ names: [Name]) -> [(PostbackTrigger, [Name])] {
        let kinds = catalogue.kinds.map(\.name)
        let known = catalogue.events.map(\.name)
        func isKind(_ name: Name) -> Bool { !name.isQuoted && kinds.contains(name.text) }
        let events = names.filter { !isKind($0) }
        for name in events where !name.isQuoted && !known.contains(name.text) {
            let near = nearest(to: name.text, among: known + kinds)
            report(.unknownEvent(name: name.text, suggestion: near), name.range)
        }
        return names.filter(isKind).map { (.kind($0.text), [$0]) }
            + (events.isEmpty ? [] : [(.events(events.map(\.text)), events)])
    }

    private static func identifier(_ trigger: PostbackTrigger, _ platform: Platform?) -> String {
        let name =
            switch trigger {
            case .kind(let kind): kind
            case .events(let names): names.joined(separator: "_")
            }
        let word = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        return platform.map { "\(word)_\($0.rawValue)" } ?? word
    }

    /// Reports half of a pair: an amount without its currency, a consent string without what it is about.
    private mutating func checkPairs(_ disclosed: Elaborated, _ range: SourceRange) {
        let sent = disclosed.raw.union(disclosed.hashed)
        checkCurrency(sent, range)
        for group in schema.companions {
            guard let present = group.first(where: sent.contains) else { continue }
            for missing in group where !sent.contains(missing) {
                report(.incompletePair(macro: present, missing: missing), postbackScope.sentAt[present] ?? range)
            }
        }
    }

    /// Reports what only the request as a whole shows.
    private mutating func checkTransport(_ postback: PostbackTemplate, _ syntax: PostbackSyntax) {
        guard let line = syntax.request, endpoints[line.endpoint.text]?.isPlainHTTP == true else { return }
        let personal = postback.disclosure.filter { disclosure in
            disclosure.form == .raw
                && !ClassificationSet.personal.isDisjoint(with: catalogue.definition(disclosure.macro)?.classes ?? [])
        }
        guard !personal.isEmpty else { return }
        report(
            .personalOverHTTP(macros: personal.map(\.macro)), line.endpoint.range,
            related: label(endpoints[line.endpoint.text]?.name.range, "the endpoint with plain http"))
    }

    /// Reports what only all postbacks together show.
    mutating func checkPostbacks() {
        guard !diagnostics.hasErrors else { return }
        for (key, place) in postbacks.byEvent where key.platform == nil {
            let own = partner.platforms.filter { postbacks.byEvent[.init(event: key.event, platform: $0)] != nil }
            if own.count == partner.platforms.count { report(.unreachablePostback(postback: place.id), place.range) }
        }
        let eventNames = [catalogue.macro(.kind)?.name, catalogue.macro(.name)?.name].compactMap { $0 }
        var seen: [PostbackTemplate: Int] = [:]
        for (index, postback) in partner.postbacks.enumerated() where !postback.mentions(eventNames, in: partner) {
            // What is sent, without the events it is for.
            var key = postback
            key.id = ""
            key.trigger = .kind("")
            key.disclosure = []
            key.deprecation = nil
            if let first = seen[key] {
                let other = partner.postbacks[first]
                // What one declaration says for several events is said on purpose.
                guard other.trigger != postback.trigger, postbacks.ranges[first] != postbacks.ranges[index] else {
                    continue
                }
                report(
                    .identicalRequests(postback: other.id), postbacks.ranges[index],
                    related: label(postbacks.ranges[first], "the other postback"))
            } else {
                seen[key] = index
            }
        }
    }

    private func disclosure(_ disclosed: Elaborated) -> [Disclosure] {
        let isPersonal: (String) -> Bool = { [catalogue] in catalogue.definition($0)?.classes.isEmpty == false }
        let raw = disclosed.raw.filter(isPersonal).map { Disclosure($0, .raw) }
        let hashed = disclosed.hashed.filter(isPersonal).map { Disclosure($0, .hashed) }
        return (raw + hashed).sorted()
    }
}
