import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

/// Looks for events that show what a comparison has found, with the renderer that services use.
struct WitnessSearch {
    let comparison: PartnerComparison
    let original: (old: PartnerTemplate, new: PartnerTemplate)
    let catalogue: MacroCatalogue
    private let accounts: [[String: String]]
    /// For how many accounts events are searched for that come with one macro and as little else as there can be.
    private static let accountsInFocus = 2
    private var rounds: [IntegrationChange.Situation: [Round]] = [:]

    init(
        _ comparison: PartnerComparison, old: PartnerTemplate, new: PartnerTemplate, catalogue: MacroCatalogue
    ) {
        self.comparison = comparison
        original = (old: old, new: new)
        self.catalogue = catalogue
        accounts = Self.accounts(comparison.old, comparison.new)
    }

    /// The field values of accounts that both revisions take: with as little as there can be, with everything, and everything but one.
    private static func accounts(_ old: PartnerTemplate, _ new: PartnerTemplate) -> [[String: String]] {
        let least = new.requiredSamples.merging(old.requiredSamples) { _, older in older }
        var filled = new.allSamples.merging(old.allSamples) { _, older in older }
        // What has no sample has some value nevertheless.
        for field in old.fields where filled[field.id] == nil { filled[field.id] = ValueSamples.texts(of: field).first }
        let most = filled.filter { id, _ in old.fields.contains { $0.id == id } || least[id] != nil }
        var found = [least, most]
        for field in old.fields where most[field.id] != nil && !field.isRequired {
            var without = most
            without[field.id] = nil
            found.append(without)
        }
        // Values that a file compares fields with, and all that a closed type has.
        let named = FieldLiterals.all(in: old).merging(FieldLiterals.all(in: new)) { $0 + $1 }
        for field in old.fields {
            var values = named[field.id] ?? []
            if case .choice(let choices) = field.type { values += choices }
            if field.type == .boolean { values += ["true", "false"] }
            for value in values {
                found.append(least.merging([field.id: value]) { _, new in new })
                found.append(most.merging([field.id: value]) { _, new in new })
            }
        }
        var seen: Set<[String: String]> = []
        return found.map { values in
            // What one of them does not know, or does not take, is left out.
            values.filter { id, value in
                guard let field = new.fields.first(where: { $0.id == id }) else { return false }
                return field.expectation(unmetBy: value) == nil
            }
        }.filter { seen.insert($0).inserted }
    }

    /// What shows a change; nil where nothing does.
    mutating func witness(of change: IntegrationChange) -> Witness? {
        switch change.evidence {
        case .fact: return nil
        case .configuration(let field): return configuration(field)
        case .answer: return answer()
        case .defaultValue(let field): return defaultValue(field)
        case .request: return find(change) { _, _, _, _ in true }
        case .sending: return find(change) { _, _, old, new in old.isSent != new.isSent }
        case .line(let old, let new, let whole, let maps):
            return line(change, old, new, maps) ?? whole.flatMap { line(change, old, $0, maps) }
        case .leaving(let macro):
            return find(change) { round, event, _, after in
                let other = event.without(macro)
                return !Self.render(round.bound.new, other).isSame(as: after)
            }
        case .revealing(let macros):
            // Whether something is sent hardly depends on more than whether an account has filled in all or little.
            return find(change, accounts: 2) { round, event, before, after in
                !before.isSent && after.isSent
                    && macros.contains { !Self.render(round.bound.new, event.without($0)).isSame(as: after) }
            }
        case .field(let field): return find(change) { round, _, _, _ in round.fields[field] != nil }
        case .macro(let macro):
            return find(change) { round, event, before, after in
                let other = event.without(macro)
                return !Self.render(round.bound.new, other).isSame(as: after)
                    && Self.render(round.bound.old, other).isSame(as: before)
            }
        }
    }

    /// An event for which a line by itself becomes another one.
    private mutating func line(
        _ change: IntegrationChange, _ old: TemplateLine?, _ new: TemplateLine?, _ maps: [ValueMap]
    ) -> Witness? {
        guard let probes = probes(change, old, new, maps) else { return nil }
        var lines: [[String: String]: (old: BoundPostback, new: BoundPostback)] = [:]
        return find(change) { [catalogue] round, event, _, _ in
            if lines[round.fields] == nil {
                guard
                    let first = try? BoundPostback(
                        probes.old.postback, of: probes.old.partner, catalogue: catalogue, fields: round.fields),
                    let second = try? BoundPostback(
                        probes.new.postback, of: probes.new.partner, catalogue: catalogue, fields: round.fields)
                else { return false }
                lines[round.fields] = (first, second)
            }
            guard let bound = lines[round.fields] else { return false }
            return !Self.render(bound.old, event).isSame(as: Self.render(bound.new, event))
        }
    }

    /// An event whose requests differ, for a pair of postbacks of which nothing else was found.
    mutating func difference(in situation: IntegrationChange.Situation) -> Witness? {
        var change = IntegrationChange(finding: .requestChanged())
        change.situation = situation
        // What only has another order is the same.
        return find(change) { _, _, before, after in before.bytesInOrder != after.bytesInOrder }
    }

    private mutating func find(
        _ change: IntegrationChange, accounts: Int = .max,
        where shows: (Round, PostbackEvent, [PostbackOutcome], [PostbackOutcome]) -> Bool
    ) -> Witness? {
        guard let situation = change.situation else { return nil }
        let rounds = rounds(of: situation).prefix(accounts)
        func search(_ areBothSent: Bool, _ rounds: some Sequence<Round>, _ places: (Round) -> Range<Int>) -> Witness? {
            for round in rounds {
                for index in places(round) {
                    let (event, before, after) = round[index]
                    guard !before.isSame(as: after), !areBothSent || before.isSent && after.isSent,
                        shows(round, event, before, after)
                    else { continue }
                    return Self.witness(round, event) { event, before, after in
                        (!areBothSent || before.isSent && after.isSent) && shows(round, event, before, after)
                    }
                }
            }
            return nil
        }
        // Two requests show more than one that is not sent.
        return search(true, rounds) { $0.plain } ?? search(false, rounds) { $0.plain }
            ?? search(false, rounds.prefix(Self.accountsInFocus)) { $0.focused }
    }

    /// An event with nothing in it that is not needed to show a change.
    static func witness(
        _ round: Round, _ event: PostbackEvent,
        where shows: (PostbackEvent, [PostbackOutcome], [PostbackOutcome]) -> Bool
    ) -> Witness {
        var event = event
        var names = event.catalogue.macros.map(\.name).filter { event[$0] != nil } + event.entryNames
        names.removeAll { name in
            let role = event.catalogue.definition(name)?.role
            return role == .kind || role == .platform || role == .name
        }
        for name in names {
            var less = event
            less[name] = nil
            let (before, after) = (render(round.bound.old, less), render(round.bound.new, less))
            if !before.isSame(as: after), shows(less, before, after) { event = less }
        }
        return Witness(
            event: event, fields: round.fields, before: Witness.words(render(round.bound.old, event)),
            after: Witness.words(render(round.bound.new, event)))
    }

    mutating func rounds(of situation: IntegrationChange.Situation) -> [Round] {
        if let known = rounds[situation] { return known }
        var made: [Round] = []
        if let before = comparison.old.postbacks.first(where: { $0.id == situation.old }),
            let after = comparison.new.postbacks.first(where: { $0.id == situation.new })
        {
            let source = WitnessEvents([(before, comparison.old), (after, comparison.new)], catalogue: catalogue)
            let events =
                situation.platforms.flatMap { source.events(situation, on: $0) }
                + source.eventsWithoutPlatform(situation)
            for fields in accounts {
                guard
                    let old = try? BoundPostback(
                        before, of: comparison.old, catalogue: catalogue,
                        fields: fields.filter { id, _ in comparison.old.fields.contains { $0.id == id } }),
                    let new = try? BoundPostback(after, of: comparison.new, catalogue: catalogue, fields: fields)
                else { continue }
                made.append(Round(fields, events, focus: { source.focus(situation) }, (old, new)))
            }
        }
        rounds[situation] = made
        return made
    }

    static func render(_ bound: BoundPostback, _ event: PostbackEvent) -> [PostbackOutcome] {
        (0..<bound.requestCount(for: event)).map { bound.render(event, item: $0, context: ExampleRunner.context()) }
    }
}

extension [PostbackOutcome] {
    /// Whether a request is among them.
    var isSent: Bool {
        contains { if case .request = $0 { true } else { false } }
    }

    /// All bytes of the requests, in the order of their values: two requests with the same parameters in another order have the same.
    fileprivate var bytesInOrder: [UInt8] {
        flatMap { outcome -> [UInt8] in
            guard case .request(let request) = outcome else { return [0] }
            let headers = request.headers.map { $0.name + $0.value }.joined()
            return [UInt8]((request.method.rawValue + request.url + headers).utf8) + request.body
        }.sorted()
    }

    /// Whether the same is sent; for which reason nothing is does not count.
    func isSame(as other: [PostbackOutcome]) -> Bool {
        var (own, theirs) = (self, other)
        for case (let index, .skipped) in own.enumerated() { own[index] = .skipped(.notConfigured) }
        for case (let index, .skipped) in theirs.enumerated() { theirs[index] = .skipped(.notConfigured) }
        return own == theirs
    }
}

extension PostbackEvent {
    /// The event without a macro, or without the entries of an open map, or the items whose property it is.
    func without(_ macro: String) -> PostbackEvent {
        var event = self
        for name in names(of: macro) { event[name] = nil }
        return event
    }

    /// The macro's name, or the names of all entries of an open map.
    fileprivate func names(of macro: String) -> [String] {
        if macro.hasSuffix(".*") { return entryNames.filter { $0.hasPrefix(macro.dropLast()) } }
        return [catalogue.itemList(of: macro) ?? macro]
    }
}
