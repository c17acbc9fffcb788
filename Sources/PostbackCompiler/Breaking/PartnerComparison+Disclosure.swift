import PostbackTemplate

extension PartnerComparison {
    /// What personal data leaves, in which form, and where to.
    mutating func compareDisclosure(
        _ before: PostbackTemplate, _ after: PostbackTemplate, _ situation: IntegrationChange.Situation
    ) {
        let was = Dictionary(grouping: disclosed(before, old), by: \.macro)
        let now = Dictionary(grouping: disclosed(after, new), by: \.macro)
        // What a condition of the whole, a required value or a table kept back is seen in events that were skipped.
        if !now.isEmpty, !isSame(in: situation) {
            add(
                .sentMoreOften(macros: now.keys.sorted()), place: SourcePlace(postback: situation.new),
                evidence: .revealing(now.keys.sorted()), in: situation)
        }
        for macro in now.keys.sorted() {
            guard let places = now[macro] else { continue }
            guard let former = was[macro] else {
                report(
                    .macroDisclosed(macro: macro, form: places.form, place: places[0].placeWords), places, situation,
                    .macro(macro))
                continue
            }
            compare(former, places, of: macro, situation)
        }
        compareSecrets(before, after, situation)
        if case .skipped = before.reducedForm(of: old, catalogue: catalogue),
            case .sent = after.reducedForm(of: new, catalogue: catalogue)
        {
            add(
                .sentWhenWithheld(), place: SourcePlace(postback: situation.new), evidence: .sending, in: situation)
        }
    }

    /// What leaves with a postback, where it is sent.
    private func disclosed(_ postback: PostbackTemplate, _ partner: PartnerTemplate) -> [DisclosedValue] {
        postback.disclosedValues(of: partner, catalogue: catalogue).map { value in
            var value = value
            value.conditions = postback.conditions + value.conditions
            return value
        }
    }

    private mutating func compare(
        _ former: [DisclosedValue], _ places: [DisclosedValue], of macro: String,
        _ situation: IntegrationChange.Situation
    ) {
        let readable = places.filter(\.isRaw)
        if !readable.isEmpty, !former.contains(where: \.isRaw) {
            report(
                .macroReadable(macro: macro, old: former.form, place: readable[0].placeWords), readable, situation,
                .leaving(macro))
        }
        let weak = places.filter { $0.hash?.isBroken == true }
        if let hash = weak.first?.hash, !former.contains(where: { $0.isRaw || $0.hash?.isBroken == true }) {
            report(
                .hashWeakened(macro: macro, old: former.form, new: hash.rawValue), weak, situation,
                .leaving(macro))
        }
        let hosts = Set(former.flatMap(\.hosts))
        let elsewhere = places.filter { !hosts.isSuperset(of: $0.hosts) }
        if !elsewhere.isEmpty {
            report(
                .macroToAnotherHost(
                    macro: macro, old: hosts.sorted(), new: Set(elsewhere.flatMap(\.hosts)).subtracting(hosts).sorted()),
                elsewhere, situation, .leaving(macro))
        }
        let inURL = places.filter(\.isInURL)
        if !inURL.isEmpty, !former.contains(where: \.isInURL) {
            report(.macroInURL(macro: macro, place: inURL[0].placeWords), inURL, situation, .leaving(macro))
        }
        let (least, fewest) = (
            Set(former.map { Set($0.conditions) }),
            places.filter { place in
                former.allSatisfy { Set(place.conditions).isStrictSubset(of: $0.conditions) }
            }
        )
        if !least.isEmpty, !fewest.isEmpty {
            report(
                .macroMoreOften(
                    macro: macro,
                    also: former.map { ExpressionText.describe(PostbackCondition.opposite(of: $0.conditions)) }),
                fewest, situation, .macro(macro))
        }
    }

    private mutating func report(
        _ finding: Finding, _ places: [DisclosedValue], _ situation: IntegrationChange.Situation,
        _ evidence: IntegrationChange.Evidence
    ) {
        add(
            finding, place: places.first?.sourcePlace(in: situation.new), evidence: evidence, in: situation)
    }

    /// Credentials that go to a host that they did not go to, or are more open to others than they were.
    private mutating func compareSecrets(
        _ before: PostbackTemplate, _ after: PostbackTemplate, _ situation: IntegrationChange.Situation
    ) {
        let (was, now) = (SecretUse.all(in: before, of: old), SecretUse.all(in: after, of: new))
        let hosts = after.hosts.filter { !before.hosts.contains($0) }
        for field in now.keys.sorted() {
            guard let use = now[field] else { continue }
            func note(_ finding: Finding) {
                add(
                    finding, place: SourcePlace(postback: situation.new), evidence: .field(field), in: situation)
            }
            if !hosts.isEmpty, was[field] != nil {
                note(.secretToAnotherHost(field: field, old: before.hosts, new: hosts))
            }
            let former = was[field]
            if use.isReadable, former?.isReadable != true {
                note(
                    .secretExposed(
                        field: field,
                        how: former == nil
                            ? "leaves, which it did not" : "leaves itself, and was only the key of a signature"))
            } else if use.isInURL, former?.isInURL != true {
                note(.secretExposed(field: field, how: "stands in the URL, and left in headers and bodies only"))
            }
        }
    }
}

/// How a secret field leaves with a postback.
private struct SecretUse {
    /// Whether it can be read from the request.
    var isReadable = false
    /// Whether it can be read from the URL.
    var isInURL = false

    static func all(in postback: PostbackTemplate, of partner: PartnerTemplate) -> [String: SecretUse] {
        let secrets = Set(partner.fields.filter(\.isSecret).map(\.id))
        var uses: [String: SecretUse] = [:]
        for block in postback.request.blocks {
            func visit(_ node: TemplateNode, isHidden: Bool) {
                switch node {
                case .expression(.field(let id)) where secrets.contains(id):
                    var use = uses[id] ?? SecretUse()
                    if !isHidden { use.isReadable = true }
                    if !isHidden, block.position.traits.isURL { use.isInURL = true }
                    uses[id] = use
                case .expression(.pipeline(let head, let steps)):
                    let hash = steps.firstIndex { step in
                        if case .transform(let name, _) = step { name.definition.isHash } else { false }
                    }
                    visit(.expression(head), isHidden: isHidden || hash != nil)
                    for (index, step) in steps.enumerated() {
                        guard case .transform(_, let arguments) = step else { continue }
                        let isKey = hash.map { index <= $0 } ?? false
                        for argument in arguments { visit(.expression(argument), isHidden: isHidden || isKey) }
                    }
                case .condition: break
                default: node.forEachChild { visit($0, isHidden: isHidden) }
                }
            }
            for node in block.nodes { visit(node, isHidden: false) }
        }
        return uses
    }
}

extension [DisclosedValue] {
    /// The forms in which a macro leaves.
    fileprivate var form: String {
        Set(map { $0.hash?.rawValue ?? "raw" }).sorted().joined(separator: ", ")
    }
}

extension DisclosedValue {
    fileprivate var placeWords: String {
        [position, key].filter { !$0.isEmpty }.joined(separator: " ") + " to " + hosts.joined(separator: ", ")
    }

    /// Whether it stands where URLs are, which are kept in logs.
    fileprivate var isInURL: Bool { RequestPosition(rawValue: position)?.traits.isURL ?? false }

    fileprivate func sourcePlace(in postback: String) -> SourcePlace {
        SourcePlace(
            postback: postback, position: RequestPosition(rawValue: position),
            keys: key.isEmpty ? [] : key.split(separator: ".").map(String.init))
    }
}

extension TransformName {
    /// Whether it is a digest that is not to be used any more.
    ///
    /// Source: RFC 6151 for MD5, RFC 6194 for SHA-1.
    fileprivate var isBroken: Bool { self == .md5 || self == .sha1 || self == .hmacSHA1 }
}
