/// A measurement or advertising platform whose templates can be translated.
public enum ImportPlatform: String, Hashable, Sendable, CaseIterable {
    case appsflyer, adjust, singular, branch, kochava, tune, appmetrica, prebid

    /// What stands around a placeholder.
    struct Marks: Hashable, Sendable {
        var open: String
        var close: String
    }

    /// The marks of the platform's placeholders; those that begin like others stand before them.
    var marks: [Marks] {
        switch self {
        case .appsflyer: [Marks(open: "(", close: ")")]
        case .adjust, .kochava, .tune, .appmetrica: [Marks(open: "{", close: "}")]
        case .singular: [Marks(open: "{{", close: "}}"), Marks(open: "{", close: "}")]
        case .branch: [Marks(open: "${", close: "}")]
        case .prebid: [Marks(open: "{{", close: "}}"), Marks(open: "${", close: "}")]
        }
    }

    /// Whether a name that the catalogue does not know is that of a parameter of the click's link, which comes back as it was.
    func echoesClicks(_ name: String, _ marks: Marks) -> Bool {
        switch self {
        case .singular: marks.open == "{{"
        case .appmetrica: true
        case .appsflyer: name.hasPrefix("af_sub") || name.hasPrefix("sub_param")
        case .kochava: name.hasPrefix("click_") || name.hasPrefix("custom_")
        case .adjust, .branch, .tune, .prebid: false
        }
    }

    /// What the platform does with a parameter whose value is absent.
    var sendsAbsent: Bool { self != .adjust }
}
