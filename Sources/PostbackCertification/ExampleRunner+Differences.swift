import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

extension ExampleRunner {
    /// How outcomes differ from what is expected, a line each.
    static func differences(
        _ expected: [CertificationExample.Expectation], _ outcomes: [PostbackOutcome]
    ) -> [String] {
        if expected.count == 1, outcomes.count == 1 { return differences(expected[0], outcomes[0]) }
        var lines = zip(expected, outcomes).enumerated().flatMap { place, pair in
            differences(pair.0, pair.1).map { "item \(place + 1): \($0)" }
        }
        if expected.count != outcomes.count {
            lines.append("expected \(expected.count) outcomes, got \(outcomes.count)")
        }
        return lines
    }

    /// How an outcome differs from an expectation, a line each.
    private static func differences(_ expected: CertificationExample.Expectation, _ outcome: PostbackOutcome)
        -> [String]
    {
        switch (expected, outcome) {
        case (.skip(let code, let about), .skipped(let skip)):
            var lines: [String] = []
            if skip.code != code { lines.append("expected the skip \(word(code)), got \(describe(skip))") }
            if let about, !skip.about.contains(about), lines.isEmpty {
                lines.append("expected a skip about \(about), got \(describe(skip))")
            }
            return lines
        case (.skip(let code, _), .request(let request)):
            return ["expected the skip \(word(code)), but a request is sent: \(request.method.rawValue) \(request.url)"]
        case (.request, .skipped(let skip)): return ["expected a request, but nothing is sent: \(describe(skip))"]
        case (.request(let method, let url, let headers, let form, let body), .request(let request)):
            var lines: [String] = []
            if request.method != method {
                lines.append("method: expected \(method.rawValue), got \(request.method.rawValue)")
            }
            lines += compare("URL", url, request.url)
            let automatic = request.headers.filter {
                $0.name != "Content-Type" || headers.contains { $0[0] == "Content-Type" }
            }
            lines += compare(
                "headers", headers.map { "\($0[0]): \($0[1])" }.joined(separator: "\n"),
                automatic.map { "\($0.name): \($0.value)" }.joined(separator: "\n"))
            let actual = String(decoding: request.body, as: UTF8.self)
            if form == .json, (try? JSONValue(parsing: body.utf8)) == nil {
                lines.append("the expected body is not JSON")
            }
            lines += compare("body", form == .json ? compacted(body) : body, actual)
            return lines
        }
    }

    /// How the meaning of an answer differs from what is expected.
    static func differences(_ answer: CertificationExample.Answer, _ partner: PartnerTemplate) -> [String] {
        let headers = answer.headers.map { AnswerHeader(name: $0[0], value: $0[1]) }
        let (word, reason) = meaning(of: answer.status, headers, body: answer.body, partner.delivery)
        guard word != answer.meaning else { return [] }
        let got = [word.rawValue, reason.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")
        return ["the answer \(answer.status): expected that it \(answer.meaning.rawValue), it \(got)"]
    }

    /// What a policy makes of an answer, and why.
    static func meaning(
        of status: Int, _ headers: [AnswerHeader] = [], body: String, _ policy: DeliveryPolicy
    ) -> (word: CertificationExample.Answer.Meaning, reason: String?) {
        let answer = PartnerAnswer(status: status, headers: headers, body: Array(body.utf8), for: policy)
        return switch policy.meaning(of: answer) {
        case .delivered: (.succeeds, nil)
        case .again(let reason): (.retries, reason)
        case .permanent(let reason), .unknown(let reason): (.fails, reason)
        }
    }

    /// How what a map gives differs from what is expected.
    static func differences(_ row: CertificationExample.Row, _ partner: PartnerTemplate) -> [String] {
        guard let map = partner.maps.first(where: { $0.id == row.map }) else { return [] }
        let found = map.entries.first { $0.key == row.key }.map { ValueMap.Fallback.value($0.value) } ?? map.fallback
        guard found != row.result else { return [] }
        return ["map \(row.map): expected \(row.key) -> \(words(row.result)), got \(words(found))"]
    }

    private static func words(_ result: ValueMap.Fallback) -> String {
        switch result {
        case .skip: "skip"
        case .absent: "absent"
        case .value(let literal): ExpressionText.describe(.literal(literal))
        }
    }

    private static func describe(_ skip: PostbackSkip) -> String {
        word(skip.code) + (skip.about.isEmpty ? "" : " " + skip.about.joined(separator: ", "))
    }

    /// A skip's code in the word that an example writes for it.
    private static func word(_ code: String) -> String { SkipCode(rawValue: code)?.exampleWord ?? code }

    private static func compare(_ what: String, _ expected: String, _ actual: String) -> [String] {
        guard expected != actual else { return [] }
        let common = zip(expected.unicodeScalars, actual.unicodeScalars).prefix { $0 == $1 }.count
        return [
            "\(what) differs at character \(common + 1)", "  expected: \(expected)", "  got:      \(actual)",
        ]
    }

    /// JSON without the white space between its tokens.
    static func compacted(_ json: String) -> String {
        var result = String.UnicodeScalarView()
        var isInText = false
        var isEscaped = false
        for scalar in json.unicodeScalars {
            if isInText {
                result.append(scalar)
                if isEscaped {
                    isEscaped = false
                } else if scalar == "\\" {
                    isEscaped = true
                } else if scalar == "\"" {
                    isInText = false
                }
            } else if !scalar.properties.isWhitespace {
                result.append(scalar)
                isInText = scalar == "\""
            }
        }
        return String(result)
    }
}
