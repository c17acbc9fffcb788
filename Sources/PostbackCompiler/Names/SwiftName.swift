/// Names of the language as Swift writes them.
enum SwiftName {
    private static let initialisms: Set<String> = [
        "api", "att", "coppa", "cpu", "dma", "ga4", "gaid", "gdpr", "gpp", "id", "idfa", "idfv", "imei", "ip", "isp",
        "json", "mac", "mcc", "mmp", "mnc", "oaid", "os", "s2s", "sdk", "sid", "sku", "tcf", "url", "us", "usd",
    ]
    private static let keywords: Set<String> = [
        "as", "associatedtype", "await", "break", "case", "catch", "class", "continue", "default", "defer", "deinit",
        "do",
        "else",
        "enum", "extension", "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "init", "inout",
        "internal", "is", "let", "nil", "operator", "private", "protocol", "public", "repeat", "rethrows", "return",
        "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias",
        "unsafe", "var",
        "where", "while", "Type", "Self",
    ]

    /// `googleFloodlight` for `google_floodlight`, `bundleID` for `bundle_id`.
    static func value(_ name: String) -> String {
        let words = words(name)
        let first = words.first.map { $0.lowercased() } ?? "value"
        let joined = first + words.dropFirst().map(capitalized).joined()
        let safe = joined.first?.isNumber == true ? "value" + joined : joined
        return keywords.contains(safe) ? "`\(safe)`" : safe
    }

    /// `GoogleFloodlight` for `google_floodlight`.
    static func type(_ name: String) -> String {
        let joined = words(name).map(capitalized).joined()
        let safe = joined.first?.isNumber == true ? "Value" + joined : joined
        return ["Type", "Self", "Protocol", "Any"].contains(safe) ? safe + "Value" : safe
    }

    /// The part of a macro's name that its property is called by: `idfa` of `device.idfa`, `data` of `event.data.*`.
    static func lastPart(_ macro: String) -> String {
        macro.split(separator: ".").last { $0 != "*" }.map(String.init) ?? ""
    }

    private static func words(_ name: String) -> [String] {
        let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
        return words.isEmpty ? ["value"] : words
    }

    private static func capitalized(_ word: String) -> String {
        initialisms.contains(word.lowercased()) ? word.uppercased() : word.prefix(1).uppercased() + word.dropFirst()
    }
}
