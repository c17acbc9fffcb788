/// What every page has around its content.
enum PageFrame {
    /// The pages that every page leads to, with their files.
    private static let navigation = [
        ("Partners", "index.html"), ("Categories", "categories.html"), ("Events", "events.html"),
        ("Macros", "macros.html"), ("Fields", "fields.html"),
    ]

    /// What a page may load: style and script of this site, nothing else.
    private static let policy =
        "default-src 'none'; style-src 'self' file:; script-src 'self' file:; base-uri 'none'; form-action 'none'"

    /// A whole page.
    ///
    /// - Parameters:
    ///   - file: the page's file, to which no link of its navigation leads.
    ///   - depth: how many folders the page is below the first one.
    static func page(_ title: String, file: String, depth: Int = 0, _ content: [HTML]) -> String {
        let root = String(repeating: "../", count: depth)
        let links = navigation.map { name, target in
            HTML.element(
                "li",
                target == file
                    ? .element("a", ["href": root + target, "aria-current": "page"], .text(name))
                    : .link(root + target, .text(name)))
        }
        let head: [HTML] = [
            .void("meta", ["charset": "utf-8"]),
            .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .void("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
            .element("title", .text(title)),
            .void("link", ["rel": "stylesheet", "href": root + "style.css"]),
            .element("script", ["src": root + "search.js", "defer": nil]),
        ]
        let body: [HTML] = [
            .element("a", ["class": "skip", "href": "#content"], .text("To the content")),
            .element(
                "header", .element("p", ["class": "site"], .text("Certified Postbacks")),
                .element("nav", ["aria-label": "Pages"], .element("ul", .group(links)))),
            .element("main", ["id": "content", "tabindex": "-1"], .element("h1", .text(title)), .group(content)),
            .element(
                "footer",
                .element(
                    "p",
                    .text(
                        "\(CataloguePages.mark) What a request is made of are samples and values of examples; nobody has sent one to a partner from here."
                    ))),
        ]
        let page = HTML.element(
            "html", ["lang": "en"], .element("head", .group(head)), .element("body", .group(body)))
        return "<!DOCTYPE html>\n\(page.text)\n"
    }

    /// A section with its heading.
    static func section(_ id: String, _ title: String, _ content: HTML...) -> HTML {
        .element(
            "section", ["aria-labelledby": id], .element("h2", ["id": id], .text(title)), .group(content))
    }
}
