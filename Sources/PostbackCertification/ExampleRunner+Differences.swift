import PostbackCompiler
import PostbackRuntime
import PostbackTemplate

extension ExampleRunner {
    /// How an outcome differs from an expectation, a line each.
    static func differences(_ expected: CertificationExample.Expectation, _ outcome: PostbackOutcome) -> [String] {
        switch (expected, outcome) {
        case (.skip(let code, let about), .skipped(let skip)):
            var lines: [String] = []
            if skip.code != code { lines.append("expected the skip \(code), got \(describe(skip))") }
            if let about, !skip.about.contains(about), lines.isEmpty {
                lines.append("expected a skip about \(about), got \(describe(skip))")
            }
            return lines
        case (.skip(let code, _), .request(let request)):
            return ["expected the skip \(code), but a request is sent: \(request.method.rawValue) \(request.url)"]
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
            lines += compare("body", form == .json ? compacted(body) : body, actual)
            return lines
        }
    }

    private static func describe(_ skip: PostbackSkip) -> String {
        skip.about.isEmpty ? skip.code : "\(skip.code) \(skip.about.joined(separator: ", "))"
    }

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
