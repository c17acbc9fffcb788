import PostbackSupport
import PostbackRuntime
import PostbackTemplate

extension ConfigurationDecoder {
    /// The settings of one postback.
    mutating func settings(
        _ json: JSONValue, _ name: String, _ template: PartnerTemplate, _ place: ConfigurationProblem.Place
    ) -> PostbackSettings? {
        var place = place
        place.postback = name
        guard let object = object(json, place, keys: ["status", "delay", "retries", "method", "fields"]) else {
            return nil
        }
        checkEvent(name, template, place)
        let policy = template.delivery
        let fields = fieldValues(object["fields"], place)
        check(fields, template, .event, place)
        return PostbackSettings(
            status: choice(object, "status", place, .active), delay: delay(object, policy, place),
            retries: retries(object, policy, place), method: choice(object, "method", place, .all), fields: fields)
    }

    private mutating func checkEvent(_ name: String, _ template: PartnerTemplate, _ place: ConfigurationProblem.Place) {
        let isKind = catalogue.kinds.contains { $0.name == name }
        let triggers = template.postbacks.flatMap { postback -> [String] in
            switch postback.trigger {
            case .kind(let kind): [kind]
            case .events(let names): names
            }
        }
        for postback in template.postbacks {
            let isChosen =
                switch postback.trigger {
                case .kind(let kind): kind == name
                case .events(let names): names.contains(name)
                }
            if isChosen, let note = postback.deprecation {
                warn(place, "the postback '\(postback.id)' is deprecated: \(note)")
            }
        }
        guard !triggers.contains(name) else { return }
        // An event of the app's own may have any name, but hardly one that is nearly that of a kind.
        if !isKind, triggers.contains(PostbackTrigger.eventKind),
            !catalogue.events.contains(where: { $0.name == name }),
            let near = Suggestion.nearest(to: name, among: catalogue.kinds.map(\.name), within: 1)
        {
            report(place, "\(template.name) has no postback for these events", suggestion: near)
        }
        guard isKind || !triggers.contains(PostbackTrigger.eventKind) else { return }
        report(
            place, "\(template.name) has no postback for these events",
            suggestion: Suggestion.nearest(to: name, among: triggers))
    }

    mutating func delay(
        _ object: JSONValue, _ policy: DeliveryPolicy, _ place: ConfigurationProblem.Place
    ) -> DeliveryDelay {
        let standard = DeliveryDelay(seconds: policy.defaultDelaySeconds) ?? .realtime
        guard let value = object["delay"] else { return standard }
        guard case .string(let text) = value, let delay = DeliveryDelay(text) else {
            report(place.field("delay"), "must be realtime, or 30s to 10m")
            return standard
        }
        if !policy.delaySeconds.contains(delay.seconds) {
            let bounds = policy.delaySeconds
            report(place.field("delay"), "the partner takes delays of \(bounds.lowerBound)s to \(bounds.upperBound)s")
        }
        return delay
    }

    mutating func retries(
        _ object: JSONValue, _ policy: DeliveryPolicy, _ place: ConfigurationProblem.Place
    ) -> Int {
        guard let value = object["retries"] else { return policy.defaultRetries }
        guard case .number(let text) = value, let retries = Int(text), (0...10).contains(retries) else {
            report(place.field("retries"), "must be a whole number from 0 to 10")
            return policy.defaultRetries
        }
        if !policy.retries.contains(retries) {
            report(
                place.field("retries"),
                "the partner takes \(policy.retries.lowerBound) to \(policy.retries.upperBound) retries")
        }
        return retries
    }

    /// Field values as text: strings, numbers and booleans.
    mutating func fieldValues(_ json: JSONValue?, _ place: ConfigurationProblem.Place) -> [String: String] {
        guard let json else { return [:] }
        guard case .object(let members) = json else {
            report(place.field("fields"), "must be an object, not \(json.kindName)")
            return [:]
        }
        var values: [String: String] = [:]
        for (key, value) in members {
            switch value {
            case .string(let text), .number(let text): values[key] = text
            case .boolean(let truth): values[key] = truth ? "true" : "false"
            case .null: break
            default: report(place.field(key), "must be text, not \(value.kindName)")
            }
        }
        return values
    }

    /// Checks field values of one scope.
    mutating func check(
        _ values: [String: String], _ template: PartnerTemplate, _ scope: FieldDefinition.Scope,
        _ place: ConfigurationProblem.Place
    ) {
        for field in template.fields where values[field.id] != nil && field.scope == scope {
            if let note = field.deprecation { warn(place.field(field.id), "is deprecated: \(note)") }
        }
        for problem in template.problems(in: values, scope: scope) {
            let place = place.field(problem.field)
            switch problem.kind {
            case .missing: report(place, "is required and has no value")
            case .invalid(let expected): report(place, "must be \(expected)")
            case .unknown(let suggestion):
                if template.fields.contains(where: { $0.id == problem.field }) {
                    report(
                        place,
                        scope == .app
                            ? "is configured for each postback, not for the app"
                            : "is configured for the app, not for a postback")
                } else {
                    report(place, "is not a field of \(template.name)", suggestion: suggestion)
                }
            }
        }
    }
}
