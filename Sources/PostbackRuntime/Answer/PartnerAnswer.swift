package import PostbackTemplate

/// What a partner answered, as conditions look at it; the body is read as JSON once.
package struct PartnerAnswer {
    /// The status code.
    package let status: Int
    let headers: [AnswerHeader]
    let body: [UInt8]
    private let json: JSONValue?

    /// Creates an answer for the conditions of a policy.
    package init(status: Int, headers: [AnswerHeader], body: [UInt8], for policy: DeliveryPolicy) {
        self.status = status
        self.headers = headers
        self.body = body
        let needsJSON = policy.answerValues.contains {
            if case .member = $0 { true } else { false }
        }
        json = needsJSON ? try? JSONValue(parsing: body) : nil
    }

    /// The value; nil for none, and for `null`.
    func value(_ value: AnswerValue) -> JSONValue? {
        switch value {
        case .status: return .number(String(status))
        case .text:
            let text = String(decoding: body, as: UTF8.self).unicodeScalars.drop(while: \.properties.isWhitespace)
            guard let last = text.lastIndex(where: { !$0.properties.isWhitespace }) else { return nil }
            return .string(String(Substring(text[...last])))
        case .header(let name):
            return headers.first { $0.name.lowercased() == name.lowercased() }.map { .string($0.value) }
        case .member(let steps):
            var current = json
            for step in steps {
                switch (step, current) {
                case (.key(let key), .object?): current = current?[key]
                case (.index(let index), .array(let values)?) where values.indices.contains(index):
                    current = values[index]
                default: return nil
                }
            }
            if case .null? = current { return nil }
            return current
        }
    }
}

/// A header of an answer.
package struct AnswerHeader: Hashable, Sendable {
    /// The name; upper and lower case are the same.
    package var name: String
    /// The value.
    package var value: String

    /// Creates a header.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
