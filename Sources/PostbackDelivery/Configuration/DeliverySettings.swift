public import PostbackTemplate

/// Which events a partner receives.
public enum DeliveryMethod: String, Hashable, Sendable, CaseIterable {
    /// Every event, whoever won the attribution.
    case all
    /// Events attributed to the partner.
    case networkOnly = "network_only"
    /// Events attributed to the partner directly or through an agency that runs on it.
    case networkAndAgency = "network_and_agency"
}

/// Whether a postback is sent.
public enum PostbackStatus: String, Hashable, Sendable, CaseIterable {
    /// It is.
    case active
    /// It is not, for now.
    case paused
}

/// What becomes of a postback when nobody knows whether the partner has received an attempt: the answer did not come, or
/// the process ended while it was waited for.
public enum UnknownOutcomePolicy: String, Hashable, Sendable, CaseIterable {
    /// It is sent again, under the same identity: the partner receives it at least once.
    case resend
    /// It becomes dead or parked until a person decides: the partner receives it at most once.
    case park
}

/// How long a postback waits after its event was received.
public struct DeliveryDelay: Hashable, Sendable {
    /// Seconds: 0 for realtime, else 30 to 600.
    public let seconds: Int

    /// As soon as possible.
    public static let realtime = DeliveryDelay(unchecked: 0)

    private init(unchecked seconds: Int) {
        self.seconds = seconds
    }

    /// Creates a delay of 0, or of 30 to 600 seconds; nil for any other.
    public init?(seconds: Int) {
        guard seconds == 0 || (30...600).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// Reads `realtime`, or a whole number with `s` or `m` behind it, from `30s` to `10m`.
    public init?(_ text: String) {
        if text == "realtime" {
            self = .realtime
            return
        }
        guard let unit = text.last, unit == "s" || unit == "m", text.dropLast().utf8.count <= 3,
            text.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(text.dropLast()), number > 0
        else { return nil }
        self.init(seconds: unit == "m" ? number * 60 : number)
    }
}

/// What an account sets for one postback of one partner of one app.
public struct PostbackSettings: Hashable, Sendable {
    /// Whether it is sent.
    public var status: PostbackStatus
    /// How long it waits.
    public var delay: DeliveryDelay
    /// Redeliveries after a failed attempt, 0 to 10.
    public var retries: Int
    /// Which events are sent.
    public var method: DeliveryMethod
    /// Values of fields that are configured for each event.
    public var fields: [String: String]
}

/// What an account sets for one partner of one app.
public struct PartnerConfiguration: Hashable, Sendable {
    /// The partner's id.
    public var partner: String
    /// Values of the app's fields.
    public var fields: [String: String]
    /// What becomes of attempts whose outcome is not known.
    public var onUnknown: UnknownOutcomePolicy
    /// Settings by the kind of event (`install`) or the name of an in-app event (`purchase`).
    public var postbacks: [String: PostbackSettings]
    /// What a custom postback is; nil for a certified partner.
    public var custom: CustomPartner?
}

/// A postback that an account owns itself, compiled.
public struct CustomPartner: Hashable, Sendable {
    /// The compiled form, a partner of its own.
    public var template: PartnerTemplate
    /// The name that the attribution has for whoever receives it; nil when that is the account itself, which receives
    /// every event and sees all of its attribution.
    public var network: String?
}

/// One app of an account.
public struct AppConfiguration: Hashable, Sendable {
    /// The id that events carry.
    public var id: String
    /// The platform.
    public var platform: Platform
    /// Bundle id (iOS) or package name (Android).
    public var bundleID: String
    /// The partners in the order of the configuration, and behind them the custom postbacks.
    public var partners: [PartnerConfiguration]
}

/// All apps of one account.
public struct AccountConfiguration: Hashable, Sendable {
    /// The account's id.
    public var account: String
    /// The apps in the order of the configuration.
    public var apps: [AppConfiguration]
}
