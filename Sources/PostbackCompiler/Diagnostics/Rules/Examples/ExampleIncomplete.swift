import PostbackLanguage

extension DiagnosticRule {
    static let exampleIncomplete = DiagnosticRule(
        "example_incomplete", .examples, title: "An example that states nothing",
        explanation: "An example names its postback, and says what is sent or why nothing is.",
        wrong: file(example("postback install\ngiven { sample ios }")), right: file(example(sent)))
}

extension Finding {
    static var twoExpectations: Finding {
        Finding(
            .exampleIncomplete, "an event gives one request here; only a postback with 'for' gives one for each item")
    }

    static var exampleWithoutExpectation: Finding {
        Finding(
            .exampleIncomplete, "the example does not say what is sent or skipped")
    }

    static var exampleWithoutPostback: Finding {
        Finding(
            .exampleIncomplete, "the example does not say which postback it is about")
    }
}
