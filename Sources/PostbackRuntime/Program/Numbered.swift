import PostbackTemplate

/// Names whose places in these lists programs use.
extension TransformName {
    static let numbered = Array(allCases)
}

extension RequestPart {
    static let numbered = Array(allCases)
}

extension SystemValue {
    static let numbered = Array(allCases)
}
