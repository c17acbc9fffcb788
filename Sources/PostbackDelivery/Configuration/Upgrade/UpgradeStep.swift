import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

/// One mend of one configured partner.
struct UpgradeStep {
    let mend: ConfigurationMend
    let partner: JSONNode
    let place: ConfigurationProblem.Place
    let source: [UInt8]

    typealias Result = (done: [ConfigurationProblem], undecided: [ConfigurationProblem])

    /// The settings of postbacks, with their names.
    private var postbacks: [(name: String, settings: JSONNode)] {
        (partner["postbacks"]?.members ?? []).map { ($0.key, $0.value) }
    }

    /// Makes the edits; says what was done, and what a person has to decide.
    func run(_ edits: inout JSONEdits) -> Result {
        switch mend {
        case .renameField(let old, let new): return (rename(old, new, &edits), [])
        case .removeField(let field): return (remove(field, &edits), [])
        case .setField(let field, let value, let scope, let isSecret):
            return (set(field, value, scope, isSecret, &edits), [])
        case .moveField(let field, let scope): return move(field, to: scope, &edits)
        case .removePostback(let event, _, let others):
            guard let settings = partner["postbacks"] else { return ([], []) }
            func isGone(_ name: String) -> Bool { others.isEmpty ? name == event : !others.contains(name) }
            let gone = settings.members.map(\.key).filter(isGone)
            guard !gone.isEmpty else { return ([], []) }
            edits.remove(settings) { isGone($0.key) }
            return (gone.map { note($0, nil, "taken out; nothing is sent for these events any more") }, [])
        case .renamePartner(_, let new):
            guard let name = partner["partner"] else { return ([], []) }
            edits.replace(name.range, with: new)
            return ([note(nil, nil, "the partner is called '\(new)' now")], [])
        case .boundDelay(let bounds): return bound("delay", delay: bounds, &edits)
        case .boundRetries(let bounds): return bound("retries", retries: bounds, &edits)
        case .setDelay(let seconds, let isNearest):
            guard DeliveryDelay(seconds: seconds) != nil else { return ([], []) }
            return (fill("delay", JSONEdits.quoted(Self.delay(seconds)), Self.delay(seconds), isNearest, &edits), [])
        case .setRetries(let count, let isNearest):
            return (fill("retries", Array("\(count)".utf8), "\(count)", isNearest, &edits), [])
        }
    }

    private func note(_ postback: String?, _ field: String?, _ message: String) -> ConfigurationProblem {
        var place = place
        place.postback = postback
        place.field = field
        return ConfigurationProblem(place: place, message: message)
    }

    /// The objects that hold values of fields: the app's, and each postback's.
    private var valueObjects: [(postback: String?, fields: JSONNode)] {
        let own = partner["fields"].map { [(postback: String?.none, fields: $0)] } ?? []
        return own + postbacks.compactMap { name, settings in settings["fields"].map { (name, $0) } }
    }

    private func rename(_ old: String, _ new: String, _ edits: inout JSONEdits) -> [ConfigurationProblem] {
        var done: [ConfigurationProblem] = []
        for (postback, fields) in valueObjects {
            for member in fields.members where member.key == old {
                edits.replace(member.keyRange, with: new)
                done.append(note(postback, old, "is called '\(new)' now"))
            }
        }
        return done
    }

    private func remove(_ field: String, _ edits: inout JSONEdits) -> [ConfigurationProblem] {
        var done: [ConfigurationProblem] = []
        for (postback, fields) in valueObjects where fields[field] != nil {
            edits.remove(fields) { $0.key == field }
            done.append(note(postback, field, "taken out; there is no such field any more"))
        }
        return done
    }

    /// Writes a value where there is none; `null` and an empty text are none.
    private func set(
        _ field: String, _ value: String, _ scope: FieldDefinition.Scope, _ isSecret: Bool, _ edits: inout JSONEdits
    ) -> [ConfigurationProblem] {
        let owners: [(postback: String?, owner: JSONNode)] =
            scope == .app ? [(nil, partner)] : postbacks.map { ($0.name, $0.settings) }
        var done: [ConfigurationProblem] = []
        for (postback, owner) in owners {
            let present = owner["fields"]?[field]
            if let present {
                guard isEmpty(present) else { continue }
                edits.replace(present.range, with: value)
            } else {
                insert(field, JSONEdits.quoted(value), into: owner, &edits)
            }
            done.append(
                note(postback, field, "set to \(isSecret ? "the value" : "'\(value)',") which counted until now"))
        }
        return done
    }

    /// Whether a value counts as none.
    private func isEmpty(_ value: JSONNode) -> Bool {
        value.text?.allSatisfy(\.isWhitespace) ?? (String(decoding: source[value.range], as: UTF8.self) == "null")
    }

    private func insert(_ field: String, _ json: [UInt8], into owner: JSONNode, _ edits: inout JSONEdits) {
        if let fields = owner["fields"] {
            edits.insert(field, json: json, into: fields)
        } else {
            let object = Array("{".utf8) + JSONEdits.quoted(field) + Array(": ".utf8) + json + Array("}".utf8)
            edits.insert("fields", json: object, into: owner)
        }
    }

    private func move(_ field: String, to scope: FieldDefinition.Scope, _ edits: inout JSONEdits) -> Result {
        switch scope {
        case .event:
            guard let fields = partner["fields"], let value = fields[field] else { return ([], []) }
            guard !postbacks.isEmpty else {
                return ([], [note(nil, field, "is configured for each postback now, and none is configured")])
            }
            edits.remove(fields) { $0.key == field }
            for (_, settings) in postbacks where settings["fields"]?[field] == nil {
                insert(field, Array(source[value.range]), into: settings, &edits)
            }
            return ([note(nil, field, "moved into each postback")], [])
        case .app:
            let values = postbacks.map { $0.settings["fields"]?[field] }.map { value in
                value.flatMap { isEmpty($0) ? nil : Array(source[$0.range]) }
            }
            guard let first = values.first, values.contains(where: { $0 != nil }) else { return ([], []) }
            guard let value = first, Set(values).count == 1 else {
                return (
                    [], [note(nil, field, "is configured for the app now, and postbacks have different values or none")]
                )
            }
            for (_, settings) in postbacks {
                if let fields = settings["fields"] { edits.remove(fields) { $0.key == field } }
            }
            if let present = partner["fields"]?[field] {
                edits.replace(present.range, withJSON: value)
            } else {
                insert(field, value, into: partner, &edits)
            }
            return ([note(nil, field, "moved from the postbacks to the app")], [])
        }
    }

    /// Writes a setting where there is none.
    private func fill(
        _ key: String, _ json: [UInt8], _ words: String, _ isNearest: Bool, _ edits: inout JSONEdits
    ) -> [ConfigurationProblem] {
        var done: [ConfigurationProblem] = []
        for (name, settings) in postbacks where settings[key] == nil {
            edits.insert(key, json: json, into: settings)
            done.append(
                note(name, key, "set to \(words), \(isNearest ? "the nearest to what" : "which") counted until now"))
        }
        return done
    }

    private func bound(_ key: String, delay bounds: ClosedRange<Int>, _ edits: inout JSONEdits) -> Result {
        var result: Result = ([], [])
        for (name, settings) in postbacks {
            guard let value = settings[key], let now = value.text.flatMap({ DeliveryDelay($0) })?.seconds,
                !bounds.contains(now)
            else { continue }
            let nearest = min(max(now, bounds.lowerBound), bounds.upperBound)
            guard DeliveryDelay(seconds: nearest) != nil else {
                result.undecided.append(note(name, key, "no delay of the partner is near enough"))
                continue
            }
            edits.replace(value.range, with: Self.delay(nearest))
            result.done.append(note(name, key, "\(Self.delay(nearest)) instead of \(Self.delay(now))"))
        }
        return result
    }

    private func bound(_ key: String, retries bounds: ClosedRange<Int>, _ edits: inout JSONEdits) -> Result {
        var result: Result = ([], [])
        for (name, settings) in postbacks {
            guard let value = settings[key], let now = Int(String(decoding: source[value.range], as: UTF8.self)),
                !bounds.contains(now)
            else { continue }
            let nearest = min(max(now, bounds.lowerBound), bounds.upperBound)
            edits.replace(value.range, withJSON: Array("\(nearest)".utf8))
            result.done.append(note(name, key, "\(nearest) instead of \(now)"))
        }
        return result
    }

    /// A delay as configurations write it.
    private static func delay(_ seconds: Int) -> String {
        if seconds == 0 { return "realtime" }
        return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}
