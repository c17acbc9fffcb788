import PostbackSupport
import PostbackRuntime
public import PostbackTemplate

/// Reads account configurations from JSON and checks them against the certified integrations, as a whole.
public struct ConfigurationDecoder: Sendable {
    let partners: [String: PartnerTemplate]
    let catalogue: MacroCatalogue
    var problems: [ConfigurationProblem] = []
    var warnings: [ConfigurationProblem] = []

    /// Creates a decoder for a set of integrations.
    public init(partners: [PartnerTemplate], catalogue: MacroCatalogue) {
        self.partners = Dictionary(partners.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.catalogue = catalogue
    }

    /// Reads one account, or an array of accounts; throws every problem at once.
    public func decode(_ bytes: [UInt8]) throws(ConfigurationProblems) -> [AccountConfiguration] {
        var warnings: [ConfigurationProblem] = []
        return try decode(bytes, warnings: &warnings)
    }

    /// Reads one account, or an array of accounts; throws every problem at once, and notes what should be changed some day.
    public func decode(
        _ bytes: [UInt8], warnings: inout [ConfigurationProblem]
    ) throws(ConfigurationProblems) -> [AccountConfiguration] {
        var decoder = self
        defer { warnings += decoder.warnings }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw ConfigurationProblems(problems: [ConfigurationProblem(place: .init(), message: error.message)])
        }
        var accounts: [AccountConfiguration] = []
        if case .array(let values) = json {
            for value in values { if let account = decoder.account(value) { accounts.append(account) } }
        } else if let account = decoder.account(json) {
            accounts.append(account)
        }
        var seen: Set<String> = []
        for app in accounts.flatMap(\.apps) where !seen.insert(app.id).inserted {
            decoder.report(.init(app: app.id), "the app is configured twice")
        }
        guard decoder.problems.isEmpty else { throw ConfigurationProblems(problems: decoder.problems) }
        return accounts
    }

    private mutating func account(_ json: JSONValue) -> AccountConfiguration? {
        guard let object = object(json, .init(), keys: ["account", "apps"]) else { return nil }
        let name = text(object, "account", .init()) ?? ""
        let place = ConfigurationProblem.Place(account: name)
        let apps = array(object, "apps", place).compactMap { app($0, place) }
        return AccountConfiguration(account: name, apps: apps)
    }

    private mutating func app(_ json: JSONValue, _ place: ConfigurationProblem.Place) -> AppConfiguration? {
        guard let object = object(json, place, keys: ["id", "platform", "bundle_id", "package_name", "partners"]) else {
            return nil
        }
        var place = place
        let id = text(object, "id", place) ?? ""
        place.app = id
        let platform = choice(object, "platform", place, Platform.ios, required: true)
        let key = object["package_name"] != nil && object["bundle_id"] == nil ? "package_name" : "bundle_id"
        let bundle = text(object, key, place) ?? ""
        if !bundle.isEmpty, let expected = AppIdentity.expectation(unmetBy: bundle, on: platform) {
            report(place.field(key), "must be \(expected)")
        }
        var seen: Set<String> = []
        var configurations: [PartnerConfiguration] = []
        for value in array(object, "partners", place) {
            guard let configuration = partner(value, place, platform) else { continue }
            if !seen.insert(configuration.partner).inserted {
                var place = place
                place.partner = configuration.partner
                report(place, "the partner is configured twice for this app")
            }
            configurations.append(configuration)
        }
        return AppConfiguration(id: id, platform: platform, bundleID: bundle, partners: configurations)
    }

    private mutating func partner(
        _ json: JSONValue, _ place: ConfigurationProblem.Place, _ platform: Platform
    ) -> PartnerConfiguration? {
        guard let object = object(json, place, keys: ["partner", "fields", "on_unknown", "postbacks"]),
            let id = text(object, "partner", place)
        else { return nil }
        var place = place
        place.partner = id
        guard let template = partners[id] else {
            let near = Suggestion.nearest(to: id, among: partners.keys.sorted())
            report(place, "there is no certified integration of this name", suggestion: near)
            return nil
        }
        if let note = template.deprecation { warn(place, "\(template.name) is deprecated: \(note)") }
        if !template.platforms.contains(platform) {
            report(place, "\(template.name) takes no postbacks for \(platform.displayName)")
        }
        let fields = fieldValues(object["fields"], place)
        check(fields, template, .app, place)
        var postbacks: [String: PostbackSettings] = [:]
        if let value = object["postbacks"] {
            guard case .object(let members) = value else {
                report(place.field("postbacks"), "must be an object, not \(value.kindName)")
                return nil
            }
            for (name, value) in members {
                if let settings = settings(value, name, template, place) { postbacks[name] = settings }
            }
        }
        return PartnerConfiguration(
            partner: id, fields: fields, onUnknown: choice(object, "on_unknown", place, .resend), postbacks: postbacks)
    }
}
