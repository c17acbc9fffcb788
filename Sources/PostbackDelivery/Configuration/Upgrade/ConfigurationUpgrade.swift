package import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

/// Makes of an account's configuration for older integrations one for newer ones, as far as a rule says how.
///
/// Only what has to change is edited; order, white space and everything else stay as they are.
package struct ConfigurationUpgrade {
    /// The text.
    package private(set) var bytes: [UInt8]
    /// What was done, a sentence each with its place.
    package private(set) var done: [ConfigurationProblem] = []
    /// What only a person can decide.
    package private(set) var undecided: [ConfigurationProblem] = []

    /// Mends a configuration that the older integrations take.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 JSON of one account, or of several in an array.
    ///   - mends: what to do, with the partner's id in the older integrations.
    package init(_ bytes: [UInt8], mends: [(partner: String, mend: ConfigurationMend)]) {
        self.bytes = bytes
        for rank in 0...4 {
            for (partner, mend) in mends where mend.rank == rank { apply(mend, to: partner) }
        }
    }

    private mutating func apply(_ mend: ConfigurationMend, to partner: String) {
        guard let root = try? JSONNode(parsing: bytes) else { return }
        var edits = JSONEdits(bytes)
        let accounts = root.elements.isEmpty ? [root] : root.elements
        for account in accounts {
            for app in account["apps"]?.elements ?? [] {
                if case .removePostback(_, let platforms, _) = mend,
                    !platforms.contains(where: { $0.rawValue == app["platform"]?.text })
                {
                    continue
                }
                for configured in app["partners"]?.elements ?? [] where configured["partner"]?.text == partner {
                    var place = ConfigurationProblem.Place()
                    place.account = account["account"]?.text
                    place.app = app["id"]?.text
                    place.partner = partner
                    let step = UpgradeStep(mend: mend, partner: configured, place: place, source: bytes)
                    let result = step.run(&edits)
                    done += result.done
                    undecided += result.undecided
                }
            }
        }
        if !edits.isEmpty { bytes = edits.applied() }
    }
}

extension ConfigurationMend {
    /// When it is made: values get their names, then their places, and only what is missing then is filled in. A partner is found by its
    /// older id until everything else is done.
    fileprivate var rank: Int {
        switch self {
        case .renameField: 0
        case .moveField: 1
        case .removeField, .removePostback, .boundDelay, .boundRetries: 2
        case .setField, .setDelay, .setRetries: 3
        case .renamePartner: 4
        }
    }
}
