import PostbackTemplate

/// Names that programs hold as their places in a list.
protocol Numbered: CaseIterable, Equatable {
    /// All names, at their numbers.
    static var numbered: [Self] { get }
}

extension Numbered {
    /// The name's number.
    var number: UInt8 { UInt8(Self.numbered.prefix { $0 != self }.count) }
}

extension TransformName: Numbered {
    static let numbered = Array(allCases)
}

extension RequestPart: Numbered {
    static let numbered = Array(allCases)
}

extension SystemValue: Numbered {
    static let numbered = Array(allCases)
}
