import PostbackCompiler
import PostbackRuntime
import PostbackSupport
import PostbackTemplate

/// Custom postbacks: those that an account owns itself, beside those of certified partners.
extension ConfigurationDecoder {
    static let customKeys = [
        "name", "on", "http_method", "url", "headers", "body", "when", "require", "secrets", "insecure", "network",
        "status", "delay", "retries", "method", "on_unknown",
    ]

    /// The custom postbacks of an app, each as a partner of its own.
    mutating func custom(
        _ app: JSONValue, _ place: ConfigurationProblem.Place, _ platform: Platform
    ) -> [PartnerConfiguration] {
        guard app["custom"] != nil else { return [] }
        let compiler = customCompiler ?? CustomPostbackCompiler(catalogue: catalogue)
        customCompiler = compiler
        var seen: Set<String> = []
        return array(app, "custom", place).compactMap { value in
            var place = place
            if case .string(let name)? = value["name"], !name.isEmpty { place.custom = name }
            guard let object = object(value, place, keys: Self.customKeys), let name = text(object, "name", place)
            else { return nil }
            if !seen.insert(name).inserted { report(place, "the custom postback is configured twice for this app") }
            return custom(object, name, place, platform, compiler)
        }
    }

    private mutating func custom(
        _ object: JSONValue, _ name: String, _ place: ConfigurationProblem.Place, _ platform: Platform,
        _ compiler: CustomPostbackCompiler
    ) -> PartnerConfiguration? {
        let before = problems.count
        let events = events(object, place)
        let url = text(object, "url", place)
        let body = body(object["body"], place)
        let isReadable = problems.count == before
        let secrets = texts(object, "secrets", place)
        for (key, value) in secrets where value.isEmpty {
            report(place.field("secrets.\(key)"), "must be a text that is not empty")
        }
        let method: RequestMethod =
            object["http_method"] == nil && body != nil ? .post : choice(object, "http_method", place, .get)
        let network = optionalText(object, "network", place)
        let settings = PostbackSettings(
            status: choice(object, "status", place, .active), delay: delay(object, DeliveryPolicy(), place),
            retries: retries(object, DeliveryPolicy(), place), method: choice(object, "method", place, .all),
            fields: [:])
        if settings.method != .all, object["network"] == nil {
            report(place.field("method"), "needs 'network': the name that the attribution has for the partner")
        }
        let postback = CustomPostback(
            name: name, events: events, platform: platform, method: method, url: url ?? "",
            headers: texts(object, "headers", place), body: body, condition: optionalText(object, "when", place),
            required: list(object, "require", place), secrets: secrets.map(\.name),
            isInsecure: boolean(object, "insecure", place))
        let onUnknown = choice(object, "on_unknown", place, UnknownOutcomePolicy.resend)
        // What cannot be read is not compiled as if it had been left out.
        guard isReadable else { return nil }
        let id = "custom.\(place.account ?? "").\(name)"
        let (template, found) = compiler.compile(postback, id: id)
        for problem in found {
            var place = problem.setting.isEmpty ? place : place.field(problem.setting)
            place.column = problem.column
            let entry = ConfigurationProblem(
                place: place, message: problem.message, code: problem.code, help: problem.help)
            if problem.isWarning { warnings.append(entry) } else { problems.append(entry) }
        }
        guard let template else { return nil }
        return PartnerConfiguration(
            partner: id, fields: Dictionary(secrets, uniquingKeysWith: { first, _ in first }), onUnknown: onUnknown,
            postbacks: Dictionary(events.map { ($0, settings) }, uniquingKeysWith: { first, _ in first }),
            custom: CustomPartner(template: template, network: network))
    }

    private mutating func events(_ object: JSONValue, _ place: ConfigurationProblem.Place) -> [String] {
        guard object["on"] != nil else {
            report(place.field("on"), "is missing")
            return []
        }
        let events = list(object, "on", place)
        if events.isEmpty, case .array? = object["on"] { report(place.field("on"), "names no event") }
        var seen: Set<String> = []
        let kinds = catalogue.kinds.map(\.name) + [PostbackTrigger.eventKind]
        let known = kinds + catalogue.events.map(\.name)
        for event in events {
            if !seen.insert(event).inserted { report(place.field("on"), "names '\(event)' twice") }
            // An event of the app's own may have any name, but hardly one that is nearly that of a known one.
            if !known.contains(event), let near = Suggestion.nearest(to: event, among: known, within: 1) {
                report(place.field("on"), "there is no event '\(event)'", suggestion: near)
            }
        }
        return events
    }

    private mutating func body(_ json: JSONValue?, _ place: ConfigurationProblem.Place) -> CustomPostback.Body? {
        guard let json else { return nil }
        let place = place.field("body")
        guard let object = object(json, place, keys: ["form", "json", "text"]), case .object(let members) = object
        else { return nil }
        guard members.count == 1, let (key, value) = members.first else {
            report(place, "must have one of form, json and text")
            return nil
        }
        switch key {
        case "form": return .form(texts(object, "form", place, "body.form"))
        case "text": return text(object, "text", place).map { .text($0) }
        default: return self.value(value, place.field("body.json")).map { .json($0) }
        }
    }

    private mutating func value(_ json: JSONValue, _ place: ConfigurationProblem.Place) -> CustomPostback.Value? {
        let path = place.field ?? ""
        switch json {
        case .null:
            report(place, "is null; a key whose value is absent is left out")
            return nil
        case .boolean(let truth): return .boolean(truth)
        case .number(let number): return .number(number)
        case .string(let text): return .text(text)
        case .array(let values):
            return .list(
                values.enumerated().compactMap { index, value in self.value(value, place.field("\(path)[\(index)]")) })
        case .object(let members):
            return .object(
                members.compactMap { name, value in
                    self.value(value, place.field("\(path).\(name)")).map { (name, $0) }
                })
        }
    }

    /// The members of an object of texts, in order; none where it is left out.
    private mutating func texts(
        _ object: JSONValue, _ key: String, _ place: ConfigurationProblem.Place, _ path: String? = nil
    ) -> [(name: String, value: String)] {
        let place = place.field(path ?? key)
        guard let json = object[key] else { return [] }
        guard case .object(let members) = json else {
            report(place, "must be an object, not \(json.kindName)")
            return []
        }
        return members.compactMap { name, value in
            if case .string(let text) = value { return (name, text) }
            report(place.field("\(path ?? key).\(name)"), "must be text, not \(value.kindName)")
            return nil
        }
    }

    /// A list of texts; empty where it is left out.
    private mutating func list(
        _ object: JSONValue, _ key: String, _ place: ConfigurationProblem.Place
    ) -> [String] {
        guard object[key] != nil else { return [] }
        return array(object, key, place).enumerated().compactMap { index, value in
            if case .string(let text) = value, !text.isEmpty { return text }
            report(place.field("\(key)[\(index)]"), "must be a text that is not empty")
            return nil
        }
    }

    private mutating func optionalText(
        _ object: JSONValue, _ key: String, _ place: ConfigurationProblem.Place
    ) -> String? {
        object[key] == nil ? nil : text(object, key, place)
    }

    private mutating func boolean(_ object: JSONValue, _ key: String, _ place: ConfigurationProblem.Place) -> Bool {
        switch object[key] {
        case nil: return false
        case .boolean(let truth)?: return truth
        case let other?:
            report(place.field(key), "must be true or false, not \(other.kindName)")
            return false
        }
    }
}
