/// A piece of a page; what is not markup of this module's own is escaped on its way in.
struct HTML: Sendable {
    /// The markup.
    private(set) var text: String

    private init(markup: String) {
        text = markup
    }

    /// Text as it is read: nothing of it is markup.
    static func text(_ text: String) -> HTML { HTML(markup: escaped(text)) }

    /// Text in which the parts between backquotes are code.
    static func prose(_ text: String) -> HTML {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        return .group(parts.enumerated().map { $0.offset % 2 == 1 ? .code($0.element) : .text($0.element) })
    }

    /// A word of a file: a macro, a field, an id.
    static func code(_ text: String) -> HTML { .element("code", .text(text)) }

    /// Pieces behind each other.
    static func group(_ pieces: [HTML]) -> HTML { HTML(markup: pieces.map(\.text).joined()) }

    /// Pieces behind each other, with text in between.
    static func list(_ pieces: [HTML], separator: String = ", ") -> HTML {
        HTML(markup: pieces.map(\.text).joined(separator: escaped(separator)))
    }

    /// An element.
    ///
    /// - Parameters:
    ///   - name: of this module's own choice.
    ///   - attributes: names of this module's own choice, and values; without a value where nil.
    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: HTML...
    ) -> HTML {
        HTML(markup: "<\(name)\(written(attributes))>\(content.map(\.text).joined())</\(name)>")
    }

    /// An element without attributes.
    static func element(_ name: String, _ content: HTML...) -> HTML {
        HTML(markup: "<\(name)>\(content.map(\.text).joined())</\(name)>")
    }

    /// An element that has no content, and no end.
    static func void(_ name: String, _ attributes: KeyValuePairs<String, String?>) -> HTML {
        HTML(markup: "<\(name)\(written(attributes))>")
    }

    private static func written(_ attributes: KeyValuePairs<String, String?>) -> String {
        attributes.map { key, value in value.map { " \(key)=\"\(escaped($0))\"" } ?? " \(key)" }.joined()
    }

    /// A link; an address that is neither of this site nor on the web is text.
    static func link(_ address: String, _ content: HTML) -> HTML {
        let isOfSite = !address.contains(":") && !address.hasPrefix("//")
        let scheme = address.prefix { $0 != ":" }.lowercased()
        guard isOfSite || scheme == "https" || scheme == "http" else { return content }
        return .element("a", isOfSite ? ["href": address] : ["href": address, "rel": "noreferrer"], content)
    }

    /// A table with a head, as wide as it wants to be in a region that scrolls.
    ///
    /// - Parameter caption: what it is of, read by those who do not see it.
    static func table(caption: String, _ head: [String], _ rows: [[HTML]], id: String? = nil) -> HTML {
        let columns = head.map { element("th", ["scope": "col"], .text($0)) }
        let lines = rows.map { row in
            element(
                "tr",
                .group(
                    row.enumerated().map { place, cell in
                        place == 0 ? element("th", ["scope": "row"], cell) : element("td", cell)
                    }))
        }
        let body = id.map { element("tbody", ["id": $0], .group(lines)) } ?? element("tbody", .group(lines))
        return element(
            "div", ["class": "wide", "role": "region", "aria-label": "\(caption), table", "tabindex": "0"],
            element(
                "table", element("caption", .text(caption)), element("thead", element("tr", .group(columns))), body))
    }

    /// Characters that are markup, or that no page can hold, as text.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
