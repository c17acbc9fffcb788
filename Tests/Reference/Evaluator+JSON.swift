import PostbackRuntime
import PostbackTemplate

extension Evaluator {
    /// Appends a value as JSON; false when it is absent, and nothing is appended then.
    mutating func writeJSON(_ expression: BoundExpression, to buffer: inout [UInt8]) throws(PostbackSkip) -> Bool {
        switch expression {
        case .object(let lines): return try writeObject(lines, to: &buffer)
        case .list(let elements):
            return try write(to: &buffer, open: "[", close: "]") { (evaluator, buffer) throws(PostbackSkip) in
                var isFirst = true
                for element in elements { try evaluator.writeElement(element, &isFirst, &buffer) }
                return !isFirst
            }
        case .each(let list, let first, let yield):
            return try write(to: &buffer, open: "[", close: "]") { (evaluator, buffer) throws(PostbackSkip) in
                var isFirst = true
                var bytes = buffer
                try evaluator.forEach(list, first) { inner throws(PostbackSkip) in
                    try inner.writeElement(yield, &isFirst, &bytes)
                }
                buffer = bytes
                return !isFirst
            }
        case .entries(let entries, let classes):
            let chosen = self.entries(entries, classes)
            return try write(to: &buffer, open: "{", close: "}") { (evaluator, buffer) throws(PostbackSkip) in
                var isFirst = true
                for (name, value) in chosen {
                    try evaluator.writeEntry(name, .constant(value), .optional, [], &isFirst, &buffer)
                }
                return !isFirst
            }
        case .choose(let branches, let otherwise):
            for (condition, value) in branches where try holds(condition) { return try writeJSON(value, to: &buffer) }
            return try writeJSON(otherwise, to: &buffer)
        case .fallback(let values):
            for value in values where try writeJSON(value, to: &buffer) { return true }
            return false
        default:
            guard let value = try evaluate(expression) else { return false }
            return Self.append(value, to: &buffer)
        }
    }

    /// The entries that are meant, in the order of the event.
    func entries(_ entries: OpenMapEntries, _ classes: ClassificationSet) -> [(name: String, value: PostbackValue)] {
        guard context.withheld.isDisjoint(with: classes) else { return [] }
        let prefix = entries.map + "."
        return event.entryNames.compactMap { full in
            let name = String(full.dropFirst(prefix.count))
            guard full.hasPrefix(prefix),
                entries.names.contains(where: { Array($0.utf8) == Array(name.utf8) }) != entries.leavesOut,
                let value = event[entry: full]
            else { return nil }
            return (name, value)
        }
    }

    /// Appends what `content` writes between two brackets, or nothing when it writes nothing.
    private mutating func write(
        to buffer: inout [UInt8], open: Unicode.Scalar, close: Unicode.Scalar,
        _ content: (inout Evaluator, inout [UInt8]) throws(PostbackSkip) -> Bool
    ) throws(PostbackSkip) -> Bool {
        let start = buffer.count
        buffer.append(UInt8(ascii: open))
        guard try content(&self, &buffer) else {
            buffer.removeLast(buffer.count - start)
            return false
        }
        buffer.append(UInt8(ascii: close))
        return true
    }

    private mutating func writeElement(
        _ element: BoundElement, _ isFirst: inout Bool, _ buffer: inout [UInt8]
    ) throws(PostbackSkip) {
        try writeEntry(nil, element.value, element.presence, element.needs, &isFirst, &buffer)
    }

    /// Appends a member or an element with the comma in front of it; what is absent and optional leaves no trace.
    private mutating func writeEntry(
        _ key: String?, _ value: BoundExpression, _ presence: LinePresence, _ needs: [NeededName],
        _ isFirst: inout Bool,
        _ buffer: inout [UInt8]
    ) throws(PostbackSkip) {
        let start = buffer.count
        if !isFirst { buffer.append(UInt8(ascii: ",")) }
        if let key {
            JSONText.append(key, to: &buffer)
            buffer.append(UInt8(ascii: ":"))
        }
        if try !writeJSON(value, to: &buffer) {
            switch presence {
            case .optional:
                buffer.removeLast(buffer.count - start)
                return
            case .required: throw missing(needs)
            case .keepEmpty: buffer += Array("\"\"".utf8)
            case .keepNull: buffer += Array("null".utf8)
            }
        }
        isFirst = false
    }

    private mutating func writeObject(_ lines: [BoundLine], to buffer: inout [UInt8]) throws(PostbackSkip) -> Bool {
        try write(to: &buffer, open: "{", close: "}") { (evaluator, buffer) throws(PostbackSkip) in
            var isFirst = true
            try evaluator.writeMembers(lines, &isFirst, &buffer)
            return !isFirst
        }
    }

    private mutating func writeMembers(_ lines: [BoundLine], _ isFirst: inout Bool, _ buffer: inout [UInt8])
        throws(PostbackSkip)
    {
        for line in lines {
            switch line {
            case .when(let condition, let first, let otherwise):
                try writeMembers(try holds(condition) ? first : otherwise, &isFirst, &buffer)
            case .each(let list, let first, let inner):
                var (isStart, bytes) = (isFirst, buffer)
                try forEach(list, first) { evaluator throws(PostbackSkip) in
                    try evaluator.writeMembers(inner, &isStart, &bytes)
                }
                (isFirst, buffer) = (isStart, bytes)
            case .entries(let entries, let classes, _, _):
                for (name, value) in self.entries(entries, classes) {
                    try writeEntry(name, .constant(value), .optional, [], &isFirst, &buffer)
                }
            case .pair(let pair):
                try writeEntry(
                    String(decoding: written(pair.name), as: UTF8.self), pair.value, pair.presence, pair.needs,
                    &isFirst, &buffer)
            }
        }
    }

    private static func append(_ value: PostbackValue, to buffer: inout [UInt8]) -> Bool {
        switch value {
        case .integer(let number): buffer += Array(String(number).utf8)
        case .decimal(let number): buffer += Array(number.description.utf8)
        case .boolean(let truth): buffer += Array((truth ? "true" : "false").utf8)
        case .list(let values):
            buffer.append(UInt8(ascii: "["))
            var isFirst = true
            for value in values {
                let start = buffer.count
                if !isFirst { buffer.append(UInt8(ascii: ",")) }
                if append(value, to: &buffer) { isFirst = false } else { buffer.removeLast(buffer.count - start) }
            }
            buffer.append(UInt8(ascii: "]"))
        default:
            guard let text = value.output else { return false }
            JSONText.append(text, to: &buffer)
        }
        return true
    }

    /// Why a required value is missing: which names are absent, and whether they were withheld.
    func missing(_ needs: [NeededName]) -> PostbackSkip {
        let withheld = needs.filter { !context.withheld.isDisjoint(with: $0.classification) && event[$0.name] != nil }
        if let first = withheld.first {
            let names = withheld.map(\.name)
            return first.classification == .attribution ? .notAttributed(names) : .privacy(names)
        }
        let absent = needs.filter { !$0.isStep && event[$0.name] == nil }
        let steps = needs.filter(\.isStep)
        return .missingValue((!absent.isEmpty ? absent : steps.isEmpty ? needs : steps).map(\.name))
    }
}
