import PostbackLanguage

extension DiagnosticRule {
    static let duplicateBlock = DiagnosticRule(
        "duplicate_block", .request, title: "A block that stands twice",
        explanation: "One block holds all lines of its kind, so that a key set twice is seen.",
        wrong: .postback("GET api \"/install\"\nquery {\n    ip = device.ip\n}\nquery {\n    os = device.os\n}"),
        right: .postback("GET api \"/install\"\nquery {\n    ip = device.ip\n    os = device.os\n}"))
}

extension Finding {
    static func twoBlocks(block: String) -> Finding {
        Finding(
            .duplicateBlock, facts: ["block": block], "the block '\(block)' stands twice in this postback")
    }
}
