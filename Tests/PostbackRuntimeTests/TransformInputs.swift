import PostbackTemplate
import TestSupport

@testable import PostbackRuntime

extension PostbackValue {
    /// The value that a vector writes; nil when it is malformed.
    init?(_ value: TransformVector.Value) {
        switch value {
        case .text(let text): self = .text(text)
        case .integer(let number): self = .integer(Int64(number))
        case .boolean(let truth): self = .boolean(truth)
        case .moment(let text):
            guard let moment = Timestamp(text) else { return nil }
            self = .timestamp(moment)
        case .digest(let text):
            let digits = text.utf8.compactMap(Hexadecimal.value)
            self = .digest(stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
        case .list(let texts): self = .list(texts.map(PostbackValue.text))
        }
    }

    /// The value as a vector writes a result.
    var written: String? {
        if case .bytes(let bytes) = self { Hexadecimal.encode(bytes) } else { text }
    }
}

/// Random values and arguments that a transform accepts.
enum TransformInputs {
    private static let texts = [
        "a", "Ünal", " x ", "-", "_", "0", "00", "+1 415-000-0000", "12.50", "true", "en_US", "us", "a%20b", "%zz",
        "é😀x",
        "ß", "\u{A0}", "9999999999999999", "id123",
    ]

    /// A present value; with `typed`, not an entry of an open map that may hold anything.
    static func value(
        _ input: TransformDefinition.Input, typed: Bool, _ random: inout SeededGenerator
    ) -> PostbackValue {
        switch input {
        case .text, .textOrBytes, .textOrNumber, .any: return .text(text(&random))
        case .digest: return .digest((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
        case .timestamp:
            return .timestamp(Timestamp(seconds: Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)))
        case .number: return typed ? .integer(Int64.random(in: -9_999...9_999, using: &random)) : .text(text(&random))
        case .boolean: return typed ? .boolean(Bool.random(using: &random)) : .text(text(&random))
        case .list: return .list((0..<Int.random(in: 1...3, using: &random)).map { _ in .text(text(&random)) })
        }
    }

    /// An argument that a parameter allows.
    static func argument(_ parameter: TransformDefinition.Parameter, _ random: inout SeededGenerator) -> PostbackValue {
        switch (parameter.allowed, parameter.type) {
        case (.range(let range), _):
            .integer(Int64(Int.random(in: range.lowerBound...min(range.upperBound, 9), using: &random)))
        case (.oneOf(let numbers), _): .integer(Int64(numbers.randomElement(using: &random) ?? 0))
        case (.datePattern, _): .text("yyyy-MM-dd")
        case (.offset, _): .text("-05:30")
        case (.words(let words), _): .text(words.randomElement(using: &random) ?? "")
        case (.duration, _): .integer(Int64.random(in: 0...100_000, using: &random))
        case (_, .currency): .text("EUR")
        default: .text(text(&random))
        }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        texts.randomElement(using: &random) ?? "a"
    }
}
