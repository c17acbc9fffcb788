public import PostbackTemplate

extension ReducedForm {
    /// What becomes of the postback, in words.
    public var words: String {
        switch self {
        case .sent: "sent without"
        case .skipped(let names): "not sent: needs \(names.joined(separator: " or "))"
        }
    }
}
