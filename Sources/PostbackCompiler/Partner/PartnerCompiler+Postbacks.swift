import PostbackSupport
import PostbackLanguage
import PostbackTemplate

extension PartnerCompiler {
    mutating func add(_ syntax: PostbackSyntax) {
        guard let trigger = trigger(syntax) else { return }
        var platform: Platform?
        if let name = syntax.platform {
            platform = Platform(rawValue: name.text)
            if platform.map({ !partner.platforms.contains($0) }) ?? true {
                let near = Suggestion.nearest(to: name.text, among: partner.platforms.map(\.rawValue))
                report(.unknownPlatform(name.text, suggestion: near), name.range)
            }
        }
        var id = Self.identifier(trigger, platform)
        while partner.postbacks.contains(where: { $0.id == id }) { id += "_again" }
        for other in partner.postbacks where other.platform == platform && Self.overlap(other.trigger, trigger) {
            report(.overlap(other.id), syntax.range)
        }
        lines[id] = source.line(at: syntax.range.start)
        var context = Context(platforms: platform.map { [$0] } ?? partner.platforms)
        var local: [PostbackDefinition] = []
        for definition in syntax.definitions {
            let isTaken = definitions[definition.name.text] != nil || context.definitions[definition.name.text] != nil
            guard checkName(definition.name, taken: isTaken), let value = elaborate(definition.value, context) else {
                broken.insert("let.\(definition.name.text)")
                continue
            }
            context.definitions[definition.name.text] = value
            local.append(PostbackDefinition(definition.name.text, value.value))
        }
        let conditions = syntax.conditions.compactMap { elaborate($0, context) }
        let alternatives = syntax.alternatives.map { alternative in
            alternative.groups.map { group in group.compactMap { elaborate($0, context)?.value } }
        }
        var disclosed = Elaborated(value: .literal(.text("")), type: .text)
        guard let request = elaborate(syntax, id: id, context, &disclosed) else { return }
        for definition in syntax.definitions where !used.contains("let.\(definition.name.text)") {
            report(.unused(what: "let", definition.name.text), definition.name.range)
        }
        checkCurrency(disclosed, syntax.range)
        partner.postbacks.append(
            PostbackTemplate(
                id, trigger: trigger, platform: platform, deprecation: syntax.deprecation?.text, conditions: conditions,
                alternatives: alternatives, definitions: local, request: request, disclosure: disclosure(disclosed)))
    }

    private mutating func trigger(_ syntax: PostbackSyntax) -> PostbackTrigger? {
        let kinds = catalogue.kinds.map(\.name)
        let known = catalogue.events.map(\.name)
        if syntax.triggers.count == 1, !syntax.triggers[0].isQuoted, kinds.contains(syntax.triggers[0].name.text) {
            return .kind(syntax.triggers[0].name.text)
        }
        var names: [String] = []
        for trigger in syntax.triggers {
            let name = trigger.name.text
            if !trigger.isQuoted, !known.contains(name) {
                let near = Suggestion.nearest(to: name, among: known + kinds)
                report(.unknownEvent(name, suggestion: kinds.contains(name) ? nil : near), trigger.name.range)
            } else if names.contains(name) {
                report(.duplicate(what: "event", name), trigger.name.range)
            }
            names.append(name)
        }
        return .events(names)
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

    private static func overlap(_ left: PostbackTrigger, _ right: PostbackTrigger) -> Bool {
        switch (left, right) {
        case (.kind(let left), .kind(let right)): left == right
        case (.events(let left), .events(let right)): !Set(left).isDisjoint(with: right)
        default: false
        }
    }

    private mutating func checkCurrency(_ disclosed: Elaborated, _ range: SourceRange) {
        guard let amount = catalogue.macro(.amount)?.name, let currency = catalogue.macro(.currency)?.name else {
            return
        }
        let sent = disclosed.raw.union(disclosed.hashed)
        if sent.contains(amount), !sent.contains(currency) { report(.amountWithoutCurrency(amount), range) }
    }

    private func disclosure(_ disclosed: Elaborated) -> [Disclosure] {
        let isPersonal: (String) -> Bool = { [catalogue] in catalogue.definition($0)?.classification != nil }
        let raw = disclosed.raw.filter(isPersonal).map { Disclosure($0, .raw) }
        let hashed = disclosed.hashed.filter(isPersonal).map { Disclosure($0, .hashed) }
        return (raw + hashed).sorted()
    }
}
