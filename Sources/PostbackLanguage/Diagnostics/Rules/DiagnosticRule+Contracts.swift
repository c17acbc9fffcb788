extension DiagnosticRule {
    /// The rules about contracts, in the order of the handbook.
    public static let contracts: [DiagnosticRule] = [
        .clauseWithoutEvidence, .unknownEvidence, .unusedEvidence, .evidenceAddress, .evidenceInFuture,
        .repeatedClause, .unknownClauseKey, .badTypeArgument, .contractURL, .contractIncomplete, .contractName,
        .contractWithoutPartner,
    ]
}
