extension DiagnosticRule {
    static let unexpectedToken = DiagnosticRule(
        "unexpected_token", .syntax, title: "Something else was expected here",
        explanation: """
            The file does not follow the grammar at this place. The message names what could stand here and what was
            found. Reading goes on at the next line, so other mistakes are still reported.
            """,
        wrong: .query("click click.id"), right: .query("click = click.id"))
}

extension Finding {
    static func unquotedKey(key: String) -> Finding {
        Finding(
            .unexpectedToken, facts: ["key": key], "the key '\(key)' stands in quotes",
            fix: .replace("\"\(key)\"", .needsLook), "a key without quotes is one word of letters, digits, _ and -")
    }

    static func writtenBounds(_ bounds: String) -> Finding {
        Finding(
            .unexpectedToken, facts: ["bounds": bounds], "bounds are written with three points",
            fix: .replace(bounds, .safe))
    }

    static var loopAmongElements: Finding {
        Finding(
            .unexpectedToken, "a 'for' makes a whole list, and is no element of one",
            "write it alone between brackets: [for item in event.items: item.id]")
    }

    static func expected(what: String, found: String, _ hint: String? = nil, fix: Change? = nil) -> Finding {
        Finding(
            .unexpectedToken, facts: ["what": what, "found": found], "expected \(what), found \(found)", fix: fix, hint)
    }

    /// - Parameter form: what the file seems to be.
    static func anotherForm(_ form: String) -> Finding {
        Finding(
            .unexpectedToken, facts: ["form": form], "this file seems to be \(form), and no partner file or schema",
            "a partner file begins with: partner its_id \"Its name\"",
            form == "a URL"
                ? "its host becomes an endpoint, its path and each of its parameters a line of a postback" : nil)
    }

    static func urlOfRequest(method: String, example: String) -> Finding {
        Finding(
            .unexpectedToken, facts: ["method": method], "a request names an endpoint, and no URL",
            "declare its host: \(example)", "and write here: \(method) api \"/the/path\"")
    }
}
