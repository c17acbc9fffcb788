/// Text of a request as a message shows it.
enum ShownText {
    /// The beginning of a text, in characters that a line can show: no line break, and nothing that a terminal obeys.
    static func short(_ text: String, _ count: Int = 40) -> String {
        let shown = text.unicodeScalars.prefix(count).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: "\\u{\(String(scalar.value, radix: 16))}"
            default: String(Character(scalar))
            }
        }
        return shown.joined() + (text.unicodeScalars.count > count ? "…" : "")
    }
}
