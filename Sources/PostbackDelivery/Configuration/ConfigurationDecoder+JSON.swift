import PostbackSupport
import PostbackRuntime

extension ConfigurationDecoder {
    mutating func report(_ place: ConfigurationProblem.Place, _ message: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(place: place, message: message, suggestion: suggestion))
    }

    mutating func warn(_ place: ConfigurationProblem.Place, _ message: String) {
        warnings.append(ConfigurationProblem(place: place, message: message))
    }

    /// The value when it is an object; its unknown and repeated keys are reported.
    mutating func object(_ json: JSONValue, _ place: ConfigurationProblem.Place, keys: [String]) -> JSONValue? {
        guard case .object(let members) = json else {
            report(place, "must be an object, not \(json.kindName)")
            return nil
        }
        var seen: Set<String> = []
        for (key, _) in members {
            if !keys.contains(key) {
                report(place.field(key), "is not a known setting", suggestion: Suggestion.nearest(to: key, among: keys))
            } else if !seen.insert(key).inserted {
                report(place.field(key), "is set twice")
            }
        }
        return json
    }

    /// A text that has to be there.
    mutating func text(_ object: JSONValue, _ key: String, _ place: ConfigurationProblem.Place) -> String? {
        switch object[key] {
        case .string(let text)? where !text.isEmpty: return text
        case nil: report(place.field(key), "is missing")
        default: report(place.field(key), "must be a text that is not empty")
        }
        return nil
    }

    /// An array that has to be there.
    mutating func array(_ object: JSONValue, _ key: String, _ place: ConfigurationProblem.Place) -> [JSONValue] {
        switch object[key] {
        case .array(let values)?: return values
        case nil: report(place.field(key), "is missing")
        case let other?: report(place.field(key), "must be an array, not \(other.kindName)")
        }
        return []
    }

    /// One of a closed list of words.
    mutating func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ object: JSONValue, _ key: String, _ place: ConfigurationProblem.Place, _ standard: Value,
        required: Bool = false
    ) -> Value {
        guard let json = object[key] else {
            if required { report(place.field(key), "is missing") }
            return standard
        }
        if case .string(let text) = json, let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue)
        var near: String?
        if case .string(let text) = json { near = Suggestion.nearest(to: text, among: known) }
        report(place.field(key), "must be one of \(known.joined(separator: ", "))", suggestion: near)
        return standard
    }
}

extension ConfigurationProblem.Place {
    /// The same place, at a field or setting.
    func field(_ name: String) -> Self {
        var place = self
        place.field = name
        return place
    }
}
