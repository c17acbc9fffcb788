/// What kind of personal data a macro carries.
public enum Classification: String, Hashable, Sendable, CaseIterable, Codable {
    /// A persistent identifier of a device, a user or an install.
    case identifier
    /// An e-mail address, a telephone number, a name: what reaches a person directly.
    case contact
    /// An address of the network or a place precise enough to find a person.
    case location
    /// What tells who won the attribution, and through which campaign.
    case attribution
    /// A credential.
    case secret
}

/// A set of classifications, as a mask over macros.
public struct ClassificationSet: OptionSet, Hashable, Sendable, Codable {
    /// One bit per classification, in the order of `Classification.allCases`.
    public let rawValue: UInt8

    /// Creates a set from its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Creates the set with one member; empty for nil.
    public init(_ classification: Classification?) {
        switch classification {
        case .identifier: self = .identifier
        case .contact: self = .contact
        case .location: self = .location
        case .attribution: self = .attribution
        case .secret: self = .secret
        case nil: self = []
        }
    }

    /// The members, in the order of `Classification.allCases`.
    public var members: [Classification] { Classification.allCases.filter { contains(ClassificationSet($0)) } }

    /// Persistent identifiers.
    public static let identifier = ClassificationSet(rawValue: 1)
    /// Contact data.
    public static let contact = ClassificationSet(rawValue: 2)
    /// Locations.
    public static let location = ClassificationSet(rawValue: 4)
    /// Attribution data.
    public static let attribution = ClassificationSet(rawValue: 8)
    /// Credentials.
    public static let secret = ClassificationSet(rawValue: 16)
    /// Everything that an event's privacy signals may withhold.
    public static let personal: ClassificationSet = [.identifier, .contact, .location]
}

/// A mobile platform that an app runs on.
public enum Platform: String, Hashable, Sendable, CaseIterable, Codable {
    /// Apple's iOS and iPadOS.
    case ios
    /// Android, Google Play services or not.
    case android

    /// The platform's name as people write it.
    public var displayName: String {
        switch self {
        case .ios: "iOS"
        case .android: "Android"
        }
    }
}
