import PostbackRuntime
import PostbackTemplate

extension PostbackValue {
    /// Whether both are the same value; numbers compare by value, however they are written.
    func isSame(as other: PostbackValue) -> Bool {
        switch (self, other) {
        case (.integer, .integer), (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal):
            number?.normalized == other.number?.normalized
        case (.timestamp(let left), .timestamp(let right)): left == right
        default: output != nil && output.map { Array($0.utf8) } == other.output.map { Array($0.utf8) }
        }
    }

    /// What is written for it; nil for what has no text.
    var output: String? {
        if case .text(let text) = self { text } else { text }
    }
}

/// Computes the values of bound expressions for one event.
struct Evaluator {
    let event: PostbackEvent
    let context: RenderContext
    var variables: [PostbackValue] = []
    /// What has been rendered, for signatures.
    var body: [UInt8] = []
    var query: [UInt8] = []
    var url: [UInt8] = []

    init(event: PostbackEvent, context: RenderContext) {
        self.event = event
        self.context = context
    }

    /// The value; nil when it is absent.
    mutating func evaluate(_ expression: BoundExpression) throws(PostbackSkip) -> PostbackValue? {
        switch expression {
        case .constant(let value): return value
        case .absent: return nil
        case .macro(let slot, let classes): return context.withheld.isDisjoint(with: classes) ? event[slot: slot] : nil
        case .entry(let name, let classes): return context.withheld.isDisjoint(with: classes) ? event[entry: name] : nil
        case .item(let depth, let property, let classes):
            guard case .item(let values) = variables[depth], context.withheld.isDisjoint(with: classes) else {
                return nil
            }
            return values[property].flatMap { $0.isEmpty ? nil : $0 }
        case .variable(let depth): return variables[depth]
        case .element(let list, let index, let property, let classes):
            guard context.withheld.isDisjoint(with: classes), case .list(let items)? = event[slot: list],
                index < items.count, case .item(let values) = items[index]
            else { return nil }
            return values[property].flatMap { $0.isEmpty ? nil : $0 }
        case .encoded(let value, let encoding):
            guard let text = try evaluate(value)?.output else { return nil }
            return .text(String(decoding: encoding.encoded(text), as: UTF8.self))
        case .request(let part): return rendered(part)
        case .system(.now): return .timestamp(context.now)
        case .system(.random): return .integer(context.random)
        case .system(.uuid): return .text(context.uuid)
        case .text(let pieces): return try evaluate(text: pieces)
        case .pipeline(let value, let steps): return try evaluate(value, steps)
        case .fallback(let values):
            for value in values { if let present = try evaluate(value) { return present } }
            return nil
        case .choose(let branches, let otherwise):
            for (condition, value) in branches where try holds(condition) { return try evaluate(value) }
            return try evaluate(otherwise)
        case .list(let elements):
            var values: [PostbackValue] = []
            for element in elements { try evaluate(element, into: &values) }
            return values.isEmpty ? nil : .list(values)
        case .each(let list, let first, let yield):
            var values: [PostbackValue] = []
            try forEach(list, first) { evaluator throws(PostbackSkip) in
                try evaluator.evaluate(yield, into: &values)
            }
            return values.isEmpty ? nil : .list(values)
        case .json(let value):
            var buffer: [UInt8] = []
            return try writeJSON(value, to: &buffer) ? .text(String(decoding: buffer, as: UTF8.self)) : nil
        case .object, .entries: return nil
        }
    }

    /// Goes through a list with each element, and its number, as the variables.
    mutating func forEach(
        _ list: BoundExpression, _ first: Int?, _ body: (inout Evaluator) throws(PostbackSkip) -> Void
    ) throws(PostbackSkip) {
        guard case .list(let elements)? = try evaluate(list) else { return }
        let outside = variables
        for (place, element) in elements.enumerated() {
            variables = outside + [element] + (first.map { [.integer(Int64($0 + place))] } ?? [])
            try body(&self)
        }
        variables = outside
    }

    /// A key as it is written out.
    func written(_ key: [BoundKeyPiece]) -> [UInt8] {
        key.flatMap { piece in
            switch piece {
            case .bytes(let bytes): bytes
            case .number(let depth): Array((variables[depth].output ?? "").utf8)
            }
        }
    }

    /// Appends an element of a list, or what keeps its place.
    private mutating func evaluate(
        _ element: BoundElement, into values: inout [PostbackValue]
    ) throws(PostbackSkip) {
        if let value = try evaluate(element.value) { return values.append(value) }
        switch element.presence {
        case .optional: break
        case .required: throw missing(element.needs)
        case .keepEmpty, .keepNull: values.append(.text(""))
        }
    }

    private func rendered(_ part: RequestPart) -> PostbackValue? {
        let bytes =
            switch part {
            case .body: body
            case .query: query
            case .url: url
            }
        return bytes.isEmpty ? nil : .text(String(decoding: bytes, as: UTF8.self))
    }

    private mutating func evaluate(text pieces: [BoundExpression]) throws(PostbackSkip) -> PostbackValue? {
        var text = ""
        for piece in pieces {
            guard let part = try evaluate(piece)?.output else { return nil }
            text += part
        }
        return .text(text)
    }

    private mutating func evaluate(_ value: BoundExpression, _ steps: [BoundStep]) throws(PostbackSkip)
        -> PostbackValue?
    {
        guard var current = try evaluate(value) else { return nil }
        for step in steps {
            // Of an empty text becomes nothing.
            guard !current.isEmpty else { return nil }
            var next: PostbackValue?
            switch step {
            case .transform(let name, let arguments):
                var values: [PostbackValue] = []
                for argument in arguments {
                    // An empty literal is a value here: replace(" ", "") removes.
                    values.append(try evaluate(argument) ?? .text(""))
                }
                next = Transform.apply(name, to: current, values)
            case .map(let map):
                guard let key = current.text else { return nil }
                next = map.table[Array(key.utf8)]
                if next == nil {
                    switch map.fallback {
                    case .value(let literal): next = PostbackValue(literal)
                    case .absent: break
                    case .skip: throw .unmappedEvent(map.id)
                    }
                }
            }
            guard let result = next else { return nil }
            if case .transform = step, result.isEmpty { return nil }
            current = result
        }
        return current
    }

    /// Whether a condition holds.
    mutating func holds(_ condition: BoundCondition) throws(PostbackSkip) -> Bool {
        switch condition {
        case .equals(let left, let right):
            guard let first = try evaluate(left), let second = try evaluate(right) else { return false }
            return first.isSame(as: second)
        case .isIn(let value, let list):
            guard let first = try evaluate(value) else { return false }
            for element in list { if let second = try evaluate(element), first.isSame(as: second) { return true } }
            return false
        case .isPresent(let value): return try evaluate(value) != nil
        case .isTrue(let value):
            let result = try evaluate(value)
            return result == .boolean(true) || result?.text == "true" || result?.text == "1"
        case .not(let inner): return try !holds(inner)
        case .all(let inner):
            for condition in inner where try !holds(condition) { return false }
            return true
        case .any(let inner):
            for condition in inner where try holds(condition) { return true }
            return false
        }
    }
}
