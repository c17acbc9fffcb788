public import PostbackRuntime
public import PostbackTemplate

/// Reads events from JSON objects whose keys are the namespaces of macros.
public struct ReferenceEventDecoder: Sendable {
    /// The macros that events can carry.
    let catalogue: MacroCatalogue
    /// Every proper beginning of a macro's name.
    private let namespaces: Set<String>

    /// Creates a decoder.
    public init(catalogue: MacroCatalogue) {
        self.catalogue = catalogue
        namespaces = catalogue.macros.reduce(into: []) { namespaces, macro in
            for dot in macro.name.indices where macro.name[dot] == "." { namespaces.insert(String(macro.name[..<dot])) }
        }
    }

    /// An event with what was found out while reading it.
    public struct Result: Sendable {
        /// The event; values with a problem are left out of it.
        public var event: PostbackEvent
        /// Values of the wrong form.
        public var problems: [EventProblem]
        /// Keys that the catalogue lacks, dotted.
        public var unknownKeys: [String]
    }

    /// Reads one event from UTF-8 JSON.
    public func decode(_ bytes: [UInt8]) throws(EventProblem) -> Result {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw EventProblem(macro: nil, message: error.message)
        }
        guard case .object(let members) = json else {
            throw EventProblem(macro: nil, message: "an event is a JSON object, not \(json.kindName)")
        }
        var result = Result(event: PostbackEvent(catalogue: catalogue), problems: [], unknownKeys: [])
        read(members, prefix: "", into: &result)
        return result
    }

    private func read(_ members: [(key: String, value: JSONValue)], prefix: String, into result: inout Result) {
        for (key, value) in members {
            let name = prefix.isEmpty ? key : prefix + "." + key
            if let slot = catalogue.slot(name), !catalogue.macros[slot].isOpenMap {
                let macro = catalogue.macros[slot]
                if let read = self.value(value, macro, &result) { result.event[slot: slot] = read }
            } else if let map = catalogue.openMap(of: name) {
                readEntry(name, value, map, &result)
            } else if case .object(let inner) = value, namespaces.contains(name) {
                read(inner, prefix: name, into: &result)
            } else {
                result.unknownKeys.append(name)
            }
        }
    }

    private func readEntry(_ name: String, _ value: JSONValue, _ map: MacroDefinition, _ result: inout Result) {
        switch value {
        case .object(let members):
            for (key, value) in members { readEntry(name + "." + key, value, map, &result) }
        case .array(let values):
            let texts = values.compactMap { self.value($0, MacroDefinition(name, .scalar), &result) }
            result.event[entry: name] = .list(texts)
        default: result.event[entry: name] = self.value(value, MacroDefinition(name, map.type), &result)
        }
    }

    private func value(_ json: JSONValue, _ macro: MacroDefinition, _ result: inout Result) -> PostbackValue? {
        switch (json, macro.type) {
        case (.null, _): return nil
        case (.array(let values), .list(.item)):
            return .list(values.compactMap { item($0, macro, &result) })
        case (.array(let values), .list(let element)):
            return .list(values.compactMap { value($0, MacroDefinition(macro.name, element), &result) })
        case (.boolean(let value), .boolean), (.boolean(let value), .scalar): return .boolean(value)
        case (.number(let text), .scalar): return ExactDecimal(text).map(PostbackValue.decimal) ?? .text(text)
        case (.string(let text), let type), (.number(let text), let type):
            if text.isEmpty { return nil }
            if type == .boolean, text == "0" || text == "1" { return .boolean(text == "1") }
            if let read = PostbackValue(text, as: type) { return read }
            result.problems.append(
                EventProblem(macro: macro.name, message: "\(macro.name) must be \(type.expectation)"))
            return nil
        default:
            result.problems.append(
                EventProblem(
                    macro: macro.name, message: "\(macro.name) must be \(macro.type.expectation), not \(json.kindName)")
            )
            return nil
        }
    }

    private func item(_ json: JSONValue, _ list: MacroDefinition, _ result: inout Result) -> PostbackValue? {
        guard case .object(let members) = json else {
            result.problems.append(
                EventProblem(macro: list.name, message: "\(list.name) holds objects, not \(json.kindName)"))
            return nil
        }
        var item: [String: PostbackValue] = [:]
        for (key, value) in members {
            let name = list.name + "." + key
            guard let slot = catalogue.slot(name) else {
                result.unknownKeys.append(name)
                continue
            }
            item[key] = self.value(value, catalogue.macros[slot], &result)
        }
        return .item(item)
    }
}
