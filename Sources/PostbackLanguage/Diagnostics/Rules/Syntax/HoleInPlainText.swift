extension DiagnosticRule {
    static let holeInPlainText = DiagnosticRule(
        "hole_in_plain_text", .syntax, title: "A hole where text is written out",
        explanation: "Names, labels, keys and expected requests are written out; only values have holes.",
        wrong: .query("\"p_{app.id}\" = device.ip"), right: .query("p = device.ip"))
}

extension Finding {
    static var holeInPlainText: Finding {
        Finding(
            .holeInPlainText, "this text takes no hole: it is written out, not computed",
            "write \\{ for a brace that stands for itself")
    }
}
