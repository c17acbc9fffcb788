public import PostbackTemplate

/// The integrations and configurations that are in use at one moment.
public struct IntegrationSnapshot: Sendable {
    /// The macros: those of the service, with what the newest bundle says of them.
    public let catalogue: MacroCatalogue
    /// The digest of the newest bundle; nil while nothing but built-in integrations is in use.
    public let digest: String?
    let integrations: [String: CurrentIntegration]
    private(set) var bound: [String: BoundConfiguration] = [:]

    init(catalogue: MacroCatalogue, digest: String?, integrations: [String: CurrentIntegration]) {
        self.catalogue = catalogue
        self.digest = digest
        self.integrations = integrations
    }

    /// The partners, by their ids.
    public var partners: [PreparedPartner] {
        integrations.values.map(\.partner).sorted { $0.template.id < $1.template.id }
    }

    /// A partner by its id.
    public func partner(_ id: String) -> PreparedPartner? { integrations[id]?.partner }

    /// The postbacks of a configuration, bound to the revision that it uses.
    public subscript(configuration name: String) -> BoundPartner? { bound[name]?.partner }

    /// The names and templates of the configurations that still use an older revision of a partner.
    package func kept(_ partner: String) -> [(name: String, template: PartnerTemplate)] {
        guard let current = integrations[partner]?.partner.template else { return [] }
        return bound.values.filter { $0.configuration.partner == partner && $0.partner.template != current }
            .map { ($0.configuration.name, $0.partner.template) }
    }

    /// Which revision of each partner is in use, since when and where it came from, by the partners' ids.
    public func status(now: Timestamp) -> [IntegrationStatus] {
        integrations.values.sorted { $0.id < $1.id }.map { integration in
            let kept = bound.values.filter {
                $0.configuration.partner == integration.id && $0.revision != integration.partner.template.revision
            }
            return IntegrationStatus(
                partner: integration.id, revision: integration.partner.template.revision, since: integration.since,
                ageSeconds: max(0, (now.microseconds - integration.since.microseconds) / 1_000_000),
                origin: integration.origin,
                keptConfigurations: kept.map { .init(name: $0.configuration.name, revision: $0.revision) }
                    .sorted { $0.name < $1.name })
        }
    }

    /// This snapshot with other configurations; every one of them must be sound.
    func binding(_ configurations: [IntegrationConfiguration]) throws(ConfigurationRefusals) -> IntegrationSnapshot {
        var next = self
        next.bound = [:]
        var refusals: [ConfigurationRefusal] = []
        for configuration in configurations {
            // What has not changed keeps the revision that it may have been left on.
            if let known = bound[configuration.name], known.configuration == configuration {
                next.bound[configuration.name] = known
                continue
            }
            switch bind(configuration) {
            case .success(let bound): next.bound[configuration.name] = bound
            case .failure(let error):
                refusals.append(
                    ConfigurationRefusal(
                        name: configuration.name, partner: configuration.partner, problems: error.problems))
            }
        }
        if !refusals.isEmpty { throw ConfigurationRefusals(refusals: refusals) }
        return next
    }

    private func bind(_ configuration: IntegrationConfiguration) -> Result<BoundConfiguration, FieldProblems> {
        guard let partner = integrations[configuration.partner]?.partner else { return .failure(FieldProblems([])) }
        do throws(FieldProblems) {
            return .success(
                BoundConfiguration(
                    configuration: configuration, partner: try BoundPartner(partner, fields: configuration.fields)))
        } catch {
            return .failure(error)
        }
    }

    /// The snapshot that a bundle makes of this one.
    func updated(
        by bundle: IntegrationBundle, over base: MacroCatalogue, now: Timestamp
    ) -> (IntegrationSnapshot, UpdateReport) {
        let merged = base.updated(by: bundle.catalogue)
        var integrations = integrations
        var report = UpdateReport(digest: bundle.digest)
        for template in bundle.partners {
            let current = integrations[template.id]
            let conflicts = bundle.catalogue.conflicts(of: template, with: base)
            if let refusal = Self.refusal(of: template, current?.partner.template, conflicts) {
                report.partners.append(.init(partner: template.id, from: current?.revision, outcome: refusal))
                continue
            }
            let isSame = current?.partner.template == template
            integrations[template.id] = CurrentIntegration(
                partner: PreparedPartner(template, catalogue: merged), since: isSame ? current?.since ?? now : now,
                origin: isSame ? current?.origin ?? .bundle(bundle.digest) : .bundle(bundle.digest))
            report.partners.append(
                .init(
                    partner: template.id, from: current?.revision,
                    outcome: isSame ? .unchanged : .updated(to: template.revision)))
        }
        var next = IntegrationSnapshot(catalogue: merged, digest: bundle.digest, integrations: integrations)
        for known in bound.values.sorted(by: { $0.configuration.name < $1.configuration.name }) {
            switch next.bind(known.configuration) {
            case .success(let bound): next.bound[known.configuration.name] = bound
            case .failure(let error):
                next.bound[known.configuration.name] = known
                report.kept.append(
                    .init(
                        name: known.configuration.name, partner: known.configuration.partner, revision: known.revision,
                        problems: error.problems))
            }
        }
        return (next, report)
    }

    /// Why a partner of a bundle is not used; nil when it is.
    private static func refusal(
        of template: PartnerTemplate, _ current: PartnerTemplate?, _ conflicts: [String]
    ) -> UpdateReport.Outcome? {
        if let current, template.revision < current.revision { return .older(template.revision) }
        return conflicts.isEmpty ? nil : .incompatible(macros: conflicts)
    }
}

/// A partner in use.
struct CurrentIntegration: Sendable {
    var partner: PreparedPartner
    var since: Timestamp
    var origin: IntegrationStatus.Origin

    var id: String { partner.template.id }
    var revision: Int { partner.template.revision }
}

/// A configuration in use.
struct BoundConfiguration: Sendable {
    var configuration: IntegrationConfiguration
    var partner: BoundPartner

    var revision: Int { partner.template.revision }
}

extension MacroCatalogue {
    /// The macros of a partner whose type events of another catalogue do not have.
    fileprivate func conflicts(of partner: PartnerTemplate, with base: MacroCatalogue) -> [String] {
        partner.macroNames.filter { name in
            guard let ours = base.definition(exactly: name), let theirs = definition(exactly: name) else {
                return false
            }
            return ours.type != theirs.type
        }
    }
}
