import PostbackRuntime
import PostbackTemplate

extension DeliveryPolicy.BodyPredicate {
    /// Whether an answer says so: a JSON text with the value at the path.
    func holds(in body: [UInt8]) -> Bool {
        guard var value = try? JSONValue(parsing: body) else { return false }
        for key in path {
            guard let next = value[key] else { return false }
            value = next
        }
        switch (value, self.value) {
        case (.string(let text), .text(let wanted)): return text == wanted
        case (.boolean(let truth), .boolean(let wanted)): return truth == wanted
        case (.number(let text), .number(let wanted)):
            return ExactDecimal(text).map { $0.normalized == wanted.normalized } ?? false
        default: return false
        }
    }
}
