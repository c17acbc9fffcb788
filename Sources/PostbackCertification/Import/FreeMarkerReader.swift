import Foundation
import PostbackLanguage

/// Reads templates that are written in FreeMarker, as far as Branch lets them be.
///
/// Source: Branch's page on postback macros and functions: `${(path)!}`, `<@function>…</@function>`,
/// `<#if condition>…<#else>…</#if>`. What it cannot translate becomes a field of its own, so that the rest stays what it is.
struct FreeMarkerReader {
    let resolver: PlaceholderResolver
    let depth: Int

    /// Directives inside of directives that are looked into.
    static let deepest = 8

    init(_ resolver: PlaceholderResolver, depth: Int = 0) {
        self.resolver = resolver
        self.depth = depth
    }

    func read(_ text: String) -> [TemplateUnit] {
        [TemplateUnit](text) { rest, _ in
            switch rest.first {
            case "$": value(at: rest)
            case "<": directive(at: rest)
            case "{": credential(at: rest)
            default: nil
            }
        }
    }

    typealias Found = (ImportedPlaceholder, String.Index)

    func inner(_ text: Substring) -> [TemplateUnit] {
        FreeMarkerReader(resolver, depth: depth + 1).read(String(text))
    }

    // MARK: Values

    /// `${path}`, `${(path)!}`, `${(path)!"text"}` and `${path!other}`.
    private func value(at rest: Substring) -> Found? {
        guard rest.hasPrefix("${"), let close = rest.firstIndex(of: "}") else { return nil }
        let text = String(rest[...close])
        let words = rest[rest.index(rest.startIndex, offsetBy: 2)..<close]
        let parts = words.split(separator: "!", omittingEmptySubsequences: false)
        var expressions: [String] = []
        var meaning = ImportedPlaceholder.Meaning.macro
        for part in parts where !part.allSatisfy({ $0.isWhitespace || "()".contains($0) }) {
            if let word = Self.unquoted(part) {
                expressions.append(SourceFormatter.quoted(word))
            } else if let found = path(part) {
                expressions.append(found.expression)
                if found.meaning == .field { meaning = .field }
            } else {
                return (unknown(text), rest.index(after: close))
            }
        }
        guard !expressions.isEmpty else { return nil }
        let hole = ImportedPlaceholder(text: text, expression: expressions.joined(separator: " ?? "), meaning: meaning)
        return (hole, rest.index(after: close))
    }

    /// What a path says, with the steps of `?lower_case` and its like; nil for what is no path.
    func path(_ text: Substring) -> ImportedPlaceholder? {
        var path = text.filter { !"() ".contains($0) }
        var steps = ""
        for (ending, step) in [
            ("?lower_case", " | lowercase"), ("?upper_case", " | uppercase"), ("?c", ""), ("?string", ""), ("??", ""),
        ] where path.hasSuffix(ending) {
            path = String(path.dropLast(ending.count))
            steps = step
        }
        guard !path.isEmpty, path.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "~$+._[]-".contains($0)) })
        else {
            return nil
        }
        var found = resolver.resolve(path, path, resolver.platform.marks[0])
        found.expression += steps
        return found
    }

    static func unquoted(_ text: Substring) -> String? {
        let text = text.trimmingCharacters(in: .whitespaces)
        guard text.count >= 2, let mark = text.first, mark == "\"" || mark == "'", text.last == mark else { return nil }
        return String(text.dropFirst().dropLast())
    }

    /// `{Name}`, which the account fills in.
    private func credential(at rest: Substring) -> Found? {
        guard let close = rest.prefix(100).firstIndex(of: "}") else { return nil }
        let name = rest[rest.index(after: rest.startIndex)..<close]
        guard let first = name.first, first.isASCII, first.isLetter,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == " ") })
        else { return nil }
        return (resolver.credential(String(rest[...close]), String(name)), rest.index(after: close))
    }

    func unknown(_ text: String) -> ImportedPlaceholder {
        resolver.credential(text, String(text.filter { $0.isASCII && ($0.isLetter || $0 == "_") }.prefix(30)))
    }
}
