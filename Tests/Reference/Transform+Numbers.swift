import PostbackRuntime
import PostbackTemplate

extension Transform {
    static func seconds(_ moment: Timestamp) -> ExactDecimal {
        let micros = moment.microseconds
        return ExactDecimal(isNegative: micros < 0, coefficient: UInt128(micros.magnitude), scale: 6)
    }

    static func date(_ moment: Timestamp, _ pattern: PostbackValue?, _ offset: PostbackValue?) -> String? {
        pattern?.text.flatMap { DatePattern($0, offset: offset?.text) }?.format(moment)
    }

    static func flooredQuotient(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    static func rounded(_ number: ExactDecimal, _ places: PostbackValue?) -> ExactDecimal? {
        integer(places).flatMap { number.rounded(toPlaces: $0) }
    }

    static func minorUnits(_ number: ExactDecimal, _ currency: PostbackValue?) -> ExactDecimal? {
        guard let currency = currency?.text else { return nil }
        return number.wholeUnits(powerOfTen: CurrencyUnits.exponent(of: currency))
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
