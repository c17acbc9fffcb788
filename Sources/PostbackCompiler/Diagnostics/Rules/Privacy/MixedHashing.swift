import PostbackLanguage

extension DiagnosticRule {
    static let mixedHashing = DiagnosticRule(
        "mixed_hashing", .privacy, .warning, title: "One alternative hashed and another readable",
        explanation: """
            A pipeline binds tighter than '??': in a ?? b | sha256 only b is hashed, and a leaves readable under the \
            same key. Put the alternatives into parentheses where all of them are hashed, or hash none.
            """,
        wrong: .query("id = device.idfa ?? device.gaid | lowercase | sha256"),
        right: .query("id = (device.idfa ?? device.gaid) | lowercase | sha256"))
}

extension Finding {
    static func mixedHashing(readable: [String], hashed: [String], united: String?) -> Finding {
        let (left, right) = (readable.map { "'\($0)'" }, hashed.map { "'\($0)'" })
        return Finding(
            .mixedHashing,
            facts: ["readable": readable.joined(separator: ","), "hashed": hashed.joined(separator: ",")],
            "\(left.joined(separator: " and ")) would leave readable where \(right.joined(separator: " and ")) leaves hashed",
            united.map { "to hash all of them: \($0)" }, "to hash none, take the steps away")
    }
}
