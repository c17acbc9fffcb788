import PostbackLanguage

extension DiagnosticRule {
    /// The secret field of these rules' examples.
    static let token = "field token \"Token\" : secret text sample \"t0k3n\""
}
