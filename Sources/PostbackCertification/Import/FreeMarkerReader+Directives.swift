import PostbackLanguage

extension FreeMarkerReader {
    /// `<@function argument="…">…</@function>` and `<#if …>…</#if>`; one that cannot be translated whole.
    func directive(at rest: Substring) -> Found? {
        guard rest.hasPrefix("<@") || rest.hasPrefix("<#"), let open = rest.firstIndex(of: ">") else { return nil }
        let mark = String(rest.prefix(2))
        let words = rest[rest.index(rest.startIndex, offsetBy: 2)..<open]
        let name = String(words.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        guard !name.isEmpty else { return nil }
        let start = rest.index(after: open)
        guard let (inside, end) = Self.inside(rest[start...], "\(mark)\(name)", "</\(mark.dropFirst())\(name)>") else {
            return (unknown(String(rest[..<start])), start)
        }
        let text = String(rest[..<end])
        guard depth < Self.deepest else { return (unknown(text), end) }
        let found =
            mark == "<@" ? function(name, words, inside) : name == "if" ? condition(words.dropFirst(2), inside) : nil
        guard var found else { return (unknown(text), end) }
        found.text = text
        return (found, end)
    }

    /// What a function does, as a step of a pipeline; an empty one for what a position does anyway.
    private static let functions: [String: String] = [
        "md5": "md5", "sha1": "sha1", "sha256": "sha256", "lower": "lowercase", "upper": "uppercase",
        "base64": "base64", "alphanumeric": "alphanumeric", "urldecode": "percent_decode", "truncate": "truncate(40)",
        "countryCodeIso3166": "country_code", "languageIso639": "language_code",
        // Its milliseconds are always zeros.
        "iso8601UTCDate": "date(\"yyyy-MM-dd'T'HH:mm:ss'.000Z'\")",
        "urlencode": "", "json": "", "jsonmap": "",
    ]

    /// A function around one value.
    private func function(_ name: String, _ words: Substring, _ inside: Substring) -> ImportedPlaceholder? {
        let units = inner(inside)
        // Of several values or with text in it: no step takes that. A field is of no type.
        guard units.count == 1, var hole = units.holes.first, hole.meaning != .field else { return nil }
        // The moment itself is formatted, in place of how the path would give it.
        let isDate = name == "dateformat" || name == "iso8601UTCDate"
        if isDate { hole.expression = hole.expression.replacing(" | unix_ms", with: "") }
        // Arguments that nobody here knows would be lost.
        let isPlain = !words.contains("=")
        guard let step = name == "dateformat" ? Self.dateStep(words) : isPlain ? Self.functions[name] : nil else {
            return nil
        }
        guard !step.isEmpty else { return hole }
        guard !hole.expression.contains("\""), !hole.expression.hasPrefix("when ") else { return nil }
        hole.expression = hole.expression.split(separator: " ?? ").map { "\($0) | \(step)" }.joined(separator: " ?? ")
        return hole
    }

    private static func dateStep(_ words: Substring) -> String? {
        let parts = words.split(separator: "output_date_format=", maxSplits: 1)
        guard parts.count == 2, !parts[0].contains("="), let format = unquoted(parts[1]), !format.contains("=") else {
            return nil
        }
        switch format {
        case "TIMESTAMP_SECONDS": return "unix"
        case "TIMESTAMP_MILLIS": return "unix_ms"
        default: return "date(\(SourceFormatter.quoted(format)))"
        }
    }

    /// The branches of an `if` whose conditions are one path, or compare one with a text.
    private func condition(_ first: Substring, _ inside: Substring) -> ImportedPlaceholder? {
        var branches: [(condition: String?, text: Substring)] = []
        var meaning = ImportedPlaceholder.Meaning.macro
        var question: Substring? = first
        for (text, next) in Self.branches(inside) {
            if let asked = question {
                guard let test = test(asked) else { return nil }
                if test.meaning == .field { meaning = .field }
                branches.append((test.condition, text))
            } else {
                branches.append((nil, text))
            }
            question = next
        }
        let written = branches.map { "\($0.condition ?? "else") -> \(inner($0.text).expression())" }
        return ImportedPlaceholder(
            text: "", expression: "when { \(written.joined(separator: ", ")) }", meaning: meaning)
    }

    /// The texts of an `if`, each with the condition of the one behind it: nil for `else`.
    private static func branches(_ inside: Substring) -> [(text: Substring, next: Substring?)] {
        var result: [(Substring, Substring?)] = []
        var level = 0
        var start = inside.startIndex
        var place = inside.startIndex
        while place < inside.endIndex {
            let rest = inside[place...]
            if rest.hasPrefix("<#if ") { level += 1 }
            if rest.hasPrefix("</#if>") { level -= 1 }
            if level == 0, rest.hasPrefix("<#else"), let close = rest.firstIndex(of: ">") {
                let words = rest[..<close]
                let next = words.hasPrefix("<#elseif") ? words.dropFirst(8) : nil
                result.append((inside[start..<place], next))
                place = inside.index(after: close)
                start = place
            } else {
                place = inside.index(after: place)
            }
        }
        return result + [(inside[start...], nil)]
    }

    private func test(_ text: Substring) -> (condition: String, meaning: ImportedPlaceholder.Meaning)? {
        let sides = text.split(separator: "==", maxSplits: 1)
        let isAsked = text.contains("??")
        let words = sides.first?.split(separator: "!", maxSplits: 1).first ?? ""
        guard sides.count > 0, var value = path(words), value.meaning != .field || sides.count > 1 || isAsked else {
            return nil
        }
        value.expression = value.expression.replacing(PlaceholderResolver.words, with: "")
        guard sides.count > 1 else {
            return (isAsked ? "\(value.expression) is present" : value.expression, value.meaning)
        }
        guard let text = Self.unquoted(sides[1]) else { return nil }
        let compared = resolver.compared(text, with: value.expression)
        return ("\(value.expression) == \(SourceFormatter.quoted(compared))", value.meaning)
    }

    /// What stands before the end that belongs to an opening, and where that end is over.
    private static func inside(_ rest: Substring, _ opening: String, _ closing: String) -> (Substring, String.Index)? {
        var level = 1
        var place = rest.startIndex
        while let next = rest[place...].firstIndex(of: "<") {
            let here = rest[next...]
            if here.hasPrefix(closing) {
                level -= 1
                if level == 0 { return (rest[..<next], rest.index(next, offsetBy: closing.count)) }
            } else if here.hasPrefix(opening) {
                level += 1
            }
            place = rest.index(after: next)
        }
        return nil
    }
}
