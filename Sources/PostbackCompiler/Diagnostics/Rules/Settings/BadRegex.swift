import PostbackLanguage
import PostbackTemplate

extension DiagnosticRule {
    static let badRegex = DiagnosticRule(
        "bad_regex", .settings, title: "A regular expression that cannot be read",
        explanation: """
            matches takes a regular expression that the whole value of the field must fit: characters, ., classes such as \
            [a-z_], \\d, \\w, \\s, groups, |, *, +, ? and counts such as {2,4}. References, looking around and options \
            are not among them, so that matching always ends in time.
            """,
        wrong: .query("app = field.app", with: "field app \"App\" : text matches \"[a-z\" sample \"a\""),
        right: .query("app = field.app", with: "field app \"App\" : text matches \"[a-z]+\" sample \"a\""))
}

extension Finding {
    static func badRegex(pattern: String, _ problem: FieldPattern.Problem) -> Finding {
        let scalars = Array(pattern.unicodeScalars)
        var rest = ""
        rest.unicodeScalars.append(contentsOf: scalars[min(problem.offset, scalars.count)...].prefix(20))
        let place = rest.isEmpty ? "at its end" : "at '\(rest)'"
        return Finding(
            .badRegex, facts: ["pattern": pattern, "offset": String(problem.offset)],
            "this regular expression cannot be used: \(words(problem.reason)), \(place)")
    }

    /// A character of an expression as it is written in a text.
    private static func inText(_ character: Character) -> String {
        "{}".contains(character) ? "\\\(character)" : String(character)
    }

    private static func words(_ reason: FieldPattern.Problem.Reason) -> String {
        switch reason {
        case .unclosedGroup: "a '(' has no ')'"
        case .unopenedGroup: "a ')' has no '('"
        case .unclosedClass: "a '[' has no ']'"
        case .emptyClass: "'[]' fits nothing"
        case .backwards: "a range begins behind its end"
        case .noRange: "a range goes from one character to another"
        case .nothingToRepeat: "there is nothing to repeat"
        case .badCount: "a count is {n}, {n,} or {n,m}, of at most 1000"
        case .unescaped(let character):
            "'\(character)' means something elsewhere: escape it, in a text with two backslashes: '\\\\\(Self.inText(character))'"
        case .badEscape(let text): "nobody knows '\(text)'"
        case .unsupported(let what): "\(what) is not supported"
        case .tooDeep: "groups are nested too deeply"
        case .tooLarge: "its counts come to too many steps"
        }
    }

    static var regexTooLong: Finding {
        Finding(
            .badRegex, "this regular expression has more than \(TemplateLimits.longestPattern) bytes")
    }
}
