import Foundation

/// Reads templates that are written in FreeMarker, as far as Branch lets them be.
///
/// Source: Branch's page on postback macros and functions: `${(path)!}`, `<@function>…</@function>`,
/// `<#if condition>…<#else>…</#if>`.
struct FreeMarkerReader {
    private let resolver: PlaceholderResolver

    init(_ resolver: PlaceholderResolver) {
        self.resolver = resolver
    }

    func read(_ text: String) -> [TemplateUnit] {
        var units: [TemplateUnit] = []
        var rest = text[...]
        while let first = rest.first {
            if let (found, end) = value(at: rest) ?? directive(at: rest) ?? condition(at: rest) ?? credential(at: rest)
            {
                units += found
                rest = rest[end...]
            } else {
                units.append(.character(first))
                rest = rest.dropFirst()
            }
        }
        return units
    }

    private typealias Found = ([TemplateUnit], String.Index)

    /// `${path}`, `${(path)!}` and `${(path)!"text"}`.
    private func value(at rest: Substring) -> Found? {
        guard rest.hasPrefix("${"), let close = rest.firstIndex(of: "}") else { return nil }
        let text = String(rest[...close])
        var inner = rest[rest.index(rest.startIndex, offsetBy: 2)..<close]
        var otherwise: Substring?
        if let mark = inner.lastIndex(of: "!") {
            otherwise = inner[inner.index(after: mark)...]
            inner = inner[..<mark]
        }
        let path = Self.path(inner)
        guard !path.isEmpty else { return nil }
        var hole = resolver.resolve(text, path, resolver.platform.marks[0])
        if let word = otherwise?.trimmingQuotes, !word.isEmpty {
            hole.expression += " ?? \"\(ImportText.escaped(word))\""
        }
        return ([.hole(hole)], rest.index(after: close))
    }

    /// `{Name}`, which the account fills in.
    private func credential(at rest: Substring) -> Found? {
        guard rest.hasPrefix("{"), let close = rest.firstIndex(of: "}") else { return nil }
        let name = rest[rest.index(after: rest.startIndex)..<close]
        guard let first = name.first, first.isASCII, first.isLetter,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == " ") })
        else { return nil }
        return ([.hole(resolver.credential(String(rest[...close]), String(name)))], rest.index(after: close))
    }

    /// A path without the parentheses, casts and questions that FreeMarker puts around it.
    private static func path(_ text: Substring) -> String {
        var path = text.filter { !"() ".contains($0) }
        for ending in ["?c", "?string", "??"] where path.hasSuffix(ending) {
            path = String(path.dropLast(ending.count))
        }
        // The first item is that of the catalogue.
        return path.replacing("content_items[0].", with: "")
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

    /// `<@function argument="…">…</@function>` around one value.
    private func directive(at rest: Substring) -> Found? {
        guard rest.hasPrefix("<@"), let open = rest.firstIndex(of: ">") else { return nil }
        let words = rest[rest.index(rest.startIndex, offsetBy: 2)..<open]
        let name = String(words.prefix { !$0.isWhitespace })
        guard let (inside, end) = Self.inside(rest[rest.index(after: open)...], "<@\(name)", "</@\(name)>") else {
            return nil
        }
        let units = read(String(inside))
        guard units.holes.count == 1, let hole = units.holes.first, units.count == 1 else {
            // Several values or text in it: no step takes that.
            return nil
        }
        guard let step = name == "dateformat" ? Self.dateStep(words) : Self.functions[name] else { return nil }
        var result = hole
        result.text = String(rest[..<end])
        if name == "dateformat" || name == "iso8601UTCDate" {
            // The moment itself is formatted, in place of how the path would give it.
            result.expression = result.expression.replacing(" | unix_ms", with: "")
        }
        if !step.isEmpty, result.meaning != .field || name != "dateformat" {
            result.expression = result.expression.split(separator: " ?? ").map { "\($0) | \(step)" }
                .joined(separator: " ?? ")
        }
        return ([.hole(result)], end)
    }

    private static func dateStep(_ words: Substring) -> String? {
        guard let start = words.range(of: "output_date_format=")?.upperBound else { return nil }
        let format = words[start...].trimmingQuotes
        switch format {
        case "TIMESTAMP_SECONDS": return "unix"
        case "TIMESTAMP_MILLIS": return "unix_ms"
        default: return "date(\"\(ImportText.escaped(format))\")"
        }
    }

    /// `<#if condition>a<#else>b</#if>`, where the condition is one path, or compares one with a text.
    private func condition(at rest: Substring) -> Found? {
        guard rest.hasPrefix("<#if "), let open = rest.firstIndex(of: ">"),
            let (inside, end) = Self.inside(rest[rest.index(after: open)...], "<#if ", "</#if>"),
            let question = test(rest[rest.index(rest.startIndex, offsetBy: 5)..<open]), !inside.contains("<#elseif")
        else { return nil }
        let parts = inside.split(separator: "<#else>", maxSplits: 1, omittingEmptySubsequences: false)
        let branches = parts.map { read(String($0)).expression() }
        let otherwise = branches.count > 1 ? ", else -> \(branches[1])" : ""
        let hole = ImportedPlaceholder(
            text: String(rest[..<end]),
            expression: "when { \(question.condition) -> \(branches[0])\(otherwise) }", meaning: question.meaning)
        return ([.hole(hole)], end)
    }

    private func test(_ text: Substring) -> (condition: String, meaning: ImportedPlaceholder.Meaning)? {
        let sides = text.split(separator: "==", maxSplits: 1)
        let isAsked = text.contains("??")
        let path = Self.path(sides[0].split(separator: "!", maxSplits: 1)[0])
        var value = resolver.resolve(path, path, resolver.platform.marks[0])
        value.expression = value.expression.replacing(PlaceholderResolver.words, with: "")
        // A field is a text, of which nothing is true or false.
        guard value.meaning != .field || sides.count > 1 || isAsked else {
            return ("\(value.expression) == \"true\"", .field)
        }
        if sides.count > 1 {
            let text = resolver.compared(sides[1].trimmingQuotes, with: value.expression)
            return ("\(value.expression) == \"\(ImportText.escaped(text))\"", value.meaning)
        }
        return (isAsked ? "\(value.expression) is present" : value.expression, value.meaning)
    }

    /// What stands before the end that belongs to an opening, and where that end is over.
    private static func inside(_ rest: Substring, _ opening: String, _ closing: String) -> (Substring, String.Index)? {
        var depth = 1
        var place = rest.startIndex
        while place < rest.endIndex {
            if rest[place...].hasPrefix(closing) {
                depth -= 1
                if depth == 0 { return (rest[..<place], rest.index(place, offsetBy: closing.count)) }
            } else if rest[place...].hasPrefix(opening) {
                depth += 1
            }
            place = rest.index(after: place)
        }
        return nil
    }
}

extension StringProtocol {
    /// The text without white space and quotes around it.
    fileprivate var trimmingQuotes: String {
        var text = String(self)
        while let first = text.first, first.isWhitespace || "\"'()".contains(first) { text.removeFirst() }
        while let last = text.last, last.isWhitespace || "\"'()".contains(last) { text.removeLast() }
        return text
    }
}
