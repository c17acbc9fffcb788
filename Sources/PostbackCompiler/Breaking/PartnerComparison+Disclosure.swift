import PostbackTemplate

extension PartnerComparison {
    /// What personal data leaves, in which form, and where to.
    mutating func compareDisclosure(
        _ before: PostbackTemplate, _ after: PostbackTemplate, _ situation: IntegrationChange.Situation
    ) {
        let was = Dictionary(grouping: before.disclosedValues(of: old, catalogue: catalogue), by: \.macro)
        let now = Dictionary(grouping: after.disclosedValues(of: new, catalogue: catalogue), by: \.macro)
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

    /// Credentials that go to a host that they did not go to.
    private mutating func compareSecrets(
        _ before: PostbackTemplate, _ after: PostbackTemplate, _ situation: IntegrationChange.Situation
    ) {
        let hosts = after.hosts.filter { !before.hosts.contains($0) }
        guard !hosts.isEmpty else { return }
        let secrets = Set(new.fields.filter(\.isSecret).map(\.id))
        var found: Set<String> = []
        for node in after.nodes {
            node.forEach { node in
                if case .expression(.field(let id)) = node, secrets.contains(id) { found.insert(id) }
            }
        }
        for field in found.sorted() {
            add(
                .secretToAnotherHost(field: field, old: before.hosts, new: hosts),
                place: SourcePlace(postback: situation.new), evidence: .field(field), in: situation)
        }
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
