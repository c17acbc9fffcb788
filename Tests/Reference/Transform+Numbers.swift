import PostbackRuntime
import PostbackTemplate

extension Transform {
    /// A moment in one of its written forms.
    static func time(_ name: TransformName, _ moment: Timestamp, _ arguments: [PostbackValue]) -> PostbackValue? {
        let micros = moment.microseconds
        switch name {
        case .unix: return .integer(flooredQuotient(micros, 1_000_000))
        case .unixMilliseconds: return .integer(flooredQuotient(micros, 1_000))
        case .unixMicroseconds: return .integer(micros)
        case .unixFraction:
            return .decimal(ExactDecimal(isNegative: micros < 0, coefficient: UInt128(micros.magnitude), scale: 6))
        case .iso8601: return .text(moment.iso8601(fractionDigits: integer(arguments.first) ?? 0))
        case .date: return arguments.first?.text.flatMap(DatePattern.init).map { .text($0.format(moment)) }
        default: return nil
        }
    }

    private static func flooredQuotient(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// A number in another unit.
    static func number(_ name: TransformName, _ number: ExactDecimal, _ arguments: [PostbackValue]) -> PostbackValue? {
        switch name {
        case .decimal:
            return integer(arguments.first).flatMap { number.rounded(toPlaces: $0) }.map(PostbackValue.decimal)
        case .micros: return number.wholeUnits(powerOfTen: 6).map(PostbackValue.decimal)
        case .minorUnits:
            guard let currency = arguments.first?.text else { return nil }
            return number.wholeUnits(powerOfTen: CurrencyUnits.exponent(of: currency)).map(PostbackValue.decimal)
        default: return nil
        }
    }
}

/// Minor units of currencies (ISO 4217).
enum CurrencyUnits {
    private static let without: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
        "XPF",
    ]
    private static let thousandths: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
    private static let tenThousandths: Set<String> = ["CLF", "UYW"]

    /// Digits behind the point.
    static func exponent(of currency: String) -> Int {
        let code = currency.uppercased()
        if without.contains(code) { return 0 }
        if thousandths.contains(code) { return 3 }
        return tenThousandths.contains(code) ? 4 : 2
    }
}
