import PostbackLanguage
import PostbackTemplate

/// Compares two revisions of a partner's integration: what an edit does to those who use it.
///
/// Both are brought into one form first, so that layout, names and shared blocks make no difference. What is found says by its evidence
/// what has to be shown of it; whoever has a renderer drops what no event shows.
package struct PartnerComparison {
    /// The older template, in the one form.
    package let old: PartnerTemplate
    /// The newer template, in the one form.
    package let new: PartnerTemplate
    let catalogue: MacroCatalogue
    /// What was found, in the order of categories.
    package private(set) var changes: [IntegrationChange] = []
    /// The events with the postbacks that they have, in both.
    package private(set) var situations: [IntegrationChange.Situation] = []

    /// Compares two templates.
    ///
    /// - Parameter catalogue: the macros that both are seen with.
    package init(old: PartnerTemplate, new: PartnerTemplate, catalogue: MacroCatalogue) {
        self.catalogue = catalogue
        let renames = FieldRenames.find(old, new)
        // One for both, so that tables with the same rows have one name.
        var normalizer = TemplateNormalizer()
        self.new = normalizer.normalized(new)
        normalizer.renamedFields = renames
        self.old = normalizer.normalized(old)
        if old.id != new.id {
            add(.partnerRenamed(old: old.id, new: new.id), mend: .renamePartner(old.id, to: new.id))
        }
        compareHeader()
        compareFields(old, new, renames)
        situations = matched()
        for situation in situations { compare(situation) }
        compareDelivery()
    }

    mutating func add(
        _ finding: Finding, place: SourcePlace? = nil, former: SourcePlace? = nil,
        evidence: IntegrationChange.Evidence = .fact, in situation: IntegrationChange.Situation? = nil,
        mend: ConfigurationMend? = nil
    ) {
        var change = IntegrationChange(finding: finding)
        change.place = place
        change.formerPlace = former
        change.evidence = evidence
        change.situation = situation
        if let situation {
            change.postbacks = [situation.new]
            change.formerPostbacks = [situation.old]
        }
        change.mend = mend
        changes.append(change)
    }

    private mutating func compareHeader() {
        if old.deprecation == nil, let note = new.deprecation { add(.partnerNewlyDeprecated(note: note)) }
        for platform in old.platforms where !new.platforms.contains(platform) {
            add(.platformRemoved(platform: platform.displayName))
        }
    }

    /// The events of the older file with their postbacks then and now; says of which nothing is sent any more.
    private mutating func matched() -> [IntegrationChange.Situation] {
        var found: [IntegrationChange.Situation] = []
        // Events that have a postback of their own now were part of a more general one.
        let names = new.postbacks.flatMap { postback -> [String] in
            if case .events(let names) = postback.trigger { names } else { [] }
        }
        for postback in old.postbacks {
            var events: [(kind: String, name: String?)] = []
            switch postback.trigger {
            case .kind(let kind):
                events = [(kind, nil)]
                if kind == PostbackTrigger.eventKind {
                    for name in names { events.append((kind: kind, name: name)) }
                }
            case .events(let own): events = own.map { (PostbackTrigger.eventKind, $0) }
            }
            for (kind, name) in events {
                var lost: [Platform] = []
                for platform in old.platforms where new.platforms.contains(platform) {
                    guard old.postback(kind: kind, name: name, platform: platform)?.id == postback.id else { continue }
                    guard let now = new.postback(kind: kind, name: name, platform: platform) else {
                        lost.append(platform)
                        continue
                    }
                    if let index = found.firstIndex(where: { $0.old == postback.id && $0.new == now.id }) {
                        if !found[index].platforms.contains(platform) { found[index].platforms.append(platform) }
                    } else {
                        found.append(
                            .init(old: postback.id, new: now.id, kind: kind, event: name, platforms: [platform]))
                    }
                }
                if !lost.isEmpty { addRemoved(name ?? kind, postback, lost) }
            }
        }
        return found
    }

    /// Notes that nothing is sent for some events any more.
    private mutating func addRemoved(_ event: String, _ postback: PostbackTemplate, _ lost: [Platform]) {
        var names = catalogue.kinds.map(\.name)
        for case .events(let own) in new.postbacks.map(\.trigger) { names += own }
        let isForAll = event == PostbackTrigger.eventKind
        let all = old.platforms.filter { new.platforms.contains($0) }
        add(
            .postbackRemoved(event: event, platforms: lost == all ? [] : lost.map(\.displayName)),
            former: SourcePlace(postback: postback.id),
            mend: .removePostback(event, on: lost, butFor: isForAll ? names.filter { $0 != event } : []))
        changes[changes.count - 1].formerPostbacks = [postback.id]
    }

    private mutating func compare(_ situation: IntegrationChange.Situation) {
        guard let before = old.postbacks.first(where: { $0.id == situation.old }),
            let after = new.postbacks.first(where: { $0.id == situation.new })
        else { return }
        if before.deprecation == nil, let note = after.deprecation {
            add(
                .postbackNewlyDeprecated(note: note), place: SourcePlace(postback: situation.new),
                in: situation)
        }
        compareSending(before, after, situation)
        compareRequests(before, after, situation)
        compareDisclosure(before, after, situation)
    }

    /// Whether a field's default is another one and something is made of the field, although no event was found that shows it.
    package func uses(_ evidence: IntegrationChange.Evidence) -> Bool {
        guard case .defaultValue(let field) = evidence else { return false }
        return (old.postbacks + new.postbacks).flatMap(\.nodes).contains { node in
            node.contains { if case .expression(.field(field)) = $0 { true } else { false } }
        }
    }

    /// Whether both postbacks of some events are written in the same way, so that they make the same of every event.
    package func isSame(in situation: IntegrationChange.Situation) -> Bool {
        guard old.fields == new.fields, var before = old.postbacks.first(where: { $0.id == situation.old }),
            let after = new.postbacks.first(where: { $0.id == situation.new })
        else { return false }
        (before.id, before.trigger, before.platform) = (after.id, after.trigger, after.platform)
        (before.deprecation, before.disclosure) = (after.deprecation, after.disclosure)
        return before == after
    }

    /// What has to hold for something to be sent, and how many requests there are.
    private mutating func compareSending(
        _ before: PostbackTemplate, _ after: PostbackTemplate, _ situation: IntegrationChange.Situation
    ) {
        let place = SourcePlace(postback: situation.new)
        let former = SourcePlace(postback: situation.old)
        let gone = before.conditions.filter { !after.conditions.contains($0) }
        let came = after.conditions.filter { !before.conditions.contains($0) }
        if !gone.isEmpty || !came.isEmpty {
            add(
                .sendConditionChanged(
                    gone: gone.map { ExpressionText.describe($0) }, came: came.map { ExpressionText.describe($0) }),
                place: place, former: former, evidence: .sending, in: situation)
        }
        let (was, now) = (Set(before.alternatives.map(Set.init)), Set(after.alternatives.map(Set.init)))
        if was != now {
            add(
                .identitiesChanged(old: Self.words(before.alternatives), new: Self.words(after.alternatives)),
                place: place, former: former, evidence: .sending, in: situation)
        }
        if before.items != after.items {
            add(
                .requestsPerItemChanged(old: before.itemList, new: after.itemList), place: place, former: former,
                evidence: .request, in: situation)
        }
    }

    private static func words(_ alternatives: [[[PostbackExpression]]]) -> String {
        guard !alternatives.isEmpty else { return "nothing" }
        return alternatives.map { groups in
            groups.map { $0.map { ExpressionText.describe($0) }.joined(separator: " and ") }.joined(separator: ", ")
        }.joined(separator: "; ")
    }
}
