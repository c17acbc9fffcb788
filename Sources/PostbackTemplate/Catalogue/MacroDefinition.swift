/// One macro of the catalogue: a value that an event may carry, declared in `Schemas/*.schema`.
public struct MacroDefinition: Hashable, Sendable, Codable {
    /// The dotted name, `device.idfa`; an open map's ends in `.*`, a property of an item starts with its list's name.
    public var name: String
    /// The type of the value.
    public var type: ValueType
    /// What kinds of personal data it carries, and whether it tells who won the attribution; empty for neither.
    public var classes: ClassificationSet
    /// The platforms whose events can carry it; every platform when empty.
    public var platforms: [Platform]
    /// What the runtime itself uses the macro for.
    public var role: MacroRole?
    /// A value that events may really have, in the textual form of `type`.
    public var sample: String?
    /// One line that says what it is.
    public var summary: String
    /// The spellings that other platforms use for it.
    public var spellings: [MacroSpelling]

    /// Creates a macro's definition.
    public init(
        _ name: String, _ type: ValueType, classes: ClassificationSet = [], platforms: [Platform] = [],
        role: MacroRole? = nil, sample: String? = nil, summary: String = "", spellings: [MacroSpelling] = []
    ) {
        self.name = name
        self.type = type
        self.classes = classes
        self.platforms = platforms
        self.role = role
        self.sample = sample
        self.summary = summary
        self.spellings = spellings
    }

    /// Whether the name stands for any key under its prefix.
    public var isOpenMap: Bool { name.hasSuffix(".*") }

    /// Whether events of `platform` can carry the macro.
    public func isAvailable(on platform: Platform) -> Bool {
        platforms.isEmpty || platforms.contains(platform)
    }
}

/// How another platform writes a macro.
public struct MacroSpelling: Hashable, Sendable, Codable {
    /// The platform's id: `appsflyer`, `adjust`, `branch`, …
    public var vendor: String
    /// The macro as that platform writes it, braces included.
    public var text: String
    /// The transforms that make that platform's value of the macro's, as a partner file writes them: `unix`; nil where the
    /// two are the same.
    public var form: String?

    /// Creates a spelling.
    public init(vendor: String, text: String, form: String? = nil) {
        self.vendor = vendor
        self.text = text
        self.form = form
    }
}

/// What the runtime reads a macro for, beside rendering it.
public enum MacroRole: String, Hashable, Sendable, CaseIterable, Codable {
    /// The kind of the event, which chooses the postback.
    case kind
    /// The name of an in-app event, which chooses the postback.
    case name
    /// The identity of the event, carried into every outcome.
    case identity
    /// The moment of the event.
    case time
    /// The operating system, which chooses between `on ios` and `on android`.
    case platform
    /// The app as the configuration names it.
    case app
    /// The package name or bundle id.
    case bundle
    /// The amount of money that wants a currency beside it.
    case amount
    /// The currency of the amount.
    case currency
    /// The identity of the ad click.
    case click
    /// An identifier of the device, by which its sessions are counted: by each that an event has.
    case device
    /// The partner that won the attribution.
    case network
    /// The agency that ran the winning campaign.
    case agency
    /// Whether the partner that the postback goes to won the attribution.
    case winner
    /// The moment of the install, from which the periods of sessions count.
    case install
    /// The moment of the latest re-engagement, from which they count anew.
    case reengagement
    /// The partner that the install is attributed to.
    case installNetwork = "install_network"
    /// The partner on whose tracker the device re-engaged last.
    case reengagementNetwork = "reengagement_network"

    /// Its place among all roles.
    var place: Int {
        switch self {
        case .kind: 0
        case .name: 1
        case .identity: 2
        case .time: 3
        case .platform: 4
        case .app: 5
        case .bundle: 6
        case .amount: 7
        case .currency: 8
        case .click: 9
        case .device: 10
        case .network: 11
        case .agency: 12
        case .winner: 13
        case .install: 14
        case .reengagement: 15
        case .installNetwork: 16
        case .reengagementNetwork: 17
        }
    }
}

/// An event kind or a standard event, declared in `Schemas/events.schema`.
public struct EventDefinition: Hashable, Sendable, Codable {
    /// The kind (`install`) or the event's name (`purchase`).
    public var name: String
    /// The name as people write it.
    public var label: String
    /// One line that says when it happens.
    public var summary: String
    /// The macros that such an event carries beside what every event has.
    public var macros: [String]

    /// Creates a definition.
    public init(_ name: String, label: String, summary: String, macros: [String] = []) {
        self.name = name
        self.label = label
        self.summary = summary
        self.macros = macros
    }
}

/// A privacy signal: when it holds, macros of these classifications are withheld.
public struct PrivacySignal: Hashable, Sendable, Codable {
    /// The macro that carries the signal.
    public var macro: String
    /// The value, in textual form, with which it withholds.
    public var value: String
    /// What it withholds.
    public var withholds: ClassificationSet

    /// Creates a signal.
    public init(_ macro: String, is value: String, withholds: ClassificationSet) {
        self.macro = macro
        self.value = value
        self.withholds = withholds
    }
}
