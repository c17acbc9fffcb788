import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let tooMuchWork = DiagnosticRule(
        "too_much_work", .limits, title: "A value that takes too much work",
        explanation: """
            What one event costs is bounded. A let that uses another one twice, and so on, doubles the work with every \
            step; a for inside a for multiplies it.
            """,
        wrong: .json("a = [for i in event.items: [for j in event.items: [for k in event.items: k.id]]]"),
        right: .json("a = [for i in event.items: i.id]"))
}

extension Finding {
    static var loopsTooDeep: Finding {
        Finding(
            .tooMuchWork, "'for' is nested more than two levels deep")
    }

    static var tooMuchWork: Finding {
        Finding(
            .tooMuchWork, "this value is made of more than \(Elaborated.maximumWeight) values",
            "a let counts as often as it is used")
    }

    static var postbackTooMuchWork: Finding {
        Finding(
            .tooMuchWork, "this postback is made of more than \(TemplateLimits.mostWork) values",
            "a let counts as often as it is used")
    }

    static func tooMuchIncluded(limit: Int) -> Finding {
        Finding(
            .tooMuchWork, "too much is included here",
            "a postback includes at most \(limit) lines, a file 20000, and includes stand in each other at most 32 deep"
        )
    }

    static var nestedLetsTooDeep: Finding {
        Finding(
            .tooMuchWork, "this postback has values nested more than \(TemplateLimits.deepestNesting) levels deep",
            "a let counts as what stands behind it")
    }
}
