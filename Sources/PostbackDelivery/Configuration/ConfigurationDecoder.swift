import PostbackCompiler
import PostbackSupport
import PostbackRuntime
public import PostbackTemplate

/// Reads account configurations from JSON and checks them against the certified integrations, as a whole.
public struct ConfigurationDecoder: Sendable {
    let partners: [String: PartnerTemplate]
    let catalogue: MacroCatalogue
    /// Older revisions that postbacks may still use, by app, partner and postback.
    var kept: [String: PartnerTemplate] = [:]
    /// Compiles custom postbacks, once there is one.
    var customCompiler: CustomPostbackCompiler?
    var problems: [ConfigurationProblem] = []
    var warnings: [ConfigurationProblem] = []

    /// Creates a decoder for a set of integrations.
    public init(partners: [PartnerTemplate], catalogue: MacroCatalogue) {
        self.partners = Dictionary(partners.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.catalogue = catalogue
    }

    /// The ids of the partners that a configuration names, as far as it can be read.
    public static func partners(in bytes: some Sequence<UInt8>) -> Set<String> {
        guard let json = try? JSONValue(parsing: bytes) else { return [] }
        func list(_ value: JSONValue?) -> [JSONValue] { if case .array(let values)? = value { values } else { [] } }
        let accounts = if case .array(let values) = json { values } else { [json] }
        return accounts.flatMap { list($0["apps"]) }.flatMap { list($0["partners"]) }.reduce(into: []) { ids, partner in
            if case .string(let id)? = partner["partner"] { ids.insert(id) }
        }
    }

    /// Reads one account, or an array of accounts, from UTF-8 JSON: an array of bytes, `Data`, a string's `utf8`; throws every
    /// problem at once.
    public func decode(_ bytes: some Sequence<UInt8>) throws(ConfigurationProblems) -> [AccountConfiguration] {
        var warnings: [ConfigurationProblem] = []
        return try decode(Array(bytes).span, warnings: &warnings)
    }

    /// Reads one account, or an array of accounts, as `decode(_:)` does; notes what should be changed some day.
    public func decode(
        _ bytes: some Sequence<UInt8>, warnings: inout [ConfigurationProblem]
    ) throws(ConfigurationProblems) -> [AccountConfiguration] {
        try decode(Array(bytes).span, warnings: &warnings)
    }

    /// Reads one account, or an array of accounts; throws every problem at once, and notes what should be changed some day.
    public func decode(
        _ bytes: Span<UInt8>, warnings: inout [ConfigurationProblem]
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
        decoder.checkApps(accounts)
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
        guard
            let object = object(
                json, place, keys: ["id", "platform", "bundle_id", "package_name", "partners", "custom"])
        else {
            return nil
        }
        var place = place
        let id = text(object, "id", place) ?? ""
        place.app = id
        let platform = choice(object, "platform", place, Platform.ios, required: true)
        // Of an app whose platform is none nobody knows what names it.
        let isKnown = if case .string(let name)? = object["platform"] { Platform(rawValue: name) != nil } else { false }
        let bundle = isKnown ? bundle(object, platform, place) : ""
        var seen: Set<String> = []
        var configurations: [PartnerConfiguration] = []
        let partners = object["partners"] == nil && object["custom"] != nil ? [] : array(object, "partners", place)
        for value in partners {
            guard let configuration = partner(value, place, platform) else { continue }
            if !seen.insert(configuration.partner).inserted {
                var place = place
                place.partner = configuration.partner
                report(place, "the partner is configured twice for this app")
            }
            configurations.append(configuration)
        }
        return AppConfiguration(
            id: id, platform: platform, bundleID: bundle,
            partners: configurations + custom(object, place, platform))
    }

    /// What names the app in its store: a bundle id on iOS, a package name on Android.
    private mutating func bundle(
        _ object: JSONValue, _ platform: Platform, _ place: ConfigurationProblem.Place
    ) -> String {
        let key = AppIdentity.key(on: platform)
        for other in Platform.allCases.map(AppIdentity.key) where other != key && object[other] != nil {
            report(
                place.field(other), "is not what an app for \(platform.displayName) has", suggestion: key)
            if object[key] == nil { return "" }
        }
        let bundle = text(object, key, place) ?? ""
        if !bundle.isEmpty, let expected = AppIdentity.expectation(unmetBy: bundle, on: platform) {
            report(place.field(key), "must be \(expected)")
        }
        return bundle
    }

    /// Reports apps that events could not be told apart by.
    private mutating func checkApps(_ accounts: [AccountConfiguration]) {
        var ids: Set<String> = []
        var bundles: [String: String] = [:]
        for (account, app) in accounts.flatMap({ account in account.apps.map { (account.account, $0) } }) {
            let place = ConfigurationProblem.Place(account: account, app: app.id)
            guard ids.insert(app.id).inserted else {
                report(place, "the app is configured twice")
                continue
            }
            let name = "\(app.platform.rawValue) \(app.bundleID)"
            if !app.bundleID.isEmpty, let other = bundles.updateValue(app.id, forKey: name) {
                report(
                    place.field(AppIdentity.key(on: app.platform)),
                    "is that of the app '\(other)' too; an app is configured once for each platform")
            }
        }
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
        var newest = self
        let configuration = newest.partner(object, template, place, platform)
        // What has not been changed for a newer revision is as good as it was for the one that it uses.
        let names = configuration?.postbacks.keys.map { AccountConfiguration.name(place.app ?? "", id, $0) } ?? []
        if newest.problems.count > problems.count, let older = names.compactMap({ kept[$0] }).first {
            return partner(object, older, place, platform)
        }
        self = newest
        return configuration
    }

    private mutating func partner(
        _ object: JSONValue, _ template: PartnerTemplate, _ place: ConfigurationProblem.Place, _ platform: Platform
    ) -> PartnerConfiguration? {
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
            partner: template.id, fields: fields, onUnknown: choice(object, "on_unknown", place, .resend),
            postbacks: postbacks)
    }
}
