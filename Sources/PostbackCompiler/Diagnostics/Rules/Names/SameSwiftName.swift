import PostbackLanguage

extension DiagnosticRule {
    static let sameSwiftName = DiagnosticRule(
        "same_swift_name", .names, title: "Two names that are one in generated Swift",
        explanation: """
            Fields, partners and macros become properties and types of generated code, where words are joined without \
            underscores: level_1 and level1 are both level1 there.
            """,
        wrong: .query(
            "a = field.level_1\nb = field.level1",
            with: "field level_1 \"Level\" : text sample \"a\"\nfield level1 \"Level\" : text sample \"a\""),
        right: .query(
            "a = field.level_1\nb = field.level_2",
            with: "field level_1 \"Level\" : text sample \"a\"\nfield level_2 \"Level\" : text sample \"a\""))
}

extension Finding {
    static func sameSwiftName(name: String, other: String, swiftName: String) -> Finding {
        Finding(
            .sameSwiftName, facts: ["name": name, "other": other, "swiftName": swiftName],
            "'\(name)' and '\(other)' are both '\(swiftName)' in generated Swift")
    }

    /// What stands in the way of a name.
    init(_ clash: SwiftScope.Clash, name: String) {
        switch clash {
        case .reserved: self = .reservedName(name: name)
        case .same(let other, let swiftName): self = .sameSwiftName(name: name, other: other, swiftName: swiftName)
        }
    }
}

extension [Diagnostic] {
    /// Reports a name that cannot be had, with the place of the declaration that has it.
    mutating func report(
        _ clash: SwiftScope.Clash, name: String, file: String, range: SourceRange,
        other: (file: String, range: SourceRange)?
    ) {
        let label = other.map { DiagnosticLabel(file: $0.file, range: $0.range, message: "the other is here") }
        report(Finding(clash, name: name), file: file, range: range, related: label.map { [$0] } ?? [])
    }
}

extension SwiftScope.Clash {
    /// The other declaration.
    var other: String? {
        switch self {
        case .reserved: nil
        case .same(let other, _): other
        }
    }
}
