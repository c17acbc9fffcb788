extension DiagnosticRule {
    static let strayBrace = DiagnosticRule(
        "stray_brace", .syntax, title: "A brace that closes nothing",
        explanation: "There is one closing brace more than opening ones; often a block above is closed too early.",
        wrong: .declarations("postback install {\n    GET api \"/install\"\n}\n}"),
        right: .declarations("postback install {\n    GET api \"/install\"\n}"))
}

extension Finding {
    static var strayBrace: Finding {
        Finding(
            .strayBrace, "this '}' closes nothing", fix: .delete(.needsLook, title: "delete the brace"),
            "is a brace above closed too early?")
    }

    static var strayBraceInText: Finding {
        Finding(
            .strayBrace, "this '}' closes no hole",
            fix: .insertBefore("\\", .needsLook, title: "write \\} for a brace that stands for itself"))
    }
}
