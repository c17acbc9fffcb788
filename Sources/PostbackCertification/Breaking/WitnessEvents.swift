import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

/// Events that tell two templates apart, if anything does: each macro that either of them looks at is there, is not, and has values that
/// conditions, tables and transforms treat in different ways.
struct WitnessEvents {
    let catalogue: MacroCatalogue
    private let templates: [(postback: PostbackTemplate, partner: PartnerTemplate)]
    /// The macros that are looked at, in the order of their names.
    private(set) var macros: [String] = []
    /// Those that an event may have or not, with values for each.
    private(set) var changes: [(macro: String, values: [PostbackValue])] = []
    /// Values that conditions and tables name, by macro.
    private(set) var named: [String: [String]] = [:]
    /// Those of conditions alone.
    private(set) var compared: [String: [String]] = [:]
    /// Macros of which a postback requires all.
    private(set) var together: [[String]] = []
    /// The highest index of an item that is looked at.
    private(set) var highestIndex = 1
    /// How many events are made of several changes at once.
    private static let mixed = 200

    init(
        _ templates: [(postback: PostbackTemplate, partner: PartnerTemplate)], catalogue: MacroCatalogue
    ) {
        self.templates = templates
        self.catalogue = catalogue
        var found: Set<String> = []
        for (postback, partner) in templates {
            if let list = postback.itemList { found.insert(list) }
            if case .events(let names) = postback.trigger, let macro = catalogue.macro(.name)?.name {
                named[macro, default: []] += names
                compared[macro, default: []] += names
            }
            for group in postback.alternatives.flatMap(\.self) {
                let macros = group.flatMap { Self.macros(in: $0) }.filter { catalogue.definition($0) != nil }
                if macros.count > 1, !together.contains(macros) { together.append(macros) }
            }
            if let callback = postback.request.callback {
                let urls = callback.hosts.flatMap { host in
                    ["https://\(host.replacing("*.", with: "any."))/callback?id=1"]
                        + callback.marks.keys.map { "https://\(host.replacing("*.", with: "any."))/callback?id=\($0)" }
                }
                for macro in Self.macros(in: callback.url) { named[macro, default: []] += urls }
            }
            for node in postback.nodes { note(node, partner, &found) }
        }
        macros = found.filter { catalogue.definition($0) != nil }.sorted()
        changes = macros.filter {
            catalogue.definition($0)?.role != .platform && catalogue.definition($0)?.role != .kind
        }
        .map { ($0, values(of: $0)) }
    }

    private mutating func note(_ node: TemplateNode, _ partner: PartnerTemplate, _ found: inout Set<String>) {
        switch node {
        case .expression(.macro(let name)): found.insert(name)
        case .expression(.element(let list, let index, _)):
            found.insert(list)
            highestIndex = max(highestIndex, min(index, 100))
        case .expression(.entries(let entries)):
            found.formUnion(entries.names.map { "\(entries.map).\($0)" } + ["\(entries.map).other"])
        case .expression(.each(let loop, _)), .line(.each(let loop, _)):
            if case .macro(let name) = loop.list { found.insert(name) }
        case .expression(.pipeline(let head, let steps)):
            for case .transform(_, let arguments) in steps {
                let texts = arguments.compactMap { argument -> String? in
                    switch argument {
                    case .literal(.text(let text)): text
                    // A text that is longer than a number says.
                    case .literal(.number(let number)):
                        Int(number.description).flatMap {
                            (0...5_000).contains($0) ? String(repeating: "0123456789", count: $0 / 10 + 1) : nil
                        }
                    default: nil
                    }
                }
                // What a step looks for stands in the middle, and alone.
                for macro in Self.macros(in: head) {
                    named[macro, default: []] += texts.flatMap { ["ab\($0)cd\($0)ef", $0] }
                }
            }
            for case .map(let id) in steps {
                let keys = partner.maps.first { $0.id == id }?.entries.map(\.key) ?? []
                for macro in Self.macros(in: head) { named[macro, default: []] += keys + ["none_of_them"] }
            }
        case .condition(.equals(let left, let right)): note([left, right], partner)
        case .condition(.isIn(let value, let list)): note([value] + list, partner)
        default: break
        }
        node.forEachChild { note($0, partner, &found) }
    }

    /// Literals that stand beside a macro, and what an account has in the fields beside it.
    private mutating func note(_ values: [PostbackExpression], _ partner: PartnerTemplate) {
        var texts = values.literalTexts
        for id in values.fieldNames {
            guard let sample = partner.fields.first(where: { $0.id == id })?.sample else { continue }
            texts += [sample, sample.lowercased(), sample.uppercased()]
        }
        for macro in values.flatMap({ Self.macros(in: $0) }) {
            named[macro, default: []] += texts
            compared[macro, default: []] += texts
        }
    }

    private static func macros(in value: PostbackExpression) -> [String] {
        var found: [String] = []
        TemplateNode.expression(value).forEach { node in
            switch node {
            case .expression(.macro(let name)): found.append(name)
            // A property of any item is seen in all lists.
            case .expression(.item(_, let property)), .expression(.element(_, _, let property)):
                found.append(".\(property)")
            default: break
            }
        }
        return found
    }

    /// The events of a situation on a platform, those with the fewest values first.
    func events(_ situation: IntegrationChange.Situation, on platform: Platform) -> [PostbackEvent] {
        let (least, most) = (base(situation, platform, isFull: false), base(situation, platform, isFull: true))
        var events = [least]
        for (macro, values) in changes { for value in values { events.append(least.with(macro, value)) } }
        events.append(most)
        for (macro, values) in changes {
            events.append(most.with(macro, nil))
            for value in values { events.append(most.with(macro, value)) }
        }
        var random = Sequence(state: 0x5EED)
        for _ in 0..<(changes.isEmpty ? 0 : Self.mixed) {
            var event = random.next() % 2 == 0 ? least : most
            for (macro, values) in changes {
                switch random.next() % 3 {
                case 0: event[macro] = nil
                case 1 where !values.isEmpty: event[macro] = values[Int(random.next() % UInt64(values.count))]
                default: break
                }
            }
            events.append(event)
        }
        return events.filter { isOf(situation, $0, on: platform) }
    }

    /// The events of a situation that come without their platform, where it is looked at.
    func eventsWithoutPlatform(_ situation: IntegrationChange.Situation) -> [PostbackEvent] {
        guard let macro = macros.first(where: { catalogue.definition($0)?.role == .platform }) else { return [] }
        return situation.platforms.flatMap { platform in
            [false, true].map { base(situation, platform, isFull: $0).with(macro, nil) }
        }.filter { isOf(situation, $0, on: nil) }
    }

    /// Whether an event has the situation's postbacks: another name or kind may have others.
    func isOf(_ situation: IntegrationChange.Situation, _ event: PostbackEvent, on platform: Platform?) -> Bool {
        event.kindName == situation.kind
            && zip(templates, [situation.old, situation.new]).allSatisfy { template, id in
                template.partner.postback(kind: situation.kind, name: event[.name]?.text, platform: platform)?.id == id
            }
    }

    func base(_ situation: IntegrationChange.Situation, _ platform: Platform, isFull: Bool) -> PostbackEvent {
        var event = isFull ? PostbackEvent.sample(for: platform, in: catalogue) : PostbackEvent(catalogue: catalogue)
        event[.platform] = .text(platform.rawValue)
        event[.kind] = .text(situation.kind)
        if let name = situation.event {
            event[.name] = .text(name)
        } else if !isFull || situation.kind != PostbackTrigger.eventKind {
            event[.name] = nil
        }
        // An app's own entries are in no sample.
        for (macro, values) in changes
        where isFull && catalogue.definition(exactly: macro) == nil && event[macro] == nil {
            event[macro] = values.first
        }
        return event
    }

    /// Values of a macro, its sample first.
    private func values(of macro: String) -> [PostbackValue] {
        guard let definition = catalogue.definition(macro) else { return [] }
        if definition.type == .list(.item) { return lists(of: macro) }
        let texts =
            [definition.sample].compactMap(\.self) + (named[macro] ?? []) + WitnessTexts.texts(of: definition.type)
        var seen: Set<PostbackValue> = []
        return texts.compactMap { PostbackValue($0, as: definition.type) }.filter { seen.insert($0).inserted }
    }

    /// Numbers in an order that is always the same (SplitMix64).
    private struct Sequence {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}

extension PostbackEvent {
    /// The event with another value of a macro; without it for nil.
    func with(_ macro: String, _ value: PostbackValue?) -> PostbackEvent {
        var event = self
        event[macro] = value
        return event
    }
}

extension PostbackLiteral {
    /// As the value of a macro would be written.
    var plainText: String {
        switch self {
        case .text(let text): text
        case .number(let number): number.description
        case .boolean(let value): value ? "true" : "false"
        }
    }
}
