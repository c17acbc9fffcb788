import PostbackLanguage

extension DiagnosticRule {
    static let marksWithoutCallback = DiagnosticRule(
        "marks_without_callback", .request, title: "Marks without a callback",
        explanation: "Only the URL of a callback has marks to fill; in an endpoint's path a hole takes the value.",
        wrong: .postback("GET api \"/install\"\nmarks {\n    __TS__ = event.time | unix\n}"),
        right: .postback(
            "GET click\nmarks {\n    __TS__ = event.time | unix\n}",
            with: "callback click from click.callback_url hosts \"*.partner.test\""))
}

extension Finding {
    static var marksWithoutCallback: Finding {
        Finding(
            .marksWithoutCallback, "'marks' fills the URL of a callback, and this request goes to an endpoint")
    }
}
